export { sgDescription } from "./sgDescription";
export { sgEgressNotAll } from "./sgEgressNotAll";
export { sgEgressTogetherNotAll } from "./sgEgressTogetherNotAll";
export { sgIngressFromGatewayOnly } from "./sgIngressFromGatewayOnly";
export { sgIngressNotWorld } from "./sgIngressNotWorld";
export { sgIngressPrefixListNotWorld } from "./sgIngressPrefixListNotWorld";
export { sgIngressTogetherNotWorld } from "./sgIngressTogetherNotWorld";
export { vpcFlowLogActive } from "./vpcFlowLogActive";
