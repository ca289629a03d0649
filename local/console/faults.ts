import type { Faults } from "../faults/faults";
import { readFaults } from "../faults/readFaults";
import { Refusal } from "./refusal";

/**
 * Makes exactly these faults the ones that are set.
 *
 * @throws Refusal 400 that names all that is wrong, by path; then the former ones stay
 */
export function changeFaults(faults: Faults, json: string): void {
  const reading = readFaults(parsed(json));
  if ("problems" in reading) throw new Refusal(400, reading.problems.join("\n"));
  faults.set(reading.faults);
}

/** Undefined for what is no JSON, which the reading refuses. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
