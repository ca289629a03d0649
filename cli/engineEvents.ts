import { stripColours } from "../policy/report/findings";

/** An operation of the engine on a resource, executed or previewed. */
export interface Step {
  urn: string;
  /** For example create, update, create-replacement, delete-replaced. */
  op: string;
}

/** Result of an operation. */
export interface OperationResult {
  ok: boolean;
  /** Number of resources by operation: create, update, delete, same … */
  changes: Record<string, number>;
  /** Executed or previewed steps in their order, without unchanged resources. */
  steps: Step[];
  /** Error messages of the engine. */
  errors: string[];
  /** Warnings of the engine, for example about a resource that an interrupted run left in an unknown state. */
  warnings: string[];
  /** All output that the engine would show to a user. Checks search it for secrets. */
  printed: string;
}

interface EngineEvent {
  resOutputsEvent?: { metadata?: { urn?: string; op?: string } };
  diagnosticEvent?: { severity?: string; message?: string };
  summaryEvent?: { resourceChanges?: Record<string, number> };
}

/** Adds an event of the engine to the result. Returns the name of a resource that the engine has finished. */
export function readEvent(line: string, result: OperationResult): string | undefined {
  const event: EngineEvent = line.startsWith("{") ? JSON.parse(line) : {};
  // Debug messages of the SDK contain plain-text secrets. The engine sends them to programs, but does not show them.
  if (event.diagnosticEvent?.severity === "debug") return undefined;
  result.printed += `${line}\n`;
  if (event.summaryEvent?.resourceChanges) result.changes = event.summaryEvent.resourceChanges;
  const { severity, message } = event.diagnosticEvent ?? {};
  if (severity === "error" && message) result.errors.push(stripColours(message));
  if (severity === "warning" && message) result.warnings.push(stripColours(message));
  const { urn, op } = event.resOutputsEvent?.metadata ?? {};
  if (!urn || !op || op === "same") return undefined;
  // A preview reports a component twice: when the program creates it, and when its outputs are known.
  const known = result.steps.some((step) => step.urn === urn && step.op === op);
  if (!known) result.steps.push({ urn, op });
  return urn.split("::").at(-1);
}
