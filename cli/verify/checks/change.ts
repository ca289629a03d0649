import { callApi } from "../../../testing/call";
import type { Step } from "../../engineEvents";
import type { Edit, World } from "../world";
import { checkAnswers, type ScenarioCall, saidBy } from "./answers";
import { checkAsPreviewed, differencesOf, type Previewing, previewed } from "./preview";

/** One thing that a user changes of a stack that is up, and all that follows from it. */
export interface Change extends Edit {
  /** What is done to which resource, no more and no less: `update Api nginx-demo-nginx-test`. */
  steps: readonly string[];
  /** The call whose answer shows it. */
  call: ScenarioCall;
  /** Whether that call is answered with 200 all the while. @default false: not looked at */
  rolled?: boolean;
}

/** What a change is made and looked at with. */
export type Changing = Previewing & Pick<World, "change" | "call" | "apiCall">;

/** Changes the stack: the preview names the steps that are expected, the update takes them, the answer is another. */
export async function makeChange(change: Change, world: Changing): Promise<void> {
  const { report } = world;
  world.change(change);
  const preview = await previewed("preview_change", world);
  const differences = differencesOf(change.steps, preview.steps.map(words));
  report.check("preview_names_what_changes", differences.length === 0, differences.join("; "));

  const meanwhile = change.rolled ? await keepCalling(change.call, world) : undefined;
  const up = await world.operate("up", "up_change");
  const failed = await meanwhile?.end();
  report.check("change", up.ok, up.errors.join("; "));
  checkAsPreviewed("change_does_what_was_previewed", preview, up, world);
  if (failed) report.check("no_call_fails_meanwhile", failed.length === 0, failed.join("; "));
  await checkAnswers([{ ...change.call, check: "call_shows_the_change" }], world);
}

/** A step in words: its operation, the last word of its type, its name. */
export function words({ op, urn }: Step): string {
  const [, , type = "", name = ""] = urn.split("::");
  return `${op} ${type.split(/[$:]/).at(-1)} ${name}`;
}

/** The steps of a resource that another takes the place of. */
export const replaced = (resource: string): string[] =>
  ["create-replacement", "replace", "delete-replaced"].map((op) => `${op} ${resource}`);

/** Calls again and again until the end, which answers with what went wrong. */
async function keepCalling(
  call: ScenarioCall,
  world: Pick<World, "apiCall">,
): Promise<{ end(): Promise<string[]> }> {
  const made = await world.apiCall(call);
  const failed: string[] = [];
  let ended = false;
  let answered = 0;
  const calling = (async () => {
    while (!ended) {
      answered++;
      const said = await callApi(made).then(saidBy, (error: unknown) => String(error));
      if (!said.startsWith("200 ")) failed.push(`call ${answered}: ${said}`);
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
