import assert from "node:assert/strict";
import EcsClient, { ImportKeyPairRequest } from "@alicloud/ecs20140526";
import { ask } from "../../testing/ask";
import type { LocalCloud } from "../../testing/localCloud";
import { EngineStack } from "../support/engineStack";
import { sdkConfig } from "../support/sdkConfig";

const instanceType = "ecs.c7.large";

/** Instances in so many zones as are configured, or in those that are, with a key pair that exists. */
const program = `
import * as pulumi from "@pulumi/pulumi";
import { Network, NginxService } from "alicloud-vpc-api";
const config = new pulumi.Config();
const given = config.require("zones");
const team = config.getSecret("team");
const zones = Number(given) || given.split(",");
const network = new Network("shop", { zones, instanceType: "${instanceType}", tags: team ? { team } : {} });
const { vpcId, vswitches } = network;
const service = new NginxService("shop", {
  vpcId,
  vswitchIds: vswitches.map(({ id }) => id),
  vswitchKeys: network.vswitchKeys,
  instanceType: "${instanceType}",
  keyPairName: "operators",
});
export const chosen = pulumi.all(vswitches.map(({ zoneId }) => zoneId)).apply((ids) => ids.join());
export const keyPair = service.instances[0]?.keyName;
export const encrypted = service.instances[0]?.systemDiskEncrypted;
`;

describe("zones by number and by name, through the engine", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();
  let served: LocalCloud;
  before(async () => {
    served = await stack.start(program);
    await importKeyPair(served);
  });
  after(() => stack.remove());

  const use = (zones: number | string[]) => stack.configure({ "alicloud-vpc-api:zones": String(zones) });
  const refusedPreview = () => stack.pulumi("preview -s local --non-interactive", { succeeds: false });
  const soldOutIn = (...zones: string[]) =>
    changeStock(served, Object.fromEntries(zones.map((letter) => [`cn-hangzhou-${letter}`, [instanceType]])));
  const output = (name: string): unknown => new Map(Object.entries(stack.outputs())).get(name);

  it("are all rejected in the preview if listed zones do not offer the products", async () => {
    await changeStock(served, { "cn-hangzhou-h": [instanceType], "cn-hangzhou-j": ["clb"] });
    use(["cn-hangzhou-h", "cn-hangzhou-i", "cn-hangzhou-j"]);
    const preview = refusedPreview();
    const rest = "Use one of the zones that offer ecs.c7.large and a CLB: cn-hangzhou-i, cn-hangzhou-k.";
    assert.ok(
      preview.includes(`zones[0]: "cn-hangzhou-h" does not offer ecs.c7.large at present. ${rest}`),
      preview,
    );
    assert.ok(
      preview.includes(`zones[2]: "cn-hangzhou-j" does not offer a CLB at present. ${rest}`),
      preview,
    );
    assert.doesNotMatch(preview, /zones\[1\]/);
  });

  it("are rejected in the preview if too few offer the instance type", async () => {
    await soldOutIn("h", "j");
    use(3);
    const preview = refusedPreview();
    const offers = "The zones that offer ecs.c7.large and a CLB at present: cn-hangzhou-i, cn-hangzhou-k.";
    assert.ok(preview.includes(`zones: is 3. ${offers}`), preview);
  });

  it("stop the preview at an invalid Output, with one error", async () => {
    use(2);
    const secret = "https://team.example.com";
    stack.pulumi("config -s local set --secret team", { input: secret });
    const preview = refusedPreview();
    const message =
      'Network shop: 1 problem in the arguments.\n\\s*tags\\["team"\\]: has a value that the cloud rejects\\.';
    assert.equal(preview.match(new RegExp(message, "g"))?.length, 1, preview);
    assert.ok(!preview.includes(secret));
    assert.doesNotMatch(preview, /alicloud:vpc|error serializing/);
    stack.configure({ "alicloud-vpc-api:team": undefined });
  });

  it("are those that offer it", async () => {
    use(2);
    stack.up();
    assert.equal(output("chosen"), "cn-hangzhou-i,cn-hangzhou-k");
    assert.equal(output("keyPair"), "operators");
    assert.equal(output("encrypted"), true, "by default");
  });

  it("stay if the offers change", async () => {
    await soldOutIn("h", "i", "j", "k");
    stack.staysAsItIs();
    await soldOutIn();
    stack.updatesNothing();
    assert.equal(output("chosen"), "cn-hangzhou-i,cn-hangzhou-k");
  });

  it("can be listed later with new vSwitches, and only new ones are checked", async () => {
    use(["cn-hangzhou-k", "cn-hangzhou-i"]);
    stack.up();
    await soldOutIn("i", "j", "k");
    use(["cn-hangzhou-i", "cn-hangzhou-k"]);
    stack.updatesNothing();
    use(["cn-hangzhou-i", "cn-hangzhou-k", "cn-hangzhou-j"]);
    const preview = refusedPreview();
    assert.match(
      preview,
      /zones\[2\]: "cn-hangzhou-j" does not offer ecs\.c7\.large at present\. .*: cn-hangzhou-h\./,
    );
    assert.doesNotMatch(preview, /zones\[[01]\]/);
    use(["cn-hangzhou-i", "cn-hangzhou-k"]);
  });

  it("destroys all resources, except for the existing key pair", async () =>
    assert.equal(await stack.destroy(), 1));
});

async function importKeyPair(cloud: LocalCloud): Promise<void> {
  const client = new EcsClient(sdkConfig(cloud));
  const regionId = "cn-hangzhou";
  const publicKeyBody =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g operators";
  await client.importKeyPair(new ImportKeyPairRequest({ regionId, keyPairName: "operators", publicKeyBody }));
}

/** Makes exactly these unavailable. */
function changeStock({ endpoint }: LocalCloud, soldOut: Record<string, string[]>): Promise<unknown> {
  return ask(endpoint, "stock", { method: "PUT", body: { soldOut } });
}
