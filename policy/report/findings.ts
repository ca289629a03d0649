import { isDeepStrictEqual } from "node:util";

/** One violation as the engine reported it. */
export interface Finding {
  readonly policy: string;
  readonly level: "mandatory" | "advisory";
  readonly severity: string;
  /** Name of the resource; empty for the stack as a whole. */
  readonly resource: string;
  readonly type: string;
  readonly message: string;
}

/** A resource whose inputs a rule at level `remediate` changed. */
export interface Remediation {
  readonly policy: string;
  readonly resource: string;
  readonly type: string;
  /** Names of the properties that it changed; their values may be secrets. */
  readonly properties: readonly string[];
}

/** What a run with the pack came to. */
export interface PolicyReport {
  /** Whether the run came to its end without a mandatory finding. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly remediated: readonly Remediation[];
  /** What no rule could decide, and what was left alone by an exemption. */
  readonly notJudged: readonly string[];
  /** Errors of the run itself: a program that fails, a configuration with mistakes. */
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

/** Reads the engine's events, one JSON object a line; whatever else is printed is passed over. */
export function readEvents(lines: readonly string[], exitCode: number): PolicyReport {
  const events = lines.filter((line) => line.startsWith("{")).flatMap(eventsIn);
  const told = unique(events.flatMap(({ policyEvent }) => (policyEvent ? [findingOf(policyEvent)] : [])));
  // At another level it would be what refuses the run.
  const isNote = ({ policy, level }: Finding) => policy === "not-judged" && level === "advisory";
  const findings = told.filter((finding) => !isNote(finding)).sort(byWeight);
  const remediated = events.flatMap(({ policyRemediationEvent: event }) =>
    event ? [remediationOf(event)] : [],
  );
  // The engine's debug messages may hold secrets, and are for nobody here.
  const errors = events.flatMap(({ diagnosticEvent: told }) =>
    told?.severity === "error" && told.message ? [plain(told.message)] : [],
  );
  const refused = findings.some(({ level }) => level === "mandatory");
  return {
    ok: exitCode === 0 && !refused,
    findings,
    remediated: unique(remediated).sort(byName),
    notJudged: told.filter(isNote).map(({ message }) => message),
    errors: errors.filter((error) => !/^(preview|update) failed$/.test(error)),
  };
}

function eventsIn(line: string): EngineEvent[] {
  try {
    return [JSON.parse(line) as EngineEvent];
  } catch {
    return [];
  }
}

/** An update tells in its preview what it tells again when it is made. */
const unique = <Item>(items: readonly Item[]): Item[] => [
  ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
];

/** Name and type of a resource; both empty for the stack as a whole. */
function resourceOf(urn = ""): { readonly resource: string; readonly type: string } {
  const parts = urn.split("::");
  const type = parts.at(-2)?.split("$").at(-1) ?? "";
  const isStack = type === "pulumi:pulumi:Stack";
  return { resource: isStack ? "" : (parts.at(-1) ?? ""), type: isStack ? "" : type };
}

function findingOf({
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
    ...resourceOf(resourceUrn),
    // The description of the rule stands before what was found.
    message: plain(message).split("\n").at(-1) ?? "",
  };
}

function remediationOf({
  resourceUrn,
  policyName,
  before = {},
  after = {},
}: NonNullable<EngineEvent["policyRemediationEvent"]>): Remediation {
  const properties = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((property) => !isDeepStrictEqual(before[property], after[property]))
    .sort();
  return { policy: policyName, ...resourceOf(resourceUrn), properties };
}

/** The engine's own colour marks, `<{%reset%}>`, removed. */
export function plain(message: string): string {
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
