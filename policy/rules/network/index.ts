import type { Rule } from "../../core/rule";
import { sgDescription } from "./sgDescription";
import { sgEgressNotAll } from "./sgEgressNotAll";
import { sgIngressFromGatewayOnly } from "./sgIngressFromGatewayOnly";
import { sgIngressNotWorld } from "./sgIngressNotWorld";
import { vpcFlowLogActive } from "./vpcFlowLogActive";

export { sgDescription, sgEgressNotAll, sgIngressFromGatewayOnly, sgIngressNotWorld, vpcFlowLogActive };

/** The rules on the network around the instances. */
export const networkRules: readonly Rule[] = [
  sgIngressNotWorld,
  sgIngressFromGatewayOnly,
  sgEgressNotAll,
  sgDescription,
  vpcFlowLogActive,
];
