import type { Rule } from "../core/rule";
import { balancerRules } from "./balancer";
import { gatewayRules } from "./gateway";

export * from "./balancer";
export * from "./gateway";

/** All rules of the pack, in the order of a request's way. */
export const rules: readonly Rule[] = [...gatewayRules, ...balancerRules];
