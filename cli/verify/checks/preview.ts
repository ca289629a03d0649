import type { OperationResult, Step } from "../../engineEvents";
import type { World } from "../world";

/** What a preview is looked at with. */
export type Previewing = Pick<World, "report" | "holds" | "writes" | "operate">;

/** Previews the stack; nobody may have called an action meanwhile that changes the local cloud, nor is there anything new. */
export async function previewed(name: string, world: Previewing): Promise<OperationResult> {
  const before = { things: await world.holds(), writes: await world.writes() };
  const preview = await world.operate("preview", name);
  const after = { things: await world.holds(), writes: await world.writes() };
  world.report.check(
    `${name}_changes_nothing`,
    preview.ok && after.things === before.things && after.writes === before.writes,
    `${preview.errors.join("; ")} ${after.things - before.things} things, ${after.writes - before.writes} writing calls`,
  );
  return preview;
}

/** Checks that an update did to each resource what its preview had said, and nothing else. */
export function checkAsPreviewed(
  check: string,
  preview: OperationResult,
  up: OperationResult,
  { report }: Pick<World, "report">,
): void {
  const differences = differencesOf(preview.steps.map(exactly), up.steps.map(exactly));
  report.check(check, preview.steps.length > 0 && differences.length === 0, differences.join("; "));
}

/** What is in one of two lists of texts and not in the other, in words. */
export function differencesOf(expected: readonly string[], found: readonly string[]): string[] {
  return [
    ...expected.filter((text) => !found.includes(text)).map((text) => `missing: ${text}`),
    ...found.filter((text) => !expected.includes(text)).map((text) => `not expected: ${text}`),
  ];
}

const exactly = ({ op, urn }: Step): string => `${op} ${urn}`;
