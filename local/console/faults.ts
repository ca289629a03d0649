import type { Faults } from "../faults/faults";
import { readFaults } from "../faults/readFaults";
import { parseJson } from "../parsing";
import { Refusal } from "./refusal";

/**
 * Replaces all faults.
 *
 * @throws Refusal 400 that lists all problems by path; the previous faults stay active
 */
export function changeFaults(faults: Faults, json: string): void {
  const reading = readFaults(parsed(json));
  if ("problems" in reading) throw new Refusal(400, reading.problems.join("\n"));
  faults.set(reading.faults);
}

/** Returns undefined for invalid JSON, which the validation then rejects. */
function parsed(json: string): unknown {
  try {
    return parseJson(json);
  } catch {
    return undefined;
  }
}
