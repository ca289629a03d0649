import type { Rule } from "../../core/rule";
import { sgDescription } from "./sgDescription";
import { sgEgressNotAll } from "./sgEgressNotAll";
import { sgEgressTogetherNotAll } from "./sgEgressTogetherNotAll";
import { sgIngressFromGatewayOnly } from "./sgIngressFromGatewayOnly";
import { sgIngressNotWorld } from "./sgIngressNotWorld";
import { sgIngressPrefixListNotWorld } from "./sgIngressPrefixListNotWorld";
import { sgIngressTogetherNotWorld } from "./sgIngressTogetherNotWorld";
import { vpcFlowLogActive } from "./vpcFlowLogActive";

export {
  sgDescription,
  sgEgressNotAll,
  sgEgressTogetherNotAll,
  sgIngressFromGatewayOnly,
  sgIngressNotWorld,
  sgIngressPrefixListNotWorld,
  sgIngressTogetherNotWorld,
  vpcFlowLogActive,
};

/** Rules for the network. */
export const networkRules: readonly Rule[] = [
  sgIngressNotWorld,
  sgIngressPrefixListNotWorld,
  sgIngressTogetherNotWorld,
  sgIngressFromGatewayOnly,
  sgEgressNotAll,
  sgEgressTogetherNotAll,
  sgDescription,
  vpcFlowLogActive,
];
