import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findSource } from "../../policy/docs/anchors";
import { renderPages } from "../../policy/docs/pages";
import { renderProgram } from "../../policy/docs/program";
import { rules } from "../../policy/rules";
import { findTypeErrors } from "../support/typeErrors";

const root = join(__dirname, "..", "..");

describe("rule pages", () => {
  const pages = renderPages(rules);

  for (const [path, text] of pages) {
    it(`of ${path} is up to date (npm run policy-docs)`, () => {
      assert.equal(readFileSync(join(root, path), "utf8"), text);
    });
  }

  it("exist for each rule, and for no other", () => {
    const found = readdirSync(join(root, "docs/rules")).map((file) => `docs/rules/${file}`);
    assert.deepEqual(found.sort(), [...pages.keys()].sort());
  });

  it("have programs that compile with the published SDK", function () {
    this.timeout(120_000);
    const programs = rules.flatMap(({ name, examples }) =>
      (["fails", "passes"] as const).map(
        (kind) => [`${name}-${kind}`, renderProgram(examples[kind])] as const,
      ),
    );
    assert.deepEqual(findTypeErrors(new Map(programs)), []);
  });
});

describe("similar checks of a rule", () => {
  for (const { name, tags } of rules.filter(({ tags }) => tags.length > 0)) {
    it(`of ${name} have identifiers of a known tool, each once`, () => {
      assert.equal(new Set(tags).size, tags.length);
      assert.doesNotThrow(() => tags.map(findSource));
    });
  }

  it("do not have identifiers of an unknown format", () => {
    assert.throws(() => findSource("Alb.Listener"), /No tool uses identifiers such as Alb\.Listener/);
  });

  for (const { name, framework, tags } of rules) {
    if (framework === undefined) continue;
    it(`of ${name} include the full recommendation of its benchmark`, () => {
      const { name: benchmark, version, reference, specification } = framework;
      assert.match([benchmark, version, specification].join(), /^CIS .+,2\.0\.0,Ensure .+/);
      assert.ok(tags.includes(`cis_v200_${reference.replace(".", "_")}`));
    });
  }
});

describe("type check of the pages", function () {
  // It compiles the SDK's types as well.
  this.timeout(120_000);

  it("reports a missing argument, an unknown argument and an unknown name", () => {
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
