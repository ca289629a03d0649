import { plain } from "../engineEvents";

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

/** What a run with the pack came to. */
export interface PolicyReport {
  /** Whether the run came to its end without a mandatory finding. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  /** What no rule could decide, and what was left alone by an exemption. */
  readonly notJudged: readonly string[];
  /** Errors of the run itself: a program that fails, a configuration with mistakes. */
  readonly errors: readonly string[];
}

interface EngineEvent {
  policyEvent?: {
    resourceUrn?: string;
    message: string;
    policyName: string;
    enforcementLevel: string;
    severity?: string;
  };
  diagnosticEvent?: { severity?: string; message?: string };
}

/** Reads the engine's events, one JSON object a line; whatever else is printed is passed over. */
export function readEvents(lines: readonly string[], exitCode: number): PolicyReport {
  const events = lines.filter((line) => line.startsWith("{")).flatMap(eventsIn);
  const told = events.flatMap(({ policyEvent }) => (policyEvent ? [findingOf(policyEvent)] : []));
  const unique = [...new Map(told.map((finding) => [JSON.stringify(finding), finding])).values()];
  // What refuses the run is a finding, whoever says it.
  const isNote = ({ policy, level }: Finding) => policy === "not-judged" && level !== "mandatory";
  const findings = unique.filter((finding) => !isNote(finding)).sort(byWeight);
  const notJudged = unique.filter(isNote).map(({ message }) => message);
  // The engine's debug messages may hold secrets, and are for nobody here.
  const errors = events.flatMap(({ diagnosticEvent: told }) =>
    told?.severity === "error" && told.message ? [plain(told.message)] : [],
  );
  const refused = findings.some(({ level }) => level === "mandatory");
  return {
    ok: exitCode === 0 && !refused,
    findings,
    notJudged,
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

function findingOf({
  resourceUrn = "",
  message,
  policyName,
  enforcementLevel,
  severity = "",
}: NonNullable<EngineEvent["policyEvent"]>): Finding {
  const parts = resourceUrn.split("::");
  const type = parts.at(-2)?.split("$").at(-1) ?? "";
  const isStack = type === "pulumi:pulumi:Stack";
  return {
    policy: policyName,
    level: enforcementLevel === "mandatory" ? "mandatory" : "advisory",
    severity,
    resource: isStack ? "" : (parts.at(-1) ?? ""),
    type: isStack ? "" : type,
    // The description of the rule stands before what was found.
    message: plain(message).split("\n").at(-1) ?? "",
  };
}

const weights = ["critical", "high", "medium", "low"];

function byWeight(a: Finding, b: Finding): number {
  const weight = ({ level, severity }: Finding) =>
    (level === "mandatory" ? 0 : 10) + ((weights.indexOf(severity) + 5) % 5);
  return weight(a) - weight(b) || a.policy.localeCompare(b.policy) || a.resource.localeCompare(b.resource);
}
