import type { Rule } from "../core/rule";
import { balancerRules } from "./balancer";
import { gatewayRules } from "./gateway";
import { instanceRules } from "./instance";
import { networkRules } from "./network";

export * from "./balancer";
export * from "./gateway";
export * from "./instance";
export * from "./network";

/** All rules of the pack, in the order of the components that a request passes. */
export const rules: readonly Rule[] = [...gatewayRules, ...balancerRules, ...networkRules, ...instanceRules];
