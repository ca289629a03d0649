import type { Policies } from "@pulumi/policy";
import type { Command } from "../cli/commandLine";
import { Failure } from "../cli/failure";
import { table } from "../cli/table";
import { policiesOf } from "../policy/core/policies";
import type { ExampleResource } from "../policy/core/rule";
import { rules } from "../policy/rules";
import { requestsFor, serve } from "../test/support/policyHarness";
import { compare, summary } from "./measure";

/** Services that look alike, until there are so many resources. */
function services(count: number): ExampleResource[] {
  const passing = rules.flatMap(({ examples }) => examples.passes);
  const kinds = [...new Map(passing.map((resource) => [resource.type, resource])).values()];
  return Array.from({ length: count }, (_, index) => {
    const service = Math.floor(index / kinds.length);
    const kind = kinds[index % kinds.length] as ExampleResource;
    return { ...kind, name: `${kind.type.split(":").at(-1)}-${service}`, props: inService(kind.props) };
  });
}

/** References as the ids that they are after creation: how resources find each other is judged either way. */
function inService(props: ExampleResource["props"]): ExampleResource["props"] {
  return JSON.parse(JSON.stringify(props), (_, value: { ref?: string } | undefined) =>
    typeof value?.ref === "string" ? `id of ${value.ref}` : value,
  );
}

/** The same rules as packs mostly have them: a validation of the stack for each, which sees every type. */
const withoutFastPath = (): Policies =>
  policiesOf(rules).map((policy) => {
    if ("validateStack" in policy) {
      const { validateStack } = policy;
      return {
        ...policy,
        validateStack: (...args: Parameters<typeof validateStack>) => validateStack(...args),
      };
    }
    const { validateResource, remediateResource: _, ...about } = policy;
    if (typeof validateResource !== "function") throw new Failure(`${policy.name} judges no resource`);
    const type = (validateResource as { __pulumiType?: string }).__pulumiType;
    return {
      ...about,
      validateStack: async ({ resources, ...args }, report) => {
        for (const resource of resources) {
          if (type === undefined || resource.type === type)
            await validateResource({ ...args, ...resource } as never, report);
        }
      },
    };
  });

const packs: Readonly<Record<string, () => Policies>> = {
  "this pack": () => policiesOf(rules),
  "one stack validation a rule": withoutFastPath,
};

export const policyBench: Command = {
  summary: "Compare the policy pack with an empty one, and with one stack validation for each rule",
  options: {
    runs: { type: "string", value: "N", help: "Counted runs of each; default 3" },
    resources: { type: "string", value: "N", help: "Resources of the stack; default 10000" },
    json: { type: "boolean", help: "As JSON" },
  },
  async run({ values }) {
    const [runs, count] = [Number(values.runs ?? 3), Number(values.resources ?? 10_000)];
    if (![runs, count].every((number) => Number.isInteger(number) && number > 0)) {
      throw new Failure("--runs and --resources take numbers from 1.");
    }
    const requests = requestsFor(services(count), true);
    // What the engine asks of an empty pack in any case.
    const empty = () => serve([])(requests);
    const rows = [];
    for (const [pack, policies] of Object.entries(packs)) {
      const times = await compare(runs, () => serve(policies())(requests), empty);
      rows.push({ pack, resources: count, ...summary(times) });
    }
    process.stdout.write(`${values.json ? JSON.stringify(rows) : words(rows)}\n`);
    return 0;
  },
};

type Row = { pack: string; resources: number } & ReturnType<typeof summary>;

function words(rows: readonly Row[]): string {
  const seconds = (time: number) => `${(time / 1000).toFixed(2)} s`;
  const lines = rows.map(({ pack, resources, ours, theirs, ratio, from, to }) => [
    ...[pack, String(resources), seconds(ours), seconds(theirs)],
    `${ratio.toFixed(1)} (${from.toFixed(1)}–${to.toFixed(1)})`,
  ]);
  return table([["pack", "resources", "its time", "empty pack", "ratio"], ...lines]);
}
