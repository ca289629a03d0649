import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectDir } from "../../cli/paths";
import { type Finding, type PolicyReport, readEvents } from "../../policy/report/findings";
import { rules } from "../../policy/rules";
import { EngineStack } from "../support/engineStack";
import { installedPack } from "../support/installedPack";
import { TestAuthority, type TestCertificate } from "../support/testCertificates";
import { failingCases, parseExpected } from "./policyFailingCases";

const pack = join(projectDir, "policy");

/** A service with defaults and a custom domain. */
const programWith = (certificate: TestCertificate, special: string) => `
import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import { VpcApi } from "alicloud-vpc-api";
const api = new VpcApi("shop", {
  group: { groupName: "shop" },
  routes: { "get-items": "GET /items" },
  apps: { shop_frontend: {} },
  domains: [{ domain: "api.example.com", dns: { domain: "example.com" }, certificate: ${JSON.stringify(certificate)} }],
  ${special}
});
`;

/** A group without a custom domain, and a public ALB. */
const plain = `
import * as alicloud from "@pulumi/alicloud";
const vpc = new alicloud.vpc.Network("shop", { vpcName: "shop", cidrBlock: "10.0.0.0/16" });
const zones = ["cn-hangzhou-h", "cn-hangzhou-i"];
const vswitches = zones.map((zoneId, index) =>
  new alicloud.vpc.Switch(zoneId, { vpcId: vpc.id, zoneId, cidrBlock: \`10.0.\${index}.0/24\` }));
const alb = new alicloud.alb.LoadBalancer("shop", {
  loadBalancerName: "shop", vpcId: vpc.id, addressType: "Internet", addressAllocatedMode: "Dynamic",
  loadBalancerEdition: "Basic", loadBalancerBillingConfig: { payType: "PayAsYouGo" },
  zoneMappings: vswitches.map(({ id, zoneId }) => ({ vswitchId: id, zoneId })),
});
new alicloud.apigateway.Group("shop", { name: "plain", description: "plain", basePath: "/" });
`;
const plainRules = ["alb-address-type-intranet", "api-group-custom-domain-bound"];
const plainFindings = [
  "advisory alb-address-type-intranet shop",
  "mandatory api-group-custom-domain-bound shop",
];

const mandatory = ({ findings }: PolicyReport) =>
  findings
    .filter(({ level }) => level === "mandatory")
    .map(({ policy, resource }) => `${policy} ${resource}`)
    .sort();
const findPlain = ({ findings }: PolicyReport) =>
  findings
    .filter(({ policy }) => plainRules.includes(policy))
    .map(({ policy, level, resource }) => `${level} ${policy} ${resource}`)
    .sort();
const levelOf = (rule: string) => rules.find(({ name }) => name === rule)?.level;
/** Empty for the stack. */
const nameOf = ({ type, resource }: Finding) => `${type.split(":").at(-1)} ${resource}`.trim();

describe("policy pack in a preview of the engine", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();
  const configDir = mkdtempSync(join(tmpdir(), "policy-"));
  const configFile = join(configDir, "config.json");
  const config = (settings: object): string => {
    writeFileSync(configFile, JSON.stringify(settings));
    return configFile;
  };
  /** Previews with the pack and checks the exit code. */
  const preview = (text: string, settings: object = {}): PolicyReport => {
    stack.program(text);
    const words = `preview -s local --non-interactive --json --policy-pack ${pack} --policy-pack-config ${config(settings)}`;
    const env = { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" };
    const { ended, output } = stack.attempt(words, { env });
    const report = readEvents(output.split("\n"), ended ? 0 : 1);
    assert.equal(ended, report.outcome === "passed", output);
    return report;
  };
  /** Runs the policy command of this repository. */
  const policy = (words: string, name = "local"): { ended: boolean; report: PolicyReport } => {
    const { ended, output } = stack.command(
      `npm run -s --prefix '${projectDir}' policy -- ${words} --stack ${name} --project '${stack.checkout}' --json`,
    );
    const json = output.slice(output.indexOf("{\n"), output.lastIndexOf("}") + 1);
    return { ended, report: JSON.parse(json) };
  };

  let certificate: TestCertificate;
  const program = (special: string, beside = "") => programWith(certificate, special) + beside;

  before(async () => {
    certificate = await new TestAuthority().issue(["api.example.com"]);
    await stack.start(program(""));
  });
  after(() => stack.remove());
  after(() => rmSync(configDir, { recursive: true, force: true }));

  it("reports nothing mandatory for a VpcApi with defaults", () => {
    const { findings, errors } = preview(program(""));
    assert.deepEqual(errors, []);
    assert.deepEqual(
      findings.filter(({ level }) => level === "mandatory"),
      [],
    );
  });

  it("does not block on undecided checks if all rules are mandatory", () => {
    const { findings, notJudged } = preview(program(""), { all: "mandatory" });
    assert.notDeepEqual(notJudged, []);
    assert.deepEqual([...new Set(findings.map(({ level }) => level))], ["mandatory"]);
    assert.deepEqual(
      findings.filter(({ policy }) => policy === "not-judged"),
      [],
    );
  });

  for (const failingCase of failingCases) {
    it(`reports ${failingCase.name}, with path, actual and expected value, and fix`, async () => {
      const expected = parseExpected(failingCase);
      const isRefused = expected.some(({ rule }) => levelOf(rule) === "mandatory");
      const { outcome, findings, errors } = preview(
        program(failingCase.special, failingCase.beside),
        isRefused ? {} : { all: "mandatory" },
      );
      assert.deepEqual(errors, []);
      const says = expected.map(({ rule, resource, says, fix }) => {
        const of = findings.filter((it) => it.policy === rule && nameOf(it) === resource);
        const found = of.find(({ message }) => message.startsWith(`${says}. `) && message.includes(fix));
        return { rule, found: found?.level ?? of.map(({ message }) => message) };
      });
      assert.deepEqual(
        says,
        expected.map(({ rule }) => ({ rule, found: isRefused ? levelOf(rule) : "mandatory" })),
        JSON.stringify(findings, null, 1),
      );
      assert.equal(outcome, "refused");
      assert.equal(await stack.holds(), 0);
    });
  }

  it("has a failing case for each rule", () => {
    const violated = new Set(failingCases.flatMap(parseExpected).map(({ rule }) => rule));
    assert.deepEqual(
      rules.filter(({ name }) => !violated.has(name)).map(({ name }) => name),
      [],
    );
  });

  it("fails if the pack cannot start", () => {
    const broken = join(configDir, "broken");
    mkdirSync(broken);
    cpSync(join(projectDir, "policy", "PulumiPolicy.yaml"), join(broken, "PulumiPolicy.yaml"));
    writeFileSync(join(broken, "package.json"), JSON.stringify({ name: "broken", main: "index.js" }));
    writeFileSync(join(broken, "index.js"), 'throw new Error("a file of the pack is missing");');
    stack.program(program(""));
    const { ended, report } = policy(`--pack '${broken}'`);
    assert.deepEqual([ended, report.outcome, report.findings], [false, "failed", []]);
    assert.match(report.errors.join("\n"), /policy pack "[^"]*broken" failed to start/);
  });

  it("fails for a stack that does not exist", () => {
    const { ended, report } = policy("", "missing");
    assert.deepEqual([ended, report.outcome], [false, "failed"]);
    assert.match(report.errors.join("\n"), /no stack named 'missing' found/);
  });

  it("blocks an update with --skip-preview before the resource is created, if the rule is mandatory", async () => {
    stack.program(program('transform: { clb: { addressType: "internet" } },'));
    const configured = config({ "clb-address-type-intranet": "mandatory" });
    const printed = stack.pulumi(
      `up -s local --yes --skip-preview --non-interactive --policy-pack ${pack} --policy-pack-config ${configured}`,
      {
        succeeds: false,
      },
    );
    assert.match(printed, /clb-address-type-intranet/);
    assert.equal(await stack.holds("loadBalancer"), 0);
    assert.equal(await stack.holds("vpcAccess"), 0);
  });

  describe("for a stack of plain provider resources", () => {
    before(() => stack.program(plain));

    it("reports two violations in a preview with the packed package", async () => {
      const { ended, report } = policy(`--pack '${await installedPack(configDir)}'`);
      assert.deepEqual(report.errors, []);
      assert.deepEqual(findPlain(report), plainFindings);
      assert.deepEqual(mandatory(report), ["api-group-custom-domain-bound shop"]);
      assert.equal(ended, false);
    });

    it("reports them for the state of the stack, after the update", () => {
      stack.up();
      const { ended, report } = policy("analyze");
      assert.deepEqual(report.errors, []);
      assert.deepEqual(findPlain(report), plainFindings);
      assert.deepEqual(mandatory(report), ["api-group-custom-domain-bound shop"]);
      assert.equal(ended, false);
    });
  });

  describe("for the packed component, in a separate project", () => {
    let installed = "";
    before(async () => {
      installed = await installedPack(join(configDir, "packed"), ["alicloud-vpc-api"]);
      const { checkout } = stack;
      rmSync(join(checkout, "node_modules"), { recursive: true });
      symlinkSync(join(installed, ".."), join(checkout, "node_modules"));
      writeFileSync(join(checkout, "package.json"), JSON.stringify({ name: "hello", private: true }));
    });
    const example = readFileSync(join(projectDir, "examples", "smallest", "index.ts"), "utf8");
    const judged = (text: string) => {
      stack.program(text);
      return policy(`--pack '${installed}'`);
    };

    it("reports for the smallest program only that it has no custom domain", () => {
      const { ended, report } = judged(example);
      assert.deepEqual(report.errors, []);
      assert.deepEqual(mandatory(report), ["api-group-custom-domain-bound hello-group"]);
      assert.equal(ended, false);
    });

    it("reports a public load balancer of the component", () => {
      const change = 'transform: { clb: { addressType: "internet" } },';
      const { ended, report } = judged(example.replace("group:", () => `${change} group:`));
      assert.deepEqual(report.errors, []);
      const found = mandatory(report).filter((it) => it.startsWith("clb-"));
      assert.deepEqual(found, ["clb-backend-address-type-intranet hello-clb"]);
      assert.equal(ended, false);
    });
  });
});
