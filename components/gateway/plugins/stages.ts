import type { Problems } from "../../validation/problems";
import { checkStageIn, findStage, type Stage, stages } from "../../validation/stages";
import { isObject } from "../../validation/types";

/**
 * One value for all environments, or one for each listed environment: `{ TEST: …, RELEASE: … }`. Other
 * environments have none.
 */
export type InStages<T> = T | Partial<Record<Stage, T>>;

/** A value for some or all environments. */
export interface Staged<T> {
  /** Undefined means all. */
  stages: readonly Stage[] | undefined;
  value: T;
  /** Path of the value. */
  at: Problems;
}

/**
 * Splits an argument by environment.
 *
 * @param published - environments that are published to; undefined if the only one is unknown
 */
export function inStages<T>(
  argument: InStages<T> | undefined,
  published: readonly string[] | undefined,
  at: Problems,
): Staged<T>[] {
  if (argument === undefined) return [];
  const byStage = valuesByStage(argument);
  if (byStage === undefined) return [{ stages: undefined, value: argument as T, at }];
  return byStage.flatMap(([stage, value]): Staged<T>[] => {
    const here = at.under(stage);
    checkPublished(stage, published, here);
    // Validates values of environments that are not published to as well, and reports the environment.
    return value === undefined ? [] : [{ stages: [stage as Stage], value, at: here }];
  });
}

/**
 * Undefined if one value is for all environments. No argument of a plug-in has the name of an environment.
 */
function valuesByStage<T>(argument: InStages<T>): [string, T | undefined][] | undefined {
  if (typeof argument !== "object" || argument === null) return undefined;
  return namesStages(argument) ? Object.entries(argument) : undefined;
}

/** Whether the argument lists environments. */
export function namesStages(argument: unknown): boolean {
  if (!isObject(argument)) return false;
  const keys = Object.keys(argument);
  // Includes stage names of other tools, so that the lookup reports them.
  return stages.some((stage) => keys.includes(stage)) || (keys.length > 0 && keys.every(findStage));
}

/** Reports an environment that is not published to. */
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

/** Environments that two arguments share. Undefined if they share none. */
export function sharedStages(
  a: readonly Stage[] | undefined,
  b: readonly Stage[] | undefined,
): string | undefined {
  if (a === undefined || b === undefined) return (a ?? b)?.join(", ") ?? "all environments";
  const both = a.filter((stage) => b.includes(stage));
  return both.length > 0 ? both.join(", ") : undefined;
}
