import { stripColours } from "../policy/report/findings";

/** What the engine does to a resource, or in a preview would do. */
export interface Step {
  urn: string;
  /** For example create, update, create-replacement, delete-replaced. */
  op: string;
}

/** How an operation ended. */
export interface OperationResult {
  ok: boolean;
  /** How many resources, by operation: create, update, delete, same … */
  changes: Record<string, number>;
  /** What was done, or in a preview would be, in its order; without what stays the same. */
  steps: Step[];
  /** Errors that the engine reported, as it worded them. */
  errors: string[];
  /** Warnings, likewise; for example that an interrupted run has left something in doubt. */
  warnings: string[];
  /** All that the engine would show to a person, for checks that look for secrets. */
  printed: string;
}

interface EngineEvent {
  resOutputsEvent?: { metadata?: { urn?: string; op?: string } };
  diagnosticEvent?: { severity?: string; message?: string };
  summaryEvent?: { resourceChanges?: Record<string, number> };
}

/** Notes an event of the engine in the result; answers with the name of a resource that it finished. */
export function readEvent(line: string, result: OperationResult): string | undefined {
  const event: EngineEvent = line.startsWith("{") ? JSON.parse(line) : {};
  // The SDK's debug messages hold secrets in the clear; the engine shows them to programs only.
  if (event.diagnosticEvent?.severity === "debug") return undefined;
  result.printed += `${line}\n`;
  if (event.summaryEvent?.resourceChanges) result.changes = event.summaryEvent.resourceChanges;
  const { severity, message } = event.diagnosticEvent ?? {};
  if (severity === "error" && message) result.errors.push(stripColours(message));
  if (severity === "warning" && message) result.warnings.push(stripColours(message));
  const { urn, op } = event.resOutputsEvent?.metadata ?? {};
  if (!urn || !op || op === "same") return undefined;
  // Of a component a preview tells twice: when it is made, and when its outputs are known.
  const known = result.steps.some((step) => step.urn === urn && step.op === op);
  if (!known) result.steps.push({ urn, op });
  return urn.split("::").at(-1);
}
