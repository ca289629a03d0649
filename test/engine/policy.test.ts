import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectDir } from "../../cli/paths";
import { childTypes } from "../../components/core/children";
import { type Finding, type PolicyReport, readEvents } from "../../policy/report/findings";
import { rules } from "../../policy/rules";
import { EngineStack } from "../support/engineStack";
import { TestAuthority, type TestCertificate } from "../support/testCertificates";
import { twins, withoutTwin } from "./policyTwins";

const pack = join(projectDir, "policy");

/** A service behind the gateway with nothing but defaults, and the domain that every group needs. */
const programWith = (certificate: TestCertificate, special: string) => `
import * as alicloud from "@pulumi/alicloud";
import { VpcApi } from "./components";
const api = new VpcApi("shop", {
  group: { groupName: "shop" },
  routes: { "get-items": "GET /items" },
  apps: { shop_frontend: {} },
  domains: [{ domain: "api.example.com", dns: { domain: "example.com" }, certificate: ${JSON.stringify(certificate)} }],
  ${special}
});
`;

describe("the policy pack, run by the real engine", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();
  const configDir = mkdtempSync(join(tmpdir(), "policy-"));
  const configFile = join(configDir, "config.json");
  const preview = (special: string, config: object = {}): PolicyReport => {
    stack.program(program(special));
    writeFileSync(configFile, JSON.stringify(config));
    const words = `preview -s local --non-interactive --json --policy-pack ${pack} --policy-pack-config ${configFile}`;
    const env = { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" };
    return readEvents(stack.attempt(words, { env }).output.split("\n"), 0);
  };

  let certificate: TestCertificate;
  const program = (special: string) => programWith(certificate, special);

  before(async () => {
    certificate = await new TestAuthority().issue(["api.example.com"]);
    await stack.start(program(""));
  });
  after(() => stack.remove());
  after(() => rmSync(configDir, { recursive: true, force: true }));

  it("finds nothing mandatory in our component with its defaults", () => {
    const { findings, errors } = preview("");
    assert.deepEqual(errors, []);
    assert.deepEqual(
      findings.filter(({ level }) => level === "mandatory"),
      [],
    );
  });

  it("refuses nothing for what was not judged, when all rules are mandatory", () => {
    const { findings, notJudged } = preview("", { all: "mandatory" });
    assert.notDeepEqual(notJudged, []);
    assert.deepEqual([...new Set(findings.map(({ level }) => level))], ["mandatory"]);
    assert.deepEqual(
      findings.filter(({ policy }) => policy === "not-judged"),
      [],
    );
  });

  const found = new Map<string, Finding>();
  for (const { name, special, violates } of twins) {
    it(`finds what is wrong in a twin with ${name}`, async () => {
      const report = preview(special);
      assert.deepEqual(report.errors, []);
      for (const finding of report.findings) found.set(finding.policy, finding);
      const missing = violates.filter((rule) => !report.findings.some(({ policy }) => policy === rule));
      assert.deepEqual(missing, [], JSON.stringify(report.findings.map(({ policy }) => policy)));
    });
  }

  it("finds its rules violated by twins, but for those named as not yet, and says where, what, what is wanted and what to do", () => {
    const made = new Set(Object.values(childTypes));
    const never = rules.filter(({ name, type }) => made.has(type) && !found.has(name));
    assert.deepEqual(never.map(({ name }) => name).sort(), withoutTwin);
    for (const { resource, message } of found.values()) {
      assert.notEqual(resource, "");
      assert.match(message, / is .+, wanted .+\. \S/);
    }
  });

  it("stops an update without a preview before anything that it refuses is created", async () => {
    stack.program(program('transform: { clb: { addressType: "internet" } },'));
    const printed = stack.pulumi(`up -s local --yes --skip-preview --non-interactive --policy-pack ${pack}`, {
      succeeds: false,
    });
    assert.match(printed, /clb-address-type-intranet/);
    assert.equal(await stack.holds("loadBalancer"), 0);
    assert.equal(await stack.holds("vpcAccess"), 0);
  });
});
