import assert from "node:assert/strict";
import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import { buildPackage } from "../../cli/build";
import { deployToMocks, findInputs, findResource, readOutput } from "../../testing/mocks";
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

  before(async function () {
    this.timeout(10 * 60_000);
    await buildPackage();
  });

  it("rejects each unknown key with a suggestion, and creates nothing", async () => {
    const failure = await run({ servce: {}, publication: { remark: "why" }, quota: 3 }).then(
      () => assert.fail("it was not refused"),
      (error: Error) => error.message,
    );
    assert.match(failure, /^VpcApi nginx-demo: 3 problems in the arguments; nothing was created\.\n/);
    assert.match(failure, /^ {2}servce: is not known\. Did you mean service\?$/m);
    assert.match(failure, /^ {2}publication\.remark: is not known\. Did you mean remarks\?$/m);
    assert.match(failure, /^ {2}quota: is not known\./m);
  });

  it("rejects values of the wrong type together, without secrets", async () => {
    const failure = await run(
      {
        domains: [{ domain: "api.example.com", certificate: { body: 1, privateKey: "canary" } }],
        service: { instances: "two", pages: { "index.html": 1 } },
        network: "10.0.0.0/16",
        apps: ["web"],
      },
      ["domains"],
    ).then(
      () => assert.fail("it was not refused"),
      (error: Error) => error.message,
    );
    for (const path of [
      "service.instances",
      'service.pages["index.html"]',
      "network",
      "apps",
      "domains[0].certificate.body",
    ]) {
      assert.ok(failure.includes(`\n  ${path}: `), `${path} in ${failure}`);
    }
    assert.doesNotMatch(failure, /canary/);
  });

  it("replaces an argument of the tutorial by the configuration key of its name", async () => {
    const { resources } = await run({
      service: { instances: 1, port: 8080 },
      routes: { "get-home": "/" },
      host: "shop.internal",
      gateway: "127.0.0.1:4511",
    });
    const apis = findInputs(resources, alicloud.apigateway.Api);
    assert.deepEqual(Object.keys(apis), ["nginx-demo-get-home"]);
    assert.equal(Object.keys(findInputs(resources, alicloud.ecs.Instance)).length, 1);
  });

  it("binds the domains of its configuration, whose private keys stay secret", async () => {
    const domain = "api.example.com";
    const { body, privateKey } = await new TestAuthority().issue([domain]);
    const { resources, result } = await run(
      {
        domains: [
          { domain, certificate: { body, privateKey } },
          { domain: "*.example.com", certificate: { id: "6055048" } },
        ],
      },
      ["domains"],
    );
    const bound = resources.filter(({ type }) => type === boundType);
    assert.ok(JSON.stringify(bound[0]?.inputs.certificate).includes(JSON.stringify(privateKey)));
    assert.ok(bound[0]?.secrets.includes("certificate"));
    assert.deepEqual(bound[1]?.inputs.certificate, { id: "6055048" });
    assert.equal(result.domains.length, 2);
  });

  it("accepts a domain as a string, and exports no domains without any", async () => {
    const { resources } = await run({ domains: ["api.example.com"] });
    assert.equal(findResource(resources, boundType).inputs.domain, "api.example.com");
    assert.deepEqual((await run({})).result.domains, []);
  });

  it("keeps the credentials of its apps secret", async () => {
    const { result } = await run({ apps: { shop_web: {} } });
    assert.equal(await pulumi.isSecret(result.apps), true);
    assert.deepEqual(Object.keys(await readOutput(result.apps)), ["shop_web"]);
  });
});
