import assert from "node:assert/strict";
import type { Policies } from "@pulumi/policy";
import * as deserialize from "@pulumi/policy/deserialize";
import * as server from "@pulumi/policy/server";
import type analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import fc from "fast-check";
import struct from "google-protobuf/google/protobuf/struct_pb";
import { type ExampleResource, type Level, resourceRule, stackRule } from "../../policy/core/rule";
import { readStruct } from "../../policy/core/struct";
import { isUnknown, readProperty } from "../../policy/core/values";
import { violates } from "../../policy/core/verdict";
import { rules } from "../../policy/rules";
import { PackProcess, sent } from "../support/packProcess";
import { analyzeAll, createAnalyzer, requestsFor } from "../support/policyHarness";

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

/** Formats all diagnostics of responses, including duplicates. */
const formatDiagnostics = (responses: readonly analyzer.AnalyzeResponse[]) =>
  responses.map((response) =>
    response
      .getDiagnosticsList()
      .map(
        (one) => `${one.getPolicyname()} ${one.getEnforcementlevel()} ${one.getUrn()} ${one.getMessage()}`,
      ),
  );

/** Functions of the SDK that its declarations leave out. */
const sdk = server as unknown as Record<
  "makeAnalyzeRpcFun" | "makeAnalyzeStackRpcFun",
  (
    pack: string,
    version: string,
    level: Level,
    policies: Policies,
  ) => (
    call: { request: unknown },
    callback: (error: unknown, response: analyzer.AnalyzeResponse) => void,
  ) => void
>;

const { deserializeProperties } = deserialize as unknown as {
  deserializeProperties(properties: struct.Struct, keepSecrets: boolean): Record<string, unknown>;
};

const type = "alicloud:ecs/securityGroup:SecurityGroup";
const info = {
  title: "Test",
  description: "A rule for tests.",
  why: "It tests.",
  severity: "high",
  level: "mandatory",
  tags: ["test"],
  hint: "Fix it.",
  type,
  reads: { [type]: ["description"] },
  options: {},
  examples: { fails: [], passes: [] },
} as const;
const verdict = violates({ property: "description", actual: undefined, expected: "a text" });
const own = [
  resourceRule({ ...info, name: "each", evaluate: () => verdict }),
  stackRule({
    ...info,
    name: "together",
    evaluate: (stack) => stack.ofType(type).map((resource) => ({ resource, ...verdict })),
  }),
];
const message = "description: not set, expected a text. Fix it. [test]";

/** The same rules as policies of the SDK. */
const sdkPolicies = (level: Level): Policies => {
  const { description, severity, title: displayName, hint: remediationSteps } = info;
  const policy = { description, severity, displayName, remediationSteps, enforcementLevel: level };
  return [
    {
      ...policy,
      name: "each",
      validateResource: (args, report) => {
        if (args.type === type) report(message, args.urn);
      },
    },
    {
      ...policy,
      name: "together",
      validateStack: (args, report) => {
        for (const resource of args.resources) if (resource.type === type) report(message, resource.urn);
      },
    },
  ];
};

describe("analyzer", () => {
  for (const level of ["advisory", "mandatory", "remediate", "disabled"] as const) {
    it(`responds like the server of the SDK at level ${level}`, async () => {
      const requests = requestsFor([
        { type, name: "web", props: {} },
        { type: "alicloud:vpc/network:Network", name: "vpc", props: {} },
      ]);
      const ask = (name: keyof typeof sdk, request: unknown) =>
        new Promise<analyzer.AnalyzeResponse>((resolve, reject) =>
          sdk[name](
            "pack",
            "1.0.0",
            "advisory",
            sdkPolicies(level),
          )({ request }, (error, response) => (error ? reject(error) : resolve(response))),
        );
      const expected: analyzer.AnalyzeResponse[] = [];
      for (const request of requests.each) expected.push(await ask("makeAnalyzeRpcFun", request));
      expected.push(await ask("makeAnalyzeStackRpcFun", requests.stack));
      const diagnostics = (responses: readonly analyzer.AnalyzeResponse[]) =>
        responses.map((response) => response.toObject().diagnosticsList);
      assert.deepEqual(
        diagnostics(analyzeAll(createAnalyzer(own, { level }), requests)),
        diagnostics(expected),
      );
    });
  }

  it("names the rule and the resource when the code of a rule fails", () => {
    const broken = resourceRule({
      ...info,
      name: "broken",
      evaluate: () => {
        throw new Error("x is not a function");
      },
    });
    const [request] = requestsFor([{ type, name: "web", props: {} }]).each;
    assert.throws(
      () => createAnalyzer([broken]).analyze(request ?? assert.fail()),
      /The rule broken failed for urn:.*::web\. Report this as a bug of the rule\.\n.*x is not a function/,
    );
  });

  it("lists the resource rules that do not apply to a type", () => {
    const [request] = requestsFor([{ type: "a:b:C", name: "other", props: {} }]).each;
    const response = createAnalyzer(own).analyze(request ?? assert.fail());
    assert.deepEqual(response.toObject().notApplicableList, [
      { policyName: "each", reason: `The rule evaluates ${type} only.` },
    ]);
  });

  it("unpacks only the properties that a rule reads, once", () => {
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
    analyzeAll(createAnalyzer(rules), requests);
    const selectType = (type: string) => failing.filter((resource) => resource.type === type).length;
    assert.equal(counts.get("alicloud:oss/bucket:Bucket"), undefined);
    assert.notEqual(counts.size, 0);
    for (const [type, count] of counts) assert.ok(count <= 2 * selectType(type), type);
  });

  it("reads the same values as the SDK", () => {
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
        const value = readProperty(props, path);
        return [path, path in props, isUnknown(value) ? `unknown ${value.path}` : value];
      });
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 4 }), (props) => {
        const packed = struct.Struct.fromJavaScript(props as never);
        assert.deepEqual(readAll(readStruct(packed)), readAll(deserializeProperties(packed, false)));
      }),
    );
  });
});

describe("pack in a separate process", function () {
  this.timeout(120_000);
  let pack: PackProcess;
  before(async () => {
    pack = await PackProcess.start(["policy/start.cjs"]);
  });
  after(() => pack?.stop());

  it("reports the findings of its rules", async () => {
    const requests = requestsFor(failing);
    assert.deepEqual(
      formatDiagnostics(await pack.evaluate(sent(requests))),
      formatDiagnostics(analyzeAll(createAnalyzer(rules), requests)),
    );
  });

  it("reports the same findings for runs at the same time", async () => {
    const requests = failing.map((resource) => requestsFor([resource]));
    // The policy not-judged reports on all earlier messages.
    const find = async (request: (typeof requests)[number]) =>
      formatDiagnostics(await pack.evaluate(sent(request))).map((lines) =>
        lines.filter((line) => !line.startsWith("not-judged ")),
      );
    const oneByOne: unknown[] = [];
    for (const request of requests) oneByOne.push(await find(request));
    assert.deepEqual(await Promise.all(requests.map(find)), oneByOne);
  });
});
