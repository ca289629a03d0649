import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { deployToMocks, known, theOne } from "../../testing/mocks";
import { TestAuthority } from "../support/testCertificates";

const boundType = "pulumi-nodejs:dynamic/alicloud-vpc-api:CustomDomain";

describe("the program", () => {
  afterEach(() => pulumi.runtime.setAllConfig({}, []));

  /** What the program registers and exports with a configuration. */
  function run(values: Record<string, unknown>, secrets: string[] = []) {
    const texts = Object.entries(values).map(([key, value]) => [
      `project:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    return deployToMocks(() => {
      pulumi.runtime.setAllConfig(
        Object.fromEntries(texts),
        secrets.map((key) => `project:${key}`),
      );
      const path = require.resolve("../../index");
      delete require.cache[path];
      return require(path) as typeof import("../../index");
    });
  }

  it("binds the domains of its configuration, with private keys from a secret of their own", async () => {
    const domain = "api.example.com";
    const { body, privateKey } = await new TestAuthority().issue([domain]);
    const { resources, result } = await run(
      {
        domains: [
          { domain, certificate: { body } },
          { domain: "*.example.com", certificate: { id: "6055048" } },
        ],
        domainKeys: { [domain]: privateKey },
      },
      ["domainKeys"],
    );
    const bound = resources.filter(({ type }) => type === boundType);
    const given = bound.map(({ inputs }) => inputs.certificate);
    assert.ok(JSON.stringify(given[0]).includes(JSON.stringify(privateKey)));
    assert.ok(bound[0]?.secrets.includes("certificate"));
    assert.deepEqual(given[1], { id: "6055048" });
    assert.deepEqual(Object.keys(result.customDomains ?? {}), [domain, "*.example.com"]);
  });

  it("takes a domain as a text, and exports nothing of domains without any", async () => {
    const { resources } = await run({ domains: ["api.example.com"] });
    assert.equal(theOne(resources, boundType).inputs.domain, "api.example.com");
    assert.deepEqual((await run({})).result.customDomains, {});
  });

  it("exports a call without a secret in it, and where the secrets of each app are", async () => {
    const { result } = await run({ method: "POST", appName: "shop_web" });
    const line = await known(pulumi.output(result.curl));
    assert.equal(
      line,
      'curl -X POST -H "Authorization: APPCODE ' +
        '$(pulumi stack output -s stack apps --show-secrets --json | jq -r .shop_web.appCode)" ' +
        `'${await known(pulumi.output(result.url))}'`,
    );
    assert.deepEqual(result.secretOutputs, {
      shop_web: ["apps.shop_web.appCode", "apps.shop_web.appKey", "apps.shop_web.appSecret"],
    });
    assert.match(await known(pulumi.output((await run({})).result.curl ?? "")), /^curl -H /);
    assert.equal((await run({ appCodeIn: "off" })).result.curl, undefined);
  });
});
