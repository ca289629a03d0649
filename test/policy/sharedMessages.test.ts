import assert from "node:assert/strict";
import type { Policies } from "@pulumi/policy";
import type analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import fc from "fast-check";
import struct from "google-protobuf/google/protobuf/struct_pb";
import { createPolicies } from "../../policy/core/policies";
import type { ExampleResource } from "../../policy/core/rule";
import { readStruct } from "../../policy/core/struct";
import { isUnknown, readProperty } from "../../policy/core/values";
import { rules } from "../../policy/rules";
import { PackProcess, sent } from "../support/packProcess";
import { requestsFor, serve } from "../support/policyHarness";

/** What fails of every rule, as one stack. */
const failing: ExampleResource[] = rules.flatMap(({ name, examples }) => {
  const named = (_: string, value: { ref?: unknown } | null) =>
    typeof value?.ref === "string" ? { ...value, ref: `${name}-${value.ref}` } : value;
  return examples.fails.map((resource) => ({
    ...resource,
    name: `${name}-${resource.name}`,
    props: JSON.parse(JSON.stringify(resource.props, named)),
  }));
});

/** Lists all findings, including duplicates. */
const listFindings = (responses: readonly analyzer.AnalyzeResponse[]) =>
  responses.map((response) => ({
    says: response
      .getDiagnosticsList()
      .map(
        (one) => `${one.getPolicyname()} ${one.getEnforcementlevel()} ${one.getUrn()} ${one.getMessage()}`,
      ),
    passesOver: response
      .getNotApplicableList()
      .map((one) => `${one.getPolicyName()}: ${one.getReason()}`)
      .sort(),
  }));

const reportEverything = (heard: string[]): Policies => [
  {
    name: "own-resource",
    description: "A custom policy.",
    validateResource: async ({ name, props }, report) => {
      await Promise.resolve();
      heard.push(`${name} ${Object.keys(props)}`);
      report(name);
    },
  },
  {
    name: "own-stack",
    description: "A custom policy.",
    validateStack: async ({ resources }, report) => {
      await Promise.resolve();
      for (const { urn, props, propertyDependencies } of resources) {
        heard.push(`${urn} ${Object.keys(props)} ${Object.keys(propertyDependencies)}`);
        report(urn, urn);
      }
    },
  },
];

describe("shared messages", () => {
  it("give the same responses as messages that the SDK unpacks for each policy", async () => {
    for (const created of [false, true]) {
      const requests = requestsFor(failing, created);
      const [once, each]: [string[], string[]] = [[], []];
      const answers = listFindings(
        await serve(createPolicies(rules), { own: reportEverything(once) })(requests),
      );
      assert.deepEqual(
        answers,
        listFindings(
          await serve(createPolicies(rules), { own: reportEverything(each), shared: false })(requests),
        ),
      );
      assert.deepEqual(once, each);
      assert.equal(once.length, 2 * failing.length + 1);
    }
  });

  it("are not mixed up when several are evaluated at the same time", async () => {
    const evaluateAll = serve(createPolicies(rules), { own: reportEverything([]) });
    const messages = failing.map((resource) => requestsFor([resource]));
    // The policy not-judged reports on all earlier messages.
    const found = async (message: (typeof messages)[number]) =>
      listFindings(await evaluateAll(message)).flatMap(({ says }) =>
        says.filter((line) => !line.startsWith("not-judged ")),
      );
    const oneByOne: unknown[] = [];
    for (const message of messages) oneByOne.push(await found(message));
    assert.deepEqual(await Promise.all(messages.map(found)), oneByOne);
  });

  it("unpack only the properties that a rule reads, once", async () => {
    const unread = Array.from({ length: 9 }, (_, index) => ({
      type: "alicloud:oss/bucket:Bucket",
      name: `bucket-${index}`,
      props: { acl: "private" },
    }));
    const requests = requestsFor([...failing, ...unread], true);
    const counts = new Map<string, number>();
    for (const message of [...requests.each, ...requests.stack.getResourcesList()]) {
      const properties = message.getProperties();
      message.getProperties = () => {
        counts.set(message.getType(), (counts.get(message.getType()) ?? 0) + 1);
        return properties;
      };
    }
    await serve(createPolicies(rules))(requests);
    const selectType = (type: string) => failing.filter((resource) => resource.type === type).length;
    assert.equal(counts.get("alicloud:oss/bucket:Bucket"), undefined);
    assert.notEqual(counts.size, 0);
    for (const [type, count] of counts) assert.ok(count <= 2 * selectType(type), type);
  });

  it("have the same values as in the SDK", async () => {
    const secret = (value: unknown) => ({
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      value,
    });
    const unknowns = [
      "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
      "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
      "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
      "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
      "030794c1-ac77-496b-92df-f27374a8bd58",
      "e48ece36-62e2-4504-bad9-02848725956a",
      "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    ];
    const key = fc.constantFrom("a", "b", "c", "__defaults");
    const { value } = fc.letrec((tie) => ({
      leaf: fc.oneof(
        fc.constantFrom(null, true, false, "", ...unknowns),
        fc.string(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
      ),
      value: fc.oneof(
        { maxDepth: 4 },
        tie("leaf"),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(key, tie("value"), { maxKeys: 3 }),
        tie("value").map(secret),
      ),
    }));
    const paths = ["a", "b", "c", "a.b", "a.b.c", "b.a", "c.0", "d"];
    const readAll = (props: Readonly<Record<string, unknown>>) =>
      paths.map((path) => {
        const fact = readProperty(props, path);
        return [path, path in props, isUnknown(fact) ? `unknown ${fact.path}` : fact];
      });
    const properties = fc.dictionary(key, value, { maxKeys: 4 });
    await fc.assert(
      fc.asyncProperty(properties, async (props) => {
        const given: unknown[] = [];
        const tells: Policies = [
          {
            name: "tells",
            description: "Tells.",
            validateResource: (args) => {
              given.push(...readAll(args.props));
            },
          },
        ];
        const { each, stack } = requestsFor([{ type: "a:b:C", name: "a", props: {} }]);
        const packed = struct.Struct.fromJavaScript(props as never);
        for (const request of each) request.setProperties(packed);
        await serve(tells, { shared: false })({ each, stack });
        assert.deepEqual(readAll(readStruct(packed)), given);
      }),
    );
  });
});

describe("pack in a separate process", function () {
  this.timeout(120_000);
  const evaluateWith = async (program: string, requests: Parameters<typeof sent>[0]) => {
    const pack = await PackProcess.start([program]);
    try {
      return listFindings(await pack.evaluate(sent(requests)));
    } finally {
      await pack.stop();
    }
  };
  const unlevelled = ({ says }: { says: readonly string[] }) => says.map((line) => line.replace(/ \d /, " "));

  it("reports the findings of its rules", async () => {
    const requests = requestsFor(failing);
    const served = await evaluateWith("policy/start.cjs", requests);
    const direct = listFindings(await serve(createPolicies(rules), { shared: false })(requests));
    assert.deepEqual(served.map(unlevelled), direct.map(unlevelled));
  });

  it("passes the full message to custom policies", async () => {
    const requests = requestsFor(failing, true);
    const served = (await evaluateWith("test/support/ownPack.ts", requests)).map(({ says }) => says);
    const own = served.flat().filter((line) => line.startsWith("own-"));
    assert.equal(own.length, 2 * failing.length + 1);
    for (const { props } of requests.each.map((each) => ({ props: each.getProperties()?.toJavaScript() }))) {
      assert.ok(own.some((line) => line.endsWith(JSON.stringify(props))));
    }
    assert.ok(own.some((line) => / from \S/.test(line)));
  });
});
