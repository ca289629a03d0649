import { isDeepStrictEqual } from "node:util";

/** A violation that the engine reported. */
export interface Finding {
  readonly policy: string;
  readonly level: "mandatory" | "advisory";
  readonly severity: string;
  /** Name of the resource; empty for the stack. */
  readonly resource: string;
  readonly type: string;
  readonly urn: string;
  readonly message: string;
}

/** A remediation: a resource whose inputs a rule changed. */
export interface Remediation {
  readonly policy: string;
  readonly resource: string;
  readonly type: string;
  /** Names of the changed properties. Their values may be secrets. */
  readonly properties: readonly string[];
}

/**
 * Outcome of a run: `passed` without a mandatory finding, `refused` with one, `failed` if the engine could not evaluate the
 * stack. A stack that was not evaluated has not passed.
 */
export type Outcome = "passed" | "refused" | "failed";

/** Exit code of a command for each outcome. */
export const exitCodes: Readonly<Record<Outcome, number>> = { passed: 0, refused: 1, failed: 2 };

/** Result of a run with the pack. */
export interface PolicyReport {
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
  readonly remediated: readonly Remediation[];
  /** Undecided checks, and exemptions in use. */
  readonly notJudged: readonly string[];
  /** Errors of the run itself: a failed program, an invalid configuration. */
  readonly errors: readonly string[];
}

/** Source: `apitype/events.go` of Pulumi. */
interface EngineEvent {
  policyEvent?: {
    resourceUrn?: string;
    message: string;
    policyName: string;
    enforcementLevel: string;
    severity?: string;
  };
  policyRemediationEvent?: {
    resourceUrn?: string;
    policyName: string;
    before?: Readonly<Record<string, unknown>>;
    after?: Readonly<Record<string, unknown>>;
  };
  diagnosticEvent?: { severity?: string; message?: string };
}

/** Parses the events of the engine, one JSON object a line. Other output is ignored. */
export function readEvents(lines: readonly string[], exitCode: number): PolicyReport {
  const events = lines.filter((line) => line.startsWith("{")).flatMap(parseEvents);
  const reported = unique(
    events.flatMap(({ policyEvent }) => (policyEvent ? [parseFinding(policyEvent)] : [])),
  );
  // A configured level other than advisory makes it a finding.
  const isNote = ({ policy, level }: Finding) => policy === "not-judged" && level === "advisory";
  const findings = reported.filter((finding) => !isNote(finding)).sort(byWeight);
  const remediated = events.flatMap(({ policyRemediationEvent: event }) =>
    event ? [parseRemediation(event)] : [],
  );
  // Debug messages of the engine are left out: they may contain secrets.
  const errors = events.flatMap(({ diagnosticEvent: reported }) =>
    reported?.severity === "error" && reported.message ? [stripColours(reported.message)] : [],
  );
  const isRefused = findings.some(({ level }) => level === "mandatory");
  return {
    outcome: isRefused ? "refused" : exitCode === 0 ? "passed" : "failed",
    findings,
    remediated: unique(remediated).sort(byName),
    notJudged: reported.filter(isNote).map(({ message }) => message),
    errors: errors.filter((error) => !/^(preview|update) failed$/.test(error)),
  };
}

function parseEvents(line: string): EngineEvent[] {
  try {
    return [JSON.parse(line) as EngineEvent];
  } catch {
    return [];
  }
}

/** Removes duplicates: an update reports the findings of its preview again. */
const unique = <Item>(items: readonly Item[]): Item[] => [
  ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
];

/** Parses the name and type of a resource; both are empty for the stack. */
function parseResource(urn = ""): { readonly resource: string; readonly type: string } {
  const parts = urn.split("::");
  const type = parts.at(-2)?.split("$").at(-1) ?? "";
  const isStack = type === "pulumi:pulumi:Stack";
  return { resource: isStack ? "" : (parts.at(-1) ?? ""), type: isStack ? "" : type };
}

function parseFinding({
  resourceUrn,
  message,
  policyName,
  enforcementLevel,
  severity = "",
}: NonNullable<EngineEvent["policyEvent"]>): Finding {
  return {
    policy: policyName,
    level: enforcementLevel === "mandatory" ? "mandatory" : "advisory",
    severity,
    ...parseResource(resourceUrn),
    urn: resourceUrn ?? "",
    // The first lines are the description of the rule.
    message: stripColours(message).split("\n").at(-1) ?? "",
  };
}

function parseRemediation({
  resourceUrn,
  policyName,
  before = {},
  after = {},
}: NonNullable<EngineEvent["policyRemediationEvent"]>): Remediation {
  const properties = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((property) => !isDeepStrictEqual(before[property], after[property]))
    .sort();
  return { policy: policyName, ...parseResource(resourceUrn), properties };
}

/** Removes the colour marks of the engine, such as `<{%reset%}>`. */
export function stripColours(message: string): string {
  return message.replace(/<\{%[^%]*%\}>/g, "").trim();
}

const weights = ["critical", "high", "medium", "low"];

function byWeight(a: Finding, b: Finding): number {
  const weight = ({ level, severity }: Finding) =>
    (level === "mandatory" ? 0 : 10) + ((weights.indexOf(severity) + 5) % 5);
  return weight(a) - weight(b) || byName(a, b);
}

type Named = Pick<Finding, "policy" | "resource">;

function byName(a: Named, b: Named): number {
  return a.policy.localeCompare(b.policy) || a.resource.localeCompare(b.resource);
}
