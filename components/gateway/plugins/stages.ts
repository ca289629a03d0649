import type { Problems } from "../../validation/problems";
import { checkStageIn, type Stage, stageMeantBy, stages } from "../../validation/stages";
import { isObject } from "../../validation/types";

/** One value for all environments, or one for each that is named: `{ TEST: …, RELEASE: … }`. The others have none. */
export type InStages<T> = T | Partial<Record<Stage, T>>;

/** What is said for some environments, or for all. */
export interface Staged<T> {
  /** Undefined: all. */
  stages: readonly Stage[] | undefined;
  value: T;
  /** Where it stands. */
  at: Problems;
}

/**
 * A setting, by environment where it names any.
 *
 * @param published - environments that there are; undefined where it is not known which is the one
 */
export function inStages<T>(
  given: InStages<T> | undefined,
  published: readonly string[] | undefined,
  at: Problems,
): Staged<T>[] {
  if (given === undefined) return [];
  const byStage = valuesByStage(given);
  if (byStage === undefined) return [{ stages: undefined, value: given as T, at }];
  return byStage.flatMap(([stage, value]): Staged<T>[] => {
    const here = at.under(stage);
    checkPublished(stage, published, here);
    // What nothing is published to is reported, and its values are checked all the same.
    return value === undefined ? [] : [{ stages: [stage as Stage], value, at: here }];
  });
}

/** Undefined for a value for all: no setting has a property that is named as an environment is. */
function valuesByStage<T>(given: InStages<T>): [string, T | undefined][] | undefined {
  if (typeof given !== "object" || given === null) return undefined;
  return namesStages(given) ? Object.entries(given) : undefined;
}

/** Whether a setting is given by environment. */
export function namesStages(given: unknown): boolean {
  if (!isObject(given)) return false;
  const keys = Object.keys(given);
  // Names of other tools too: what is wrong with them is reported where they are looked up.
  return stages.some((stage) => keys.includes(stage)) || (keys.length > 0 && keys.every(stageMeantBy));
}

/** Notes an environment that nothing is published to. */
export function checkPublished(
  stage: string,
  published: readonly string[] | undefined,
  problems: Problems,
): boolean {
  if (published === undefined) {
    problems.add(
      "",
      "is for one environment, and it is not known which there are.",
      "Give stages, not stage.",
    );
    return false;
  }
  return checkStageIn(published, stage, problems, "", {
    problem: `is for "${stage}", where nothing is published.`,
    hint: `Use ${published.join(", ")}, or publish to it.`,
  });
}

/** The environments that two settings share; undefined where they share none. */
export function sharedStages(
  a: readonly Stage[] | undefined,
  b: readonly Stage[] | undefined,
): string | undefined {
  if (a === undefined || b === undefined) return (a ?? b)?.join(", ") ?? "all environments";
  const both = a.filter((stage) => b.includes(stage));
  return both.length > 0 ? both.join(", ") : undefined;
}
