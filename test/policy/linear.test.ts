import assert from "node:assert/strict";
import { resolveOptions } from "../../policy/core/options";
import { type Resource, Resources, resourceFromMessage } from "../../policy/core/resources";
import type { StackRule } from "../../policy/core/rule";
import { Stack } from "../../policy/core/stack";
import { rules } from "../../policy/rules";
import { requestsFor, type TestResource } from "../support/policyHarness";

/** Counts the resources and values that a rule reads. */
class CountingResources extends Resources {
  reads = 0;

  override ofType(type: string) {
    return this.count(super.ofType(type));
  }

  override withValue(type: string, path: string, value: unknown) {
    return this.count(super.withValue(type, path, value));
  }

  override dependencies(resource: Resource, path: string) {
    return this.count(super.dependencies(resource, path));
  }

  override valueAt(resource: Resource, path: string) {
    this.reads++;
    return super.valueAt(resource, path);
  }

  private count(resources: readonly Resource[]) {
    this.reads += resources.length + 1;
    return resources;
  }
}

/** The resources of all examples of rules, as so many services with names of their own. */
function services(count: number): TestResource[] {
  const examples = rules.flatMap(({ name, examples: { fails, passes } }) =>
    [fails, passes].map((resources, index) => ({ key: `${name}-${index}`, resources })),
  );
  return Array.from({ length: count }, (_, service) =>
    examples.flatMap(({ key, resources }) => resources.map((one) => rename(one, `${key}-${service}`))),
  ).flat();
}

/** Gives the names, references and domains of a resource the name of a service. */
function rename({ props, ...resource }: TestResource, service: string): TestResource {
  const text = JSON.stringify(props).replaceAll("example.com", `${service}.example.com`);
  const renamed = JSON.parse(text, (key, value) =>
    typeof value === "string" && /^ref$|^(?!domain).*name$|logstore$/i.test(key)
      ? `${value}-${service}`
      : value,
  );
  return { ...resource, name: `${resource.name}-${service}`, props: renamed };
}

/** The resources of a run, as the engine hands them over. */
function createRun(resources: readonly TestResource[], created: boolean) {
  const { each, stack } = requestsFor(resources, created);
  const all = stack.getResourcesList().map((message) => resourceFromMessage(message));
  return { all, inputs: new Map(each.map((message) => [message.getUrn(), resourceFromMessage(message)])) };
}

function countReads(rule: StackRule, { all, inputs }: ReturnType<typeof createRun>): number {
  const resources = new CountingResources(all, inputs);
  const options = resolveOptions(rule.options, {});
  rule.evaluate(new Stack(resources, { ...rule.reads, ...rule.readsBy?.(options) }), options);
  rule.scope?.find(new Stack(resources, rule.scope.reads));
  return resources.reads;
}

describe("stack rules read at most twice as much of twice as many resources", () => {
  for (const created of [false, true]) {
    describe(created ? "after creation" : "in the first preview", () => {
      const runs: ReturnType<typeof createRun>[] = [];
      before(() => {
        for (const count of [1, 2]) runs.push(createRun(services(count), created));
      });

      for (const rule of rules.filter((each) => each.kind === "stack")) {
        it(rule.name, () => {
          const [few = 0, many = 0] = runs.map((run) => countReads(rule, run));
          assert.ok(few > 0 && many <= 2 * few, `${few} reads, and ${many} of twice as many resources`);
        });
      }
    });
  }
});
