import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { policiesOf } from "../../policy/core/policies";
import { sourceOf } from "../../policy/docs/anchors";
import { pagesOf } from "../../policy/docs/pages";
import { programOf } from "../../policy/docs/program";
import { rules } from "../../policy/rules";
import { findTypeErrors } from "../support/typeErrors";

const root = join(__dirname, "..", "..");

describe("the pages of the rules", () => {
  const pages = pagesOf(rules);

  it("are those that npm run policy-docs writes", () => {
    for (const [path, text] of pages) {
      assert.equal(readFileSync(join(root, path), "utf8"), text, `${path} is stale: npm run policy-docs`);
    }
  });

  it("are there for each rule, and for no other", () => {
    const found = readdirSync(join(root, "docs/rules")).map((file) => `docs/rules/${file}`);
    assert.deepEqual(found.sort(), [...pages.keys()].sort());
  });

  it("have programs that the published SDK's types take", function () {
    this.timeout(120_000);
    const programs = rules.flatMap(({ name, examples }) =>
      (["fails", "passes"] as const).map((kind) => [`${name}-${kind}`, programOf(examples[kind])] as const),
    );
    assert.deepEqual(findTypeErrors(new Map(programs)), []);
  });
});

describe("what a rule says of the same check elsewhere", () => {
  it("names it as somebody is known to write it, once", () => {
    for (const { name, tags } of rules) {
      assert.equal(new Set(tags).size, tags.length, name);
      for (const tag of tags) assert.doesNotThrow(() => sourceOf(tag), name);
    }
    assert.throws(() => sourceOf("Alb.Listener"), /Nobody is known to name a check Alb\.Listener/);
  });

  it("gives the recommendation of a benchmark in full to the engine, with the tag of the check", () => {
    const policies = policiesOf(rules).filter(({ framework }) => framework);
    assert.notEqual(policies.length, 0);
    for (const { name, framework, tags = [] } of policies) {
      const { name: benchmark, version, reference, specification } = framework ?? assert.fail(name);
      assert.match([benchmark, version, specification].join(), /^CIS .+,2\.0\.0,Ensure .+/);
      assert.ok(tags.includes(`cis_v200_${reference.replace(".", "_")}`), name);
    }
  });
});

describe("the check of the pages' programs", function () {
  // It compiles the SDK's types as well.
  this.timeout(120_000);

  it("finds an argument that is missing, one that does not exist, and a name that nothing has", () => {
    const rest = "instanceId: access, port: 80, tags: {}";
    const program = `import * as alicloud from "@pulumi/alicloud";
new alicloud.apigateway.VpcAccess("access", { vpcId: "vpc-1", ${rest} });
new alicloud.apigateway.VpcAccess("other", { vpcId: "vpc-1", instanceId: "i-1" });`;
    const [unknownName = "", unknownArgument = "", missing = "", ...more] = findTypeErrors(
      new Map([["broken", program]]),
    );
    assert.match(unknownName, /^broken: .*'access'/);
    assert.match(unknownArgument, /'tags' does not exist/);
    assert.match(missing, /'port' is missing/);
    assert.deepEqual(more, []);
  });
});
