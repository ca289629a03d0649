import { hostPath } from "./guestPath";
import { canClimb, NORMALISED_VARIABLES, type Piece, splitTemplate, variablesIn } from "./nginxTemplate";

/** An argument to print, or a problem. */
export type Judged = { value: string } | { problem: string };

/** A problem with a value, and how to fix it. */
export function refuse(value: string, reason: string, fix: string): { problem: string } {
  return { problem: `"${value}" ${reason}. ${fix}` };
}

export interface PathRules {
  /** Folder that is the guest's `/`, as Nginx sees it. */
  root: string;
  /** Base folder of relative paths. */
  base: string;
  /** Whether Nginx replaces variables in the path. */
  variables: boolean;
}

/** Converts a path in the guest to the path for Nginx. */
export function judgePath(value: string, { root, base, variables }: PathRules): Judged {
  if (value === "stderr" || /^\w+:/.test(value)) {
    return refuse(
      value,
      "is not a file",
      "Only files can be named here: use a path such as /var/log/nginx/x.log.",
    );
  }
  if (!variables && value.includes("$")) {
    return refuse(
      value,
      "has a variable, which cannot be used in a path here",
      "Write the path without variables.",
    );
  }
  const judged = judgeTarget(value, new Set());
  if ("problem" in judged) return judged;
  return { value: hostPath(root, value.startsWith("/") ? value : `${base}/${value}`) };
}

/** Validates a URI of a file below the root of the location. */
export function judgeUri(value: string): Judged {
  if (!/^(\/|\$\{?(document_)?uri\b)/.test(value)) {
    return refuse(value, "does not begin with a slash or $uri", "Begin it with /, for example /404.html.");
  }
  return judgeTarget(value, new Set());
}

const DOTS = /\.\.|%2e/i;

/**
 * Validates that a path or URI stays in its folder: it has no `..`, and no variable can add one.
 *
 * @param also - Variables that are allowed in addition to those that Nginx normalizes.
 */
export function judgeTarget(value: string, also: ReadonlySet<string>): Judged {
  if (DOTS.test(value)) return refuse(value, 'has ".."', "Write the path without it.");
  const pieces = splitTemplate(value);
  if (!pieces) return refuse(value, "has a $ without the name of a variable", "Remove the $.");
  const unsafe = findUnsafe(pieces, also);
  if (unsafe !== undefined) {
    const fix = `Use $uri, $host or $server_name${also.size > 0 ? ", or a group of the regular expression" : ""}.`;
    return refuse(value, `has the variable $${unsafe}, which cannot be used in a path here`, fix);
  }
  if (canClimb(pieces)) {
    return refuse(value, 'can become a path with ".."', "Put a slash or a name between variables and dots.");
  }
  return { value };
}

const findUnsafe = (pieces: readonly Piece[], also: ReadonlySet<string>): string | undefined =>
  variablesIn(pieces).find((name) => !NORMALISED_VARIABLES.has(name) && !also.has(name));
