import type { Rule } from "../core/rule";
import * as balancer from "./balancer";
import * as gateway from "./gateway";
import * as instance from "./instance";
import * as network from "./network";

export * from "./balancer";
export * from "./gateway";
export * from "./instance";
export * from "./network";

const sortByName = (area: Readonly<Record<string, Rule>>): readonly Rule[] =>
  Object.values(area).sort((one, other) => (one.name < other.name ? -1 : 1));

/** All rules of the pack, in the order of the components that a request passes. */
export const rules: readonly Rule[] = [gateway, balancer, network, instance].flatMap(sortByName);
