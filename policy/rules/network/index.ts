import type { Rule } from "../../core/rule";
import { sgDescription } from "./sgDescription";
import { sgEgressNotAll } from "./sgEgressNotAll";
import { sgIngressFromGatewayOnly } from "./sgIngressFromGatewayOnly";
import { sgIngressNotWorld } from "./sgIngressNotWorld";
import { sgIngressPrefixListNotWorld } from "./sgIngressPrefixListNotWorld";
import { vpcFlowLogActive } from "./vpcFlowLogActive";

export {
  sgDescription,
  sgEgressNotAll,
  sgIngressFromGatewayOnly,
  sgIngressNotWorld,
  sgIngressPrefixListNotWorld,
  vpcFlowLogActive,
};

/** The rules on the network around the instances. */
export const networkRules: readonly Rule[] = [
  sgIngressNotWorld,
  sgIngressPrefixListNotWorld,
  sgIngressFromGatewayOnly,
  sgEgressNotAll,
  sgDescription,
  vpcFlowLogActive,
];
