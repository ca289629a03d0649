import type { OperationResult, Step } from "../../engineEvents";
import type { World } from "../world";

/** Parts of the scenario that a preview check uses. */
export type Previewing = Pick<World, "report" | "countResources" | "countWrites" | "operate">;

/** Previews the stack. Checks that no call changed the local cloud, and that it holds the same number of resources. */
export async function runPreview(name: string, world: Previewing): Promise<OperationResult> {
  const before = { things: await world.countResources(), writes: await world.countWrites() };
  const preview = await world.operate("preview", name);
  const after = { things: await world.countResources(), writes: await world.countWrites() };
  world.report.check(
    `${name}_changes_nothing`,
    preview.ok && after.things === before.things && after.writes === before.writes,
    `${preview.errors.join("; ")} ${after.things - before.things} things, ${after.writes - before.writes} writing calls`,
  );
  return preview;
}

/** Checks that an update made exactly the steps of its preview. */
export function checkAsPreviewed(
  check: string,
  preview: OperationResult,
  up: OperationResult,
  { report }: Pick<World, "report">,
): void {
  const differences = findDifferences(preview.steps.map(formatStep), up.steps.map(formatStep));
  report.check(check, preview.steps.length > 0 && differences.length === 0, differences.join("; "));
}

/** Describes the texts that only one of two lists contains. */
export function findDifferences(expected: readonly string[], found: readonly string[]): string[] {
  return [
    ...expected.filter((text) => !found.includes(text)).map((text) => `missing: ${text}`),
    ...found.filter((text) => !expected.includes(text)).map((text) => `not expected: ${text}`),
  ];
}

const formatStep = ({ op, urn }: Step): string => `${op} ${urn}`;
