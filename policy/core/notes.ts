import type { ReportViolation, StackValidationPolicy } from "@pulumi/policy";
import type { Exemption } from "./exemptions";

/** Name of the policy that tells what other policies did not judge. */
export const notJudgedName = "not-judged";

/** What was not judged in one run, and why. */
export class Notes {
  private undecided = new Map<string, Map<string, Set<string>>>();
  private exempted = new Map<string, { exemption: Exemption; resource: string }[]>();

  noteUndecided(rule: string, resource: string, reason: string): void {
    const reasons = this.undecided.get(rule) ?? new Map<string, Set<string>>();
    this.undecided.set(rule, reasons);
    const resources = reasons.get(reason) ?? new Set();
    reasons.set(reason, resources.add(resource));
  }

  noteExempted(rule: string, resource: string, exemption: Exemption): void {
    const exempted = this.exempted.get(rule) ?? [];
    exempted.push({ exemption, resource });
    this.exempted.set(rule, exempted);
  }

  /** One line a rule; and forgets them, because the next run is another one. */
  take(): string[] {
    const undecided = [...this.undecided].map(
      ([rule, reasons]) => `${rule}: not decided ${reasonsOf(reasons)}.`,
    );
    const exempted = [...this.exempted].map(([rule, uses]) => {
      const each = uses.map(
        ({ resource, exemption: { reason, expires } }) => `${resource} until ${expires}: ${reason}`,
      );
      return `${rule}: exempt are ${[...new Set(each)].sort().join("; ")}.`;
    });
    this.undecided = new Map();
    this.exempted = new Map();
    return [...undecided, ...exempted].sort();
  }
}

const most = 5;

function reasonsOf(reasons: ReadonlyMap<string, ReadonlySet<string>>): string {
  const each = [...reasons].map(([reason, resources]) => {
    const names = [...resources].sort();
    const more = names.length > most ? ` and ${names.length - most} more` : "";
    return `for ${names.slice(0, most).join(", ")}${more}, because ${reason}`;
  });
  return each.join("; ");
}

const description = "What other policies could not decide yet, or leave alone by an exemption.";

/** With a level of its own a report keeps it; the SDK declares texts alone. Source: `server.ts` of `@pulumi/policy`. */
const tellAdvisory = (report: ReportViolation, message: string) =>
  report({ message, enforcementLevel: "advisory" } as unknown as string);

/**
 * Tells, after all others, what they could not decide and what they were told to leave alone. Always advisory, whatever
 * level `all` has: what is not judged refuses nothing. It can be disabled.
 */
export function notJudgedPolicy(notes: Notes): StackValidationPolicy {
  return {
    name: notJudgedName,
    displayName: "What was not judged",
    description,
    enforcementLevel: "advisory",
    severity: "low",
    configSchema: { properties: {} },
    validateStack: (_, report) => {
      for (const line of notes.take()) tellAdvisory(report, `${description}\n${line}`);
    },
  };
}
