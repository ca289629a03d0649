import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectDir } from "../../cli/paths";
import { resolveOptions } from "../../policy/core/options";
import { rules } from "../../policy/rules";
import { requestsFor } from "../support/policyHarness";
import { ServedPack } from "../support/servedPack";

const exemption = (more: Record<string, unknown>) => ({
  exemptions: [{ resource: "shop-*", reason: "moves in March", expires: "2027-03-31", ...more }],
});

describe("policy pack as the engine starts it", function () {
  this.timeout(60_000);
  let pack: ServedPack;
  before(async () => {
    pack = await ServedPack.start(join(projectDir, "policy"));
  });
  after(() => pack?.end());

  it("accepts levels, options, exemptions and one level for all", async () => {
    const config = {
      all: "mandatory",
      "api-request-protocol-https": { enforcementLevel: "advisory", exceptApis: ["get-items"] },
      "alb-address-type-intranet": exemption({}),
    };
    assert.equal(await pack.configure(config), undefined);
  });

  const refused: Record<string, [config: Record<string, Record<string, unknown>>, says: RegExp]> = {
    "a rule that does not exist": [
      { "alb-adress-type-intranet": {} },
      /^ {2}alb-adress-type-intranet: is not the name of a rule\. Did you mean alb-address-type-intranet\?$/m,
    ],
    "an option that the rule does not have": [
      { "api-request-protocol-https": { exceptApi: ["get-items"] } },
      /^ {2}api-request-protocol-https\.exceptApi: is not an option of this rule\. Use one of .*exceptApis/m,
    ],
    "an exemption without a reason": [
      { "alb-address-type-intranet": exemption({ reason: "" }) },
      /^ {2}alb-address-type-intranet\.exemptions\[0\]\.reason: is required\. State why/m,
    ],
    "an exemption until a day that no calendar has": [
      { "alb-address-type-intranet": exemption({ expires: "2027-02-30" }) },
      /^ {2}alb-address-type-intranet\.exemptions\[0\]\.expires: "2027-02-30" is not a date\. Use YYYY-MM-DD\.$/m,
    ],
  };
  for (const [what, [config, says]] of Object.entries(refused)) {
    it(`rejects ${what} at the start, by path`, async () => {
      assert.match((await pack.configure(config)) ?? "was taken", says);
    });
  }

  it("reports all problems of a configuration at once", async () => {
    const all = Object.assign({}, ...Object.values(refused).map(([config]) => config));
    assert.match((await pack.configure(all)) ?? "", /^3 problems in the configuration of the policy pack:\n/);
  });

  for (const rule of rules) {
    const findPolicy = async () =>
      (await pack.info()).getPoliciesList().find((policy) => policy.getName() === rule.name);

    it(`passes the defaults of the options of ${rule.name} to the engine`, async () => {
      const schema = (await findPolicy())?.getConfigschema();
      const properties = schema?.getProperties()?.toJavaScript() as Record<string, { default: unknown }>;
      const { exemptions, profile, ...options } = Object.fromEntries(
        Object.entries(properties).map(([name, { default: value }]) => [name, value]),
      );
      assert.deepEqual(options, resolveOptions(rule.options, {}));
      assert.deepEqual(exemptions, []);
      assert.equal(profile, rule.scope && "gateway-only");
    });

    it(`passes the page and benchmark of ${rule.name} to the engine`, async () => {
      const policy = await findPolicy();
      const url = policy?.getUrl() ?? "";
      const [, path = ""] = /^https:\/\/github\.com\/.+\/blob\/v[\d.]+\/(.+)$/.exec(url) ?? [];
      assert.equal(path, `docs/rules/${rule.name}.md`);
      assert.ok(existsSync(join(projectDir, path)));
      assert.deepEqual(policy?.getFramework()?.toObject(), rule.framework);
    });
  }
});

describe("custom pack", function () {
  this.timeout(60_000);
  const folders: string[] = [];
  const packs: ServedPack[] = [];

  /** A pack in a folder of its own, beside which our package is installed. */
  async function start(program: string): Promise<ServedPack> {
    const folder = mkdtempSync(join(tmpdir(), "pack-"));
    folders.push(folder);
    writeFileSync(join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({ name: "ours", version: "1.0.0", main: "start.cjs" }),
    );
    writeFileSync(
      join(folder, "start.cjs"),
      `require(${JSON.stringify(require.resolve("tsx/cjs"))}); require("./pack.ts");`,
    );
    writeFileSync(
      join(folder, "pack.ts"),
      program.replaceAll("alicloud-vpc-api-policy", join(projectDir, "policy", "index.ts")),
    );
    symlinkSync(join(projectDir, "node_modules"), join(folder, "node_modules"));
    const pack = await ServedPack.start(folder);
    packs.push(pack);
    return pack;
  }

  after(async () => {
    for (const pack of packs) await pack.end();
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  const ours = `
    import { albAddressTypeIntranet, apiRequestProtocolHttps, resourceRule, VpcApiPolicyPack } from "alicloud-vpc-api-policy";
    const short = resourceRule({
      name: "our-api-name",
      title: "An API has a short name",
      description: "An API's name has at most 8 letters.",
      why: "Our dashboards cut it.",
      severity: "low",
      level: "mandatory",
      tags: [],
      hint: "Shorten the name.",
      type: "alicloud:apigateway/api:Api",
      reads: { "alicloud:apigateway/api:Api": ["name"] },
      options: {},
      evaluate: (api) => {
        const actual = String(api.get("name"));
        const violations = actual.length > 8 ? [{ property: "name", actual, expected: "8 letters at most" }] : [];
        return { violations, undecided: [] };
      },
      examples: { fails: [], passes: [] },
    });
    class OurPack extends VpcApiPolicyPack {
      constructor() {
        super("ours", {
          rules: [short, apiRequestProtocolHttps, albAddressTypeIntranet],
          config: { all: "advisory", "our-api-name": "mandatory" },
        });
      }
    }
    new OurPack();`;

  const httpApi = requestsFor([
    {
      type: "alicloud:apigateway/api:Api",
      name: "test",
      props: { name: "get-all-items", requestConfig: { protocol: "HTTP" } },
    },
  ]);

  it("has its own rules and the selected ones of the package", async () => {
    const pack = await start(ours);
    const info = await pack.info();
    assert.equal(info.getName(), "ours");
    assert.deepEqual(
      info.getPoliciesList().map((policy) => policy.getName()),
      ["our-api-name", "api-request-protocol-https", "alb-address-type-intranet", "not-judged"],
    );
    const initial = Object.fromEntries(
      [...info.getInitialconfigMap().entries()].map(([name, config]) => [name, config.getEnforcementlevel()]),
    );
    assert.deepEqual(initial, { all: 0, "our-api-name": 1 });
  });

  it("reports the findings of all of them", async () => {
    const pack = await start(ours);
    assert.equal(await pack.configure({}), undefined);
    const [api] = httpApi.each;
    const found = await pack.analyze(api ?? assert.fail());
    assert.deepEqual(
      found.map((diagnostic) => diagnostic.getPolicyname()),
      ["our-api-name", "api-request-protocol-https"],
    );
    assert.match(
      found[0]?.getMessage() ?? "",
      /"get-all-items".*expected 8 letters at most\. Shorten the name\./,
    );
  });

  it("accepts exemptions from its own rules, and rejects rules that it does not have", async () => {
    const pack = await start(ours);
    assert.equal(await pack.configure({ "our-api-name": exemption({}) }), undefined);
    assert.match(
      (await pack.configure({ "sg-description": {} })) ?? "",
      /sg-description: is not the name of a rule\./,
    );
  });

  it("does not start with an invalid configuration", async () => {
    const broken = ours.replace('all: "advisory"', 'all: "strict", "sg-description": "advisory"');
    await assert.rejects(start(broken), (error: Error) => {
      assert.match(error.message, /2 problems in the configuration of the policy pack/);
      assert.match(error.message, /all: "strict" is not an enforcement level\./);
      assert.match(error.message, /sg-description: is not the name of a rule\./);
      return true;
    });
  });
});
