import { hintForName } from "./nearest";
import type { Problems } from "./problems";
import { isObject } from "./types";

/** The environments of API Gateway. */
export const stages = ["RELEASE", "PRE", "TEST"] as const;

/** An environment that APIs are published to: Release, Pre or Test. */
export type Stage = (typeof stages)[number];

/** Names of the same environments in other tools. */
const otherNames: Readonly<Record<Stage, RegExp>> = {
  RELEASE: /^(release|prod|production|live)$/i,
  PRE: /^(pre|pre-?prod(uction)?|stage|staging|uat)$/i,
  TEST: /^(test|testing|dev|develop|development|qa|integration)$/i,
};

const findStage = (name: string): Stage | undefined => stages.find((stage) => otherNames[stage].test(name));

/** Fix for a name that is not one of the possible environments. */
export function hintForStage(name: string, possible: readonly string[], otherwise?: string): string {
  const stage = findStage(name);
  if (stage !== undefined && stage !== name) return `Did you mean ${stage}?`;
  return otherwise ?? hintForName(name, possible);
}

/** Whether the keys of an object are environments. Names of other tools count, because a plan reports them. */
export function namesStages(value: unknown): boolean {
  if (!isObject(value)) return false;
  const keys = Object.keys(value);
  return stages.some((stage) => keys.includes(stage)) || (keys.length > 0 && keys.every(findStage));
}

/** Reports an environment that is not possible here. */
export function checkStageIn(
  possible: readonly string[],
  stage: string,
  problems: Problems,
  property: string,
  { problem = `is "${stage}".`, hint = `Use one of ${possible.join(", ")}.` } = {},
): boolean {
  if (possible.includes(stage)) return true;
  problems.add(property, problem, hintForStage(stage, possible, hint));
  return false;
}

/** Name of a resource that exists once in each environment. RELEASE has the plain name. */
export const nameInStage = (name: string, stage: string): string =>
  stage === "RELEASE" ? name : `${name}-${stage.toLowerCase()}`;
