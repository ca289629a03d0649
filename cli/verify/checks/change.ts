import { callApi } from "../../../testing/call";
import type { Step } from "../../engineEvents";
import type { Edit, World } from "../world";
import { checkAnswers, describeAnswer, type ScenarioCall } from "./answers";
import { checkAsPreviewed, findDifferences, type Previewing, runPreview } from "./preview";

/** A change of a deployed stack, with its expected effects. */
export interface Change extends Edit {
  /** All expected steps, for example `update Api nginx-demo-nginx-test`. Any other step fails the check. */
  steps: readonly string[];
  /** Call whose answer shows the change. */
  call: ScenarioCall;
  /** Whether that call must succeed during the whole update. @default false */
  rolled?: boolean;
}

/** Parts of the scenario that a change uses. */
export type Changing = Previewing & Pick<World, "change" | "call" | "createCall">;

/** Changes the stack, and checks that preview and update have the expected steps and that the answer has changed. */
export async function makeChange(change: Change, world: Changing): Promise<void> {
  const { report } = world;
  world.change(change);
  const preview = await runPreview("preview_change", world);
  const differences = findDifferences(change.steps, preview.steps.map(describeStep));
  report.check("preview_names_what_changes", differences.length === 0, differences.join("; "));

  const meanwhile = change.rolled ? await keepCalling(change.call, world) : undefined;
  const up = await world.operate("up", "up_change");
  const failed = await meanwhile?.end();
  report.check("change", up.ok, up.errors.join("; "));
  checkAsPreviewed("change_does_what_was_previewed", preview, up, world);
  if (failed) report.check("no_call_fails_meanwhile", failed.length === 0, failed.join("; "));
  await checkAnswers([{ ...change.call, check: "call_shows_the_change" }], world);
}

/** Formats a step: operation, last word of the type, name. */
export function describeStep({ op, urn }: Step): string {
  const [, , type = "", name = ""] = urn.split("::");
  return `${op} ${type.split(/[$:]/).at(-1)} ${name}`;
}

/** The steps that replace a resource. */
export const listReplacementSteps = (resource: string): string[] =>
  ["create-replacement", "replace", "delete-replaced"].map((op) => `${op} ${resource}`);

/** Repeats a call until the returned function ends it. That function returns the problems. */
async function keepCalling(
  call: ScenarioCall,
  world: Pick<World, "createCall">,
): Promise<{ end(): Promise<string[]> }> {
  const made = await world.createCall(call);
  const failed: string[] = [];
  let ended = false;
  let answered = 0;
  const calling = (async () => {
    while (!ended) {
      answered++;
      const answer = await callApi(made).then(describeAnswer, (error: unknown) => String(error));
      if (!answer.startsWith("200 ")) failed.push(`call ${answered}: ${answer}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  return {
    async end() {
      ended = true;
      await calling;
      return answered > 0 ? failed : ["no call was made"];
    },
  };
}
