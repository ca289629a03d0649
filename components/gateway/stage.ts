import type { Mistakes } from "../core/mistakes";
import { checkOneOf } from "../core/names";

/** The environments of API Gateway. */
export const stages = ["RELEASE", "PRE", "TEST"] as const;

/** An environment that APIs are published to: Release, Pre or Test. */
export type Stage = (typeof stages)[number];

export function checkStage(stage: string, mistakes: Mistakes, property = "stage"): void {
  checkOneOf(stage, stages, mistakes, property);
}
