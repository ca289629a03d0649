import { isInternalRewrite } from "./nginxForms";
import type { Directive } from "./nginxSyntax";
import { isCapture, splitTemplate, variablesIn } from "./nginxTemplate";

/**
 * Rejects requests whose URI contains two consecutive dots. A capture group of `rewrite` can match any part of a URI,
 * and would extract `..` from the end of `/a..`.
 */
const GUARD: Directive = {
  name: "if",
  args: ["(", "$uri", "~", "\\.\\.", ")"],
  block: [{ name: "return", args: ["400"], at: "the local cloud" }],
  at: "the local cloud",
};

/** Adds a guard before each `rewrite` that uses capture groups in the new URI, or before the `if` that contains it. */
export function guardRewrites(block: readonly Directive[]): { directives: Directive[]; problems: string[] } {
  const directives: Directive[] = [];
  const problems: string[] = [];
  for (const directive of block) {
    if (directive.name === "if" && directive.block) {
      if (directive.block.some(usesGroups)) directives.push(GUARD);
      problems.push(...unguarded(directive.block));
    } else if (usesGroups(directive)) directives.push(GUARD);
    directives.push(directive);
  }
  return { directives, problems };
}

function usesGroups({ name, args }: Directive): boolean {
  if (name !== "rewrite" || !isInternalRewrite(args)) return false;
  return variablesIn(splitTemplate(args[1] ?? "") ?? []).some(isCapture);
}

/** Rewrites in an `if` that match the result of another rewrite there. No guard is possible between them. */
function unguarded(block: readonly Directive[]): string[] {
  const chained = block.findIndex(
    ({ name, args }) => name === "rewrite" && isInternalRewrite(args) && !args[2],
  );
  if (chained < 0) return [];
  return block
    .slice(chained + 1)
    .filter(usesGroups)
    .map(
      ({ at }) =>
        `${at}: rewrite: follows a rewrite without a flag in the same "if". Add last or break to that one.`,
    );
}
