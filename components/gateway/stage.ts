import type { Mistakes } from "../core/mistakes";
import { checkOneOf } from "../core/names";

/** The environments of API Gateway. */
export const stages = ["RELEASE", "PRE", "TEST"] as const;

/** An environment that APIs are published to: Release, Pre or Test. */
export type Stage = (typeof stages)[number];

export function checkStage(stage: string, mistakes: Mistakes, property = "stage"): void {
  checkOneOf(stage, stages, mistakes, property);
}

/**
 * Names of what there is once in each environment. RELEASE has the plain name. So had any environment that was the only
 * one, before there could be several: that one is known by its former name.
 */
export function stageNames(
  name: string,
  stage: string,
  isOnly: boolean,
): { name: string; aliases: { name: string }[] } {
  if (stage === "RELEASE") return { name, aliases: [] };
  return { name: `${name}-${stage.toLowerCase()}`, aliases: isOnly ? [{ name }] : [] };
}
