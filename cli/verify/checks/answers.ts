import { type ApiAnswer, refusalOf } from "../../../testing/call";
import type { OutputCall, World } from "../world";

/** A call that is answered with 200. */
export interface ScenarioCall extends OutputCall {
  /** Name of the check. @default "call" */
  check?: string;
  /** What is in the answer. */
  answer: RegExp;
}

/** Makes calls one after the other, each with its check. */
export async function checkAnswers(
  calls: readonly ScenarioCall[],
  world: Pick<World, "report" | "call">,
): Promise<void> {
  for (const { check = "call", answer, ...call } of calls) {
    const answered = await world.call(call);
    world.report.check(check, answered.status === 200 && answer.test(answered.body), saidBy(answered));
  }
}

/** An answer in a few words. */
export function saidBy(answer: ApiAnswer): string {
  return `${answer.status} ${refusalOf(answer).message || answer.body.slice(0, 200)}`;
}
