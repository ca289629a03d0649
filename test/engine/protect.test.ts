import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { ask } from "../../testing/ask";
import { EngineStack } from "../support/engineStack";

const made = (settings: string, options = "") => `
import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import { App, VpcApi } from "alicloud-vpc-api";
class Platform extends pulumi.ComponentResource {}
const make = (options: pulumi.ComponentResourceOptions) => new VpcApi("shop", {
  network: { zones: 1 },
  group: { groupName: "shop" },
  routes: { "get-home": { path: "/", protocols: ["HTTP"] } },
  transform: { vpc: { vpcName: "named by a transform" }, instance: { instanceName: "named-too" } },
  tags: { team: "shop" },
  ${settings}
}, options);
const api = make({ ${options} });
export const loadBalancerId = api.balancer?.loadBalancerId;
`;
const moved =
  'parent: new Platform("shop:index:Platform", "platform"), aliases: [{ parent: pulumi.rootStackResource }]';

describe("a stack whose children are all protected, through the engine", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();
  let endpoint: string;

  before(async () => {
    ({ endpoint } = await stack.start(made("protect: true,")));
  });
  after(() => stack.remove());

  const objects = async () => JSON.stringify(await ask(endpoint, "objects"));
  const destroy = () =>
    stack.pulumi("destroy -s local --yes --skip-preview --non-interactive", { succeeds: false });

  it("deploys with its transforms", async () => {
    stack.up();
    const seen = await objects();
    assert.match(seen, /"name":"named by a transform"/);
    assert.match(seen, /"name":"named-too"/);
    stack.staysAsItIs();
  });

  it("keeps its children if it moves below another component, with an alias", () => {
    stack.program(made("protect: true,", moved));
    const preview = stack.pulumi("preview -s local --non-interactive");
    assert.match(preview, /\+ 1 to create/, "the other component alone");
    assert.doesNotMatch(preview, /to replace|to delete|to update/);
  });

  it("fails the preview with a provider of another account, without its values", () => {
    const secretKey = `canary-${randomUUID()}`;
    stack.program(`${made("protect: true,")}
const endpoints = new pulumi.Config("alicloud").requireObject<object[]>("endpoints");
const settings = { region: "cn-hangzhou", endpoints, protocol: "HTTP", skipRegionValidation: true };
const keys = { accessKey: "another-account", secretKey: "${secretKey}", accountId: "1234567890123456" };
const elsewhere = new alicloud.Provider("elsewhere", { ...settings, ...keys });
new App("elsewhere", { appName: "elsewhere_app" }, { providers: [elsewhere] });
`);
    const preview = stack.pulumi("preview -s local --non-interactive", { succeeds: false });
    assert.match(preview, /Provider elsewhere differs from the stack's configuration in accessKey\./);
    assert.doesNotMatch(preview, /another-account|canary-/);
  });

  it("is not destroyed, because of Pulumi's protection", async () => {
    const before = await objects();
    assert.match(destroy(), /cannot be deleted\s+because it is protected/);
    assert.equal(await objects(), before);
  });

  it("is not destroyed, because of the cloud's protection", () => {
    stack.pulumi("state unprotect -s local --all --yes");
    assert.match(destroy(), /OperationDenied\.DeleteProtectionIsOn|InvalidOperation\.DeletionProtection/);
    const outputs = stack.outputs();
    assert.ok("loadBalancerId" in outputs && outputs.loadBalancerId, "the balancer is there");
  });

  it("loses both with protect: false, and destroys all resources", async () => {
    stack.program(made("protect: false,"));
    stack.up();
    assert.equal(await stack.destroy(), 0);
  });
});
