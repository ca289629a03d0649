import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { callApi, readRefusal } from "../../testing/call";
import { EngineStack } from "../support/engineStack";

/** Two apps: one generated and rotated by configuration, one with a code of its own and an end. */
const program = `
import * as pulumi from "@pulumi/pulumi";
import { VpcApi } from "alicloud-vpc-api";
const config = new pulumi.Config();
const api = new VpcApi("shop", {
  network: { zones: 1 },
  balancer: { kind: "none" },
  group: { groupName: "shop" },
  routes: {
    "get-item": { path: "/item", protocols: ["HTTP"], backend: { path: "/" } },
    "get-stock": { path: "/stock", protocols: ["HTTP"], backend: { path: "/" } },
  },
  apps: {
    shop_web: {
      routes: ["get-item"],
      credentials: {
        appCode: { rotation: config.require("rotation") },
        appSecret: { rotation: config.require("rotation") },
        keepPrevious: config.getBoolean("keep") ?? true,
      },
    },
    shop_partner: {
      expires: "2999-01-31T00:00:00Z",
      credentials: { appCode: config.requireSecret("partnerCode") },
    },
  },
});
const credentials = (name: string) => {
  const { appCode, previousAppCode, appKey, appSecret } = api.apps[name] ?? {};
  return { appCode, previousAppCode, appKey, appSecret };
};
export const url = api.urls["get-item"];
export const web = credentials("shop_web");
export const partner = credentials("shop_partner");
`;

interface Credentials {
  appCode: string;
  previousAppCode?: string | null;
  appKey: string;
  appSecret: string;
}

describe("a stack with two apps, through the engine", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();
  const given = randomBytes(16).toString("hex");
  const secrets = new Set([given]);
  let gateway = "";
  let host = "";
  let first: Credentials;

  before(async () => {
    ({ gateway } = await stack.start(program));
    stack.configure({ "alicloud-vpc-api:rotation": "one" });
  });
  after(() => stack.remove());

  /** What the outputs hold; not through what the stack prints, which is searched for it. */
  function credentials(name: "web" | "partner"): Credentials {
    const printed = stack.printed;
    const outputs = stack.outputs();
    stack.printed = printed;
    assert.ok("url" in outputs && name in outputs);
    host = new URL(String(outputs.url)).hostname;
    const found = Object.entries(outputs).find(([key]) => key === name)?.[1] as Credentials;
    for (const secret of [found.appCode, found.previousAppCode, found.appSecret])
      if (secret) secrets.add(secret);
    return found;
  }

  /** 200, or the gateway's code and message. */
  async function answer(path: string, code: Partial<Credentials>, auth: "header" | "signed" = "header") {
    const whole = { appCode: "", appKey: "", appSecret: "", ...code };
    const { status, ...rest } = await callApi({ gateway, host, path, auth, credentials: whole });
    return status === 200 ? "200" : `${status} ${readRefusal({ status, ...rest }).code}`;
  }

  it("rejects a role that only the provider reads, and creates nothing with other credentials", async () => {
    stack.pulumi("config -s local set --secret partnerCode", { input: given });
    stack.configure({ "alicloud:assumeRole": { roleArn: "acs:ram::1:role/shop" } });
    const refused = stack.up({ succeeds: false });
    assert.match(refused, /VpcApi \w+: 1 problem in the arguments; nothing was created/);
    assert.match(refused, /alicloud:assumeRole: is only read by the provider/);
    assert.equal(await stack.holds(), 0);
    stack.configure({ "alicloud:assumeRole": undefined });
  });

  it("rejects an invalid code after it is known, without printing it", () => {
    stack.pulumi("config -s local set --secret partnerCode", { input: "not-taken: blank" });
    const output = stack.pulumi("preview -s local --non-interactive", { succeeds: false });
    assert.match(output, /appCode: contains a character that is not allowed/);
    assert.ok(!output.includes("not-taken"));
  });

  it("deploys with generated and own codes, each app with its own routes", async () => {
    stack.pulumi("config -s local set --secret partnerCode", { input: given });
    stack.up();
    first = credentials("web");
    const partner = credentials("partner");
    assert.match(first.appCode, /^[a-z0-9]{32}$/);
    assert.equal(partner.appCode, given);
    assert.equal(await answer("/item", first), "200");
    assert.equal(await answer("/item", first, "signed"), "200");
    assert.equal(await answer("/stock", first), "403 A403AA");
    assert.equal(await answer("/stock", partner), "200");
    stack.staysAsItIs();
  });

  it("rotates a code: the old and the new one work, and nothing changes afterwards", async () => {
    stack.configure({ "alicloud-vpc-api:rotation": "two" });
    assert.match(stack.up(), /\n {4}~ 1 updated\n {4}\+-2 replaced/);
    const second = credentials("web");
    assert.notEqual(second.appCode, first.appCode);
    assert.equal(second.previousAppCode, first.appCode);
    assert.equal(await answer("/item", second), "200");
    assert.equal(await answer("/item", first), "200");
    assert.equal(await answer("/item", second, "signed"), "200");
    assert.equal(await answer("/item", first, "signed"), "403 A403IS");
    stack.staysAsItIs();
  });

  it("deletes the old code with keepPrevious false", async () => {
    stack.configure({ "alicloud-vpc-api:keep": "false" });
    assert.match(stack.up(), /\n {4}~ 1 updated/);
    const second = credentials("web");
    assert.equal(second.previousAppCode, null);
    assert.equal(await answer("/item", second), "200");
    assert.equal(await answer("/item", first), "400 A400AC");
  });

  it("contains no secret in plain text in its state or output, and destroys all resources", async () => {
    const inLocalState = allFiles(stack.dirs.backend).map((file) => readFileSync(file, "utf8"));
    assert.ok(inLocalState.some((text) => text.includes("shop_partner")));
    assert.equal(await stack.destroy(), 0);
    const texts = [...inLocalState, await stack.stop()];
    assert.equal(secrets.size, 6);
    for (const secret of secrets) assert.ok(!texts.some((text) => text.includes(secret)));
  });
});

function allFiles(dir: string): string[] {
  return readdirSync(dir)
    .map((name) => join(dir, name))
    .flatMap((path) => (statSync(path).isDirectory() ? allFiles(path) : [path]));
}
