import { appendFileSync } from "node:fs";
import { operations } from "../../../local/services";
import { logOperations } from "../../../local/services/sls/service";
import { type Answers, addFields, answersVariable, isRecorded, writeAnswers } from "./answers";

const answers: Answers = new Map();

function record<Answer>(action: string, answer: Answer): Answer {
  const fields = answers.get(action) ?? new Map<string, boolean>();
  answers.set(action, fields);
  addFields(fields, "", answer);
  return answer;
}

/** Replaces the handlers of all actions by ones that record their answers. */
function listen(): void {
  for (const operation of operations) {
    const { product, version, action, invoke } = operation;
    const name = `${product} ${version} ${action}`;
    // Like the handler, it throws a refused parameter at once.
    const recorded = (...call: Parameters<typeof invoke>) => {
      const answer = invoke(...call);
      return answer instanceof Promise ? answer.then((it) => record(name, it)) : record(name, answer);
    };
    Object.assign(operation, { invoke: recorded });
  }
  for (const operation of logOperations) {
    const { action, handle } = operation;
    const recorded = (call: Parameters<typeof handle>[0]) => record(`sls 0.6.0 ${action}`, handle(call));
    Object.assign(operation, { handle: recorded });
  }
}

const target = process.env[answersVariable];
if (target !== undefined) listen();

/** Mocha hooks that record the answers of the local cloud in the process of the tests. */
export const mochaHooks = {
  afterAll(this: Mocha.Context) {
    const file = this.test?.parent?.suites[0]?.file;
    if (target !== undefined && file !== undefined && isRecorded(file))
      appendFileSync(target, writeAnswers(answers));
    answers.clear();
  },
};
