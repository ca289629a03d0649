import type { Problems } from "../../validation/problems";
import { checkStageIn, namesStages, type Stage } from "../../validation/stages";

/**
 * One value for all environments, or one for each listed environment: `{ TEST: …, RELEASE: … }`. Other
 * environments have none.
 */
export type InStages<T> = T | Partial<Record<Stage, T>>;

/** A value for some or all environments. */
interface Staged<T> {
  /** Undefined means all. */
  stages: readonly Stage[] | undefined;
  value: T;
  at: Problems;
}

/** Splits an argument by environment. `published` is undefined if the only environment is unknown. */
export function inStages<T>(
  argument: InStages<T> | undefined,
  published: readonly string[] | undefined,
  at: Problems,
): Staged<T>[] {
  if (argument === undefined) return [];
  // No argument of a plug-in has the name of an environment.
  if (!namesStages(argument)) return [{ stages: undefined, value: argument as T, at }];
  return Object.entries(argument as object).flatMap(([stage, value]): Staged<T>[] => {
    const here = at.under(stage);
    checkPublished(stage, published, here);
    // Validates values of environments that are not published to as well, and reports the environment.
    return value === undefined ? [] : [{ stages: [stage as Stage], value, at: here }];
  });
}

/** Reports an environment that is not published to. */
export function checkPublished(
  stage: string,
  published: readonly string[] | undefined,
  problems: Problems,
): boolean {
  if (published === undefined) {
    const hint = "Use stages instead of stage.";
    problems.add("", "is for one environment, but the environments are unknown.", hint);
    return false;
  }
  return checkStageIn(published, stage, problems, "", {
    problem: `is for "${stage}", where nothing is published.`,
    hint: `Use ${published.join(", ")}, or publish to it.`,
  });
}

/** Environments that two arguments share. Undefined if they share none. */
export function sharedStages(a?: readonly Stage[], b?: readonly Stage[]): string | undefined {
  if (a === undefined || b === undefined) return (a ?? b)?.join(", ") ?? "all environments";
  const both = a.filter((stage) => b.includes(stage));
  return both.length > 0 ? both.join(", ") : undefined;
}
