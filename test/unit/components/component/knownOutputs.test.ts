import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { ArgumentError, Network, type Problem, type VpcApiArgs } from "../../../../components";
import { guardOutputs } from "../../../../components/component/knownOutputs";
import { isOutput } from "../../../../components/validation/types";
import { deployToMocks } from "../../../../testing/mocks";
import { everything } from "../everything";
import { problemsIn, resolveArgs } from "../problems";
import { type Place, placesIn } from "../validation/places";

const unit = { group: { groupName: "shop" }, routes: { "get-home": "GET /" } };

/** What is reported of Outputs in the arguments of a `VpcApi` once they are known, each problem as often as it is. */
async function lateProblems(args: unknown): Promise<readonly Problem[]> {
  const guarded = guardOutputs(args) as VpcApiArgs;
  resolveArgs(guarded);
  const failures = new Set<unknown>();
  for (const output of outputsIn(guarded)) {
    await resolved(output).catch((failure) => failures.add(failure));
  }
  return [...failures].flatMap((failure) => {
    assert.ok(failure instanceof ArgumentError, `${failure}`);
    assert.equal(failure.component, "VpcApi shop");
    assert.doesNotMatch(failure.message, /nothing was created/);
    return failure.problems;
  });
}

function outputsIn(value: unknown): unknown[] {
  if (isOutput(value)) return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(outputsIn);
}

const resolved = (output: unknown): Promise<unknown> =>
  (pulumi.output(output) as unknown as { promise(): Promise<unknown> }).promise();

const withValue = (args: unknown, place: Place, value: unknown): unknown => {
  const copy = structuredClone(args);
  place.put(copy, value);
  return copy;
};

/** Values that some argument refuses, with wrong types. */
const values: readonly unknown[] = ["", "not/valid value!", "-----BEGIN", 7, true, [], {}, null];

/** Every argument that may be an Output, with the programs that have it. */
const programs: readonly VpcApiArgs[] = [
  ...everything,
  {
    ...unit,
    network: { zones: ["cn-hangzhou-h", "cn-hangzhou-i"] },
    service: { instanceType: "ecs.g8i.large", imageId: "m-1", keyPairName: "operators" },
    accessLog: { project: "shop-logs", store: "gateway" },
    apps: {
      shop_app: {
        credentials: { appCode: "0123456789abcdef", appKey: "key-1", appSecret: "fedcba9876543210" },
      },
    },
  } as VpcApiArgs,
];

const outputPlaces = programs.flatMap((args) =>
  placesIn({ ...args, transform: {} })
    .filter((place) => {
      // Where a plain value is required, an Output is rejected immediately.
      const withOutput = structuredClone(args);
      place.put(withOutput, pulumi.output("x"));
      return problemsIn(withOutput).length === 0;
    })
    .map((place) => ({ args, place })),
);

describe("Outputs that are known", () => {
  for (const path of [
    "network.existing.vpcId",
    "network.existing.vswitchIds[0]",
    "service.existing.instances[0].id",
    "service.existing.target",
    "service.instanceType",
    "gateway.existing",
    'apps["shop_app"].credentials.appCode',
    "access.accessName",
    'tags["team"]',
  ]) {
    it(`are accepted in ${path}`, () => {
      assert.ok(outputPlaces.some(({ place }) => place.path === path));
    });
  }

  it("are rejected once like the same plain value, with the same path, problem and hint", () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...outputPlaces),
        fc.constantFrom(...values),
        async ({ args, place }, value) => {
          const expected = problemsIn(withValue(args, place, value));
          const output = structuredClone(args);
          place.put(output, pulumi.output(value));
          assert.deepEqual(await lateProblems(output), expected);
        },
      ),
      { numRuns: 300 },
    ));

  it("are reported together if they become known together", async () => {
    const problems = await lateProblems({
      ...unit,
      network: { existing: { vpcId: pulumi.output("vsw-1"), vswitchIds: [Promise.resolve("vpc-1")] } },
    });
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["network.existing.vpcId", "network.existing.vswitchIds[0]"],
    );
  });

  it("are reported without the property of a child as a prefix", () => {
    const failure = new ArgumentError("Network shop", [], "later");
    const { message } = failure;
    failure.message = `error serializing property "tags": ${message}`;
    assert.equal(failure.message, message);
  });

  it("are checked together with values that became known earlier", async () => {
    const later = new Promise<string>((resolve) => setTimeout(() => resolve("vsw-1"), 20));
    const vswitchIds = [pulumi.output("vsw-1"), pulumi.output(later)];
    const problems = await lateProblems({ ...unit, network: { existing: { vpcId: "vpc-1", vswitchIds } } });
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["network.existing.vswitchIds[1]"],
    );
  });

  it("never appear in a message if they are secret", () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...outputPlaces),
        fc.string({ minLength: 9 }).map((end) => `s3cr3t ${end}`),
        async ({ args, place }, value) => {
          const output = structuredClone(args);
          place.put(output, pulumi.secret(value));
          const paths = problemsIn(withValue(args, place, value)).map(({ path }) => path);
          const problems = await lateProblems(output);
          assert.deepEqual(
            problems.map(({ path }) => path),
            paths,
          );
          for (const text of problems.flatMap(({ problem, hint }) => [problem, hint])) {
            assert.ok(!text.includes("s3cr3t"), text);
          }
        },
      ),
      { numRuns: 200 },
    ));

  it("are passed on unchanged if they are valid, secret or not", async () => {
    const { resources } = await deployToMocks(
      () =>
        new Network("shop", { zones: [pulumi.output("cn-hangzhou-h")], tags: { team: pulumi.secret("a") } }),
    );
    const vpc = resources.find(({ type }) => type === "alicloud:vpc/network:Network");
    assert.deepEqual(vpc?.inputs.tags, { team: "a" });
    assert.ok(vpc?.secrets.includes("tags"));
  });
});
