import { VpcApiPolicyPack } from "./pack";

new VpcApiPolicyPack();
