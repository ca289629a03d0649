import type { OutputMap } from "@pulumi/pulumi/automation";
import { VpcApi, type VpcApiArgs } from "../../../components";
import { argsAfter, type Setting, withOutputs } from "./args";
import { type Called, findProblem, keepCalling, type PlannedCall, planCalls } from "./calls";
import { issueCertificates } from "./certificates";
import { LiveStack, type Run, type Step } from "./liveStack";
import type { Change } from "./plan";
import { type Scenario, scenarios } from "./scenarios";

/** Result of one change, or of several combined ones. */
export interface Outcome {
  changes: Change[];
  /** Steps of the update. */
  steps: Step[];
  /** Calls of the API during the update, with the arguments before it. */
  meanwhile: Called;
  /** All unexpected results. */
  faults: string[];
}

/** Deploys a scenario and makes its changes one after the other, or those of each list together. */
export async function sweepScenario(
  name: string,
  batches: readonly Change[][],
  report: (outcome: Outcome) => void = () => {},
): Promise<Outcome[]> {
  const scenario = scenarios[name];
  if (!scenario) throw new Error(`There is no scenario "${name}".`);
  await issueCertificates();
  const sweep = new Sweep(scenario);
  const outcomes: Outcome[] = [];
  try {
    await sweep.start();
    for (const batch of batches) {
      const outcome = await sweep.make(batch);
      outcomes.push(outcome);
      report(outcome);
    }
    return outcomes;
  } finally {
    await sweep.stop();
  }
}

class Sweep {
  private stack = new LiveStack();
  private settings: Setting[] = [];
  private outputs: OutputMap = {};

  constructor(private readonly scenario: Scenario) {}

  async start(): Promise<void> {
    await this.stack.start();
    const { error, outputs } = await this.runAs(this.settings, () => this.stack.update());
    if (error !== undefined) throw new Error(`The stack did not come up: ${error}`);
    this.outputs = outputs;
    const problems = await this.problems();
    if (problems.length > 0) throw new Error(`The stack does not answer: ${problems.join("; ")}`);
  }

  stop(): Promise<void> {
    return this.stack.stop();
  }

  /** Makes changes in one update. Reverts them if the update fails. */
  async make(changes: Change[]): Promise<Outcome> {
    const plain = Object.fromEntries(Object.entries(this.outputs).map(([key, { value }]) => [key, value]));
    const settings = [...this.settings, ...changes.map(({ set }) => withOutputs(set, plain))];
    const faults: string[] = [];
    const preview = await this.runAs(settings, () => this.stack.preview());
    if (preview.error !== undefined) {
      return { changes, steps: [], meanwhile: nothing, faults: [`the preview fails: ${preview.error}`] };
    }
    const calling = keepCalling(this.stack.cloud, this.calls()[0] as PlannedCall);
    const update = await this.runAs(settings, () => this.stack.update());
    const meanwhile = await calling.end();
    const outcome = { changes, steps: update.steps, meanwhile, faults };
    if (update.error !== undefined) {
      faults.push(`the update fails: ${update.error}`);
      await this.goBack(faults);
      return outcome;
    }
    faults.push(...differences(preview, update));
    this.settings = settings;
    this.outputs = update.outputs;
    faults.push(...(await this.problems()).map((problem) => `afterwards ${problem}`));
    const again = await this.runAs(settings, () => this.stack.preview());
    if (again.error !== undefined) faults.push(`the next preview fails: ${again.error}`);
    faults.push(...again.steps.map((step) => `the next preview shows: ${inWords(step)}`));
    return outcome;
  }

  private async goBack(faults: string[]): Promise<void> {
    const back = await this.runAs(this.settings, () => this.stack.update());
    if (back.error === undefined) {
      this.outputs = back.outputs;
      const problems = await this.problems();
      if (problems.length === 0) return;
      faults.push(...problems.map((problem) => `after going back ${problem}`));
    } else faults.push(`going back fails: ${back.error}`);
    // The next change must not depend on this failure.
    await this.stack.stop();
    this.stack = new LiveStack();
    await this.start();
  }

  private runAs(settings: readonly Setting[], run: () => Promise<Run>): Promise<Run> {
    const { args, around } = this.scenario;
    this.stack.use(async () => {
      const beside = around?.() ?? {};
      const now = argsAfter(args, settings, beside);
      const api = new VpcApi("sweep", now as unknown as VpcApiArgs);
      return { calls: planCalls(api, now), versions: api.publication.versions };
    });
    return run();
  }

  private calls(): PlannedCall[] {
    return (this.outputs.calls?.value ?? []) as PlannedCall[];
  }

  private async problems(): Promise<string[]> {
    const found: string[] = [];
    for (const call of this.calls()) {
      const problem = await findProblem(this.stack.cloud, call);
      if (problem !== "") found.push(`${call.method} ${call.url} answers ${problem}`);
    }
    return found.length > 0 || this.calls().length > 0 ? found : ["there is nothing to call"];
  }
}

const nothing: Called = { made: 0, failed: 0, first: "", ended: false };

export const inWords = ({ op, type, name }: Step): string => `${op} ${type.split(/[:/]/).at(-1)} ${name}`;

/** Steps that only the preview or only the update contains. */
function differences(preview: Run, update: Run): string[] {
  const [planned, taken] = [preview, update].map(({ steps }) => steps.map(inWords)) as [string[], string[]];
  return [
    ...planned.filter((step) => !taken.includes(step)).map((step) => `only the preview shows: ${step}`),
    ...taken.filter((step) => !planned.includes(step)).map((step) => `the preview does not show: ${step}`),
  ];
}
