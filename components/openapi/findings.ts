import * as pulumi from "@pulumi/pulumi";
import { type Problem, Problems } from "../validation/problems";

/**
 * How the document is read despite an unsupported feature: without the feature, with the operation in pass-through
 * mode, or without the operation.
 */
export type UnsupportedEffect = "ignored" | "passed through" | "left out";

/** A feature of an OpenAPI document that the gateway cannot express. */
export interface UnsupportedFeature {
  /** JSON pointer of the place in the document. */
  pointer: string;
  /** What the gateway does not support. */
  problem: string;
  /** How to change the document. */
  hint: string;
  /** How the document is read unless it is rejected. */
  effect: UnsupportedEffect;
  /** Number of operations that use the place; 0 if it belongs to the whole document. */
  operations: number;
}

/** Collects the problems of a document, each once per place. */
export class Findings {
  /** Validation errors, which reject the document. */
  readonly problems = new Problems();
  /** Pointer of the operation that is being read. */
  operation: string | undefined;
  private readonly rejected = new Set<string>();
  private readonly features = new Map<string, { feature: UnsupportedFeature; operations: Set<string> }>();

  reject(pointer: string, problem: string, hint: string): void {
    const key = JSON.stringify([pointer, problem]);
    if (this.rejected.has(key)) return;
    this.rejected.add(key);
    this.problems.add(pointer, problem, hint);
  }

  addUnsupported(pointer: string, problem: string, hint: string, effect: UnsupportedEffect): void {
    const key = JSON.stringify([pointer, problem]);
    const entry = this.features.get(key) ?? {
      feature: { pointer, problem, hint, effect, operations: 0 },
      operations: new Set<string>(),
    };
    this.features.set(key, entry);
    if (this.operation !== undefined) entry.operations.add(this.operation);
  }

  /** Unsupported features in the order of the document. */
  get unsupported(): UnsupportedFeature[] {
    const features = [...this.features.values()];
    return features.map(({ feature, operations }) => ({ ...feature, operations: operations.size }));
  }
}

/** Maximum number of places in a message for each kind of unsupported feature. */
const namedPlaces = 5;

/** Converts unsupported features to validation errors. The fix includes how to read the document anyway. */
export function toProblems(features: readonly UnsupportedFeature[]): Problem[] {
  return groupByKind(features).flatMap((group) =>
    summarize(group).map(({ path, feature }) => ({
      path,
      problem: feature.problem,
      hint: `${feature.hint} ${effects[feature.effect][1]}, set onUnsupported: "warn".`,
    })),
  );
}

/** How the document is read, in a warning, and how to read it like this, in an error. */
const effects: Readonly<Record<UnsupportedEffect, readonly [warning: string, fix: string]>> = {
  ignored: ["Ignored at", "To ignore it"],
  "passed through": ["The whole request is passed through because of", "To pass the whole request through"],
  "left out": ["The operations are left out because of", "To leave the operation out"],
};

/** Logs unsupported features as one warning of the Pulumi engine. */
export function warn(features: readonly UnsupportedFeature[]): void {
  const lines = groupByKind(features).flatMap((group) => [
    ...summarize(group).map(({ path, feature }) => `  ${path}: ${feature.problem} ${feature.hint}`),
    `    ${effects[group[0].effect][0]} ${count(group.length, "place")}.`,
  ]);
  const title = `routesFromOpenApi: ${count(features.length, "unsupported feature")} in the document.`;
  void pulumi.log.warn([title, ...lines].join("\n"));
}

type Group = [UnsupportedFeature, ...UnsupportedFeature[]];

function groupByKind(features: readonly UnsupportedFeature[]): Group[] {
  const groups = new Map<string, Group>();
  for (const feature of features) {
    const { problem, hint, effect } = feature;
    const key = JSON.stringify([problem, hint, effect]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [feature]);
    else group.push(feature);
  }
  return [...groups.values()];
}

/** First places of a group. The last of them has a count of the others. */
function summarize(group: Group): { path: string; feature: UnsupportedFeature }[] {
  return group.slice(0, namedPlaces).map((feature, index) => {
    const rest = index === namedPlaces - 1 ? group.length - namedPlaces : 0;
    const others = rest === 0 ? "" : ` and ${count(rest, "other place")}`;
    const users = feature.operations > 1 ? ` (${feature.operations} operations)` : "";
    return { path: `${feature.pointer}${users}${others}`, feature };
  });
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
