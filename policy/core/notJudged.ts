import type { Exemption } from "./exemptions";

/** Name of the policy that lists undecided checks and exemptions in use. */
export const notJudgedName = "not-judged";

/** Collects undecided checks and exemptions in use during one run. */
export class Notes {
  private undecided = new Map<string, Map<string, Set<string>>>();
  private exempted = new Map<string, { exemption: Exemption; resource: string }[]>();

  addUndecided(rule: string, resource: string, reason: string): void {
    const reasons = this.undecided.get(rule) ?? new Map<string, Set<string>>();
    this.undecided.set(rule, reasons);
    const resources = reasons.get(reason) ?? new Set();
    reasons.set(reason, resources.add(resource));
  }

  addExempted(rule: string, resource: string, exemption: Exemption): void {
    const exempted = this.exempted.get(rule) ?? [];
    exempted.push({ exemption, resource });
    this.exempted.set(rule, exempted);
  }

  /** Returns one line for each rule and clears the notes: one process serves several runs. */
  take(): string[] {
    const undecided = [...this.undecided].map(
      ([rule, reasons]) => `${rule}: not decided ${formatReasons(reasons)}.`,
    );
    const exempted = [...this.exempted].map(([rule, uses]) => {
      const each = uses.map(
        ({ resource, exemption: { reason, expires } }) => `${resource} (until ${expires}: ${reason})`,
      );
      return `${rule}: exempted ${[...new Set(each)].sort().join("; ")}.`;
    });
    this.undecided = new Map();
    this.exempted = new Map();
    return [...undecided, ...exempted].sort();
  }
}

/** Names of resources that a line lists at most. */
const maxNames = 5;

function formatReasons(reasons: ReadonlyMap<string, ReadonlySet<string>>): string {
  const each = [...reasons].map(([reason, resources]) => {
    const names = [...resources].sort();
    const more = names.length > maxNames ? ` and ${names.length - maxNames} more` : "";
    return `for ${names.slice(0, maxNames).join(", ")}${more}, because ${reason}`;
  });
  return each.join("; ");
}

/**
 * The policy that reports, after all rules, what they could not evaluate and which exemptions they used. It is advisory
 * whatever the level of `all`. It can be disabled.
 */
export const notJudged = {
  name: notJudgedName,
  title: "Checks that were not evaluated",
  description: "Lists checks that could not be evaluated yet, and the exemptions in use.",
  level: "advisory",
  severity: "low",
} as const;
