import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { projectDir } from "../../cli/paths";
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

  it("refuses each key that it does not read, with the one that may be meant, and makes nothing", async () => {
    const failure = await run({ pges: {}, appname: "web", remarks: "why", quota: 3 }).then(
      () => assert.fail("it was not refused"),
      (error: Error) => error.message,
    );
    assert.match(
      failure,
      /^The configuration of stack stack: 3 mistakes in the arguments; nothing was created\.\n/,
    );
    assert.match(failure, /^ {2}pges: is not known\. Did you mean pages\?$/m);
    assert.match(failure, /^ {2}appname: is not known\. Did you mean appName\?$/m);
    assert.match(failure, /^ {2}quota: is not known\. Use only groupName, /m);
  });

  it("refuses values of another kind, all at once and without what is secret", async () => {
    const failure = await run(
      {
        domains: "api.example.com",
        domainKeys: { "api.example.com": { key: "canary" } },
        timeout: "5s",
        zones: "cn-hangzhou-h",
        stages: { RELEASE: {} },
        pages: { "index.html": 1 },
        remarks: "5",
      },
      ["domainKeys"],
    ).catch((error: Error) => error.message);
    assert.equal(
      failure,
      [
        "The configuration of stack stack: 6 mistakes in the arguments; nothing was created.",
        "  domains: is a text. Give a list.",
        '  domainKeys["api.example.com"]: is an object. Give a text.',
        "  timeout: is a text. Give a number.",
        "  stages: is an object. Give a list of texts.",
        "  zones: is a text. Give a number or a list of texts.",
        '  pages["index.html"]: is a number. Give a text.',
      ].join("\n"),
    );
    for (const certificate of [null, "6055048", []]) {
      const domains = [{ domain: "api.example.com", certificate }];
      await assert.rejects(
        run({ domains }),
        /domains\[0\]\.certificate: is (null|a text|a list)\. Give an object\./,
      );
    }
    await assert.rejects(run({ domains: [null] }), /domains\[0\]: is no object of settings/);
  });

  it("takes each key that the README tells of, and tells of each that it takes", async () => {
    const readme = readFileSync(join(projectDir, "README.md"), "utf8");
    const [, table = ""] = readme.split("| key of `pulumi config set` |");
    const rows = table.split("\n\n")[0]?.split("\n").slice(2) ?? [];
    const told = rows.flatMap((row) => (row.split("|")[1] ?? "").match(/\w+/g) ?? []);
    const failure = await run({ unknown: "" }).catch((error: Error) => error.message);
    const taken = /Use only (.*)\.$/m.exec(String(failure))?.[1]?.split(", ") ?? [];
    assert.deepEqual(taken.filter((key) => key !== "gateway").sort(), told.sort());
    for (const file of ["Pulumi.local.yaml", "Pulumi.dev.yaml"]) {
      const { config } = parse(readFileSync(join(projectDir, file), "utf8"));
      const own = Object.keys(config).filter((key) => key.startsWith("alicloud-vpc-api:"));
      assert.deepEqual(
        own.filter((key) => !taken.includes(key.split(":")[1] ?? "")),
        [],
      );
    }
    const source = readFileSync(join(projectDir, "index.ts"), "utf8");
    const read = [...source.matchAll(/config\.get\w*(?:<.*?>)?\(\s*"(\w+)"/g)].map(([, key = ""]) => key);
    assert.deepEqual([...new Set(read), "gateway"].sort(), [...taken].sort());
  });

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
