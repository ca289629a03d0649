import { type ApiAnswer, readRefusal } from "../../../testing/call";
import type { OutputCall, World } from "../world";

/** A call whose answer has status 200. */
export interface ScenarioCall extends OutputCall {
  /** Name of the check. @default "call" */
  check?: string;
  /** Pattern that the answer must match. */
  answer: RegExp;
}

/** Makes calls one after the other. Each call has its own check. */
export async function checkAnswers(
  calls: readonly ScenarioCall[],
  world: Pick<World, "report" | "call">,
): Promise<void> {
  for (const { check = "call", answer, ...call } of calls) {
    const answered = await world.call(call);
    world.report.check(
      check,
      answered.status === 200 && answer.test(answered.body),
      describeAnswer(answered),
    );
  }
}

/** Summarizes an answer. */
export function describeAnswer(answer: ApiAnswer): string {
  return `${answer.status} ${readRefusal(answer).message || answer.body.slice(0, 200)}`;
}
