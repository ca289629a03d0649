import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../validation/problems";
import type { UnsupportedFeature } from "./findings";

/** Maximum number of places in a message for each kind of unsupported feature. */
const namedPlaces = 5;

/** Converts unsupported features to validation errors. The fix includes how to read the document anyway. */
export function toProblems(features: readonly UnsupportedFeature[]): Problem[] {
  return groupByKind(features).flatMap((group) =>
    summarize(group).map(({ path, feature }) => ({
      path,
      problem: feature.problem,
      hint: `${feature.hint} ${alternatives[feature.effect]}`,
    })),
  );
}

const alternatives = {
  ignored: 'To ignore it, set onUnsupported: "warn".',
  "passed through": 'To pass the whole request through, set onUnsupported: "warn".',
  "left out": 'To leave the operation out, set onUnsupported: "warn".',
} as const;

/** Logs unsupported features as one warning of the Pulumi engine. */
export function warn(features: readonly UnsupportedFeature[]): void {
  const lines = groupByKind(features).flatMap((group) => [
    ...summarize(group).map(({ path, feature }) => `  ${path}: ${feature.problem} ${feature.hint}`),
    `    ${effects[group[0].effect]} ${count(group.length, "place")}.`,
  ]);
  const title = `routesFromOpenApi: ${count(features.length, "unsupported feature")} in the document.`;
  void pulumi.log.warn([title, ...lines].join("\n"));
}

const effects = {
  ignored: "Ignored at",
  "passed through": "The whole request is passed through because of",
  "left out": "The operations are left out because of",
} as const;

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
