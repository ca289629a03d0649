import assert from "node:assert/strict";
import { Provider } from "@pulumi/alicloud";
import { NginxService, type NginxServiceArgs } from "../../../../components";
import { deployToMocks } from "../../../../testing/mocks";
import { deployFamily, type Relative, tree } from "../../../support/family";

const instanceType = "alicloud:ecs/instance:Instance";
const place = { vpcId: "vpc-1", vswitchIds: ["vsw-a", "vsw-b"] };

const deployInstances = async (args: Partial<NginxServiceArgs>, name = "web"): Promise<Relative[]> => {
  const { relatives } = await deployFamily((watch) => new NginxService(name, { ...place, ...args }, watch));
  return relatives.filter(({ type }) => type === instanceType);
};

describe("NginxService", () => {
  it("creates a security group without rules, and one instance in each vSwitch", async () => {
    const { relatives } = await deployFamily((watch) => new NginxService("web", place, watch));
    const parent = "alicloud-vpc-api:index:NginxService";
    assert.deepEqual(tree(relatives), [
      `${parent}$${instanceType}::web-instance-0`,
      `${parent}$${instanceType}::web-instance-1`,
      `${parent}$alicloud:ecs/securityGroup:SecurityGroup::web-security-group`,
      `${parent}::web`,
    ]);
  });

  it("distributes instances over the vSwitches in turn", async () => {
    const instances = await deployInstances({ instances: 3 });
    assert.deepEqual(
      instances.map(({ inputs }) => inputs.vswitchId),
      ["vsw-a", "vsw-b", "vsw-a"],
    );
  });

  it("pins its default image, follows imageId, and replaces for a new image or user data", async () => {
    const [chosen] = await deployInstances({});
    assert.equal(chosen?.inputs.imageId, "aliyun_3_x64_20G_newest.vhd");
    assert.deepEqual(chosen?.options.ignoreChanges, ["imageId", "systemDiskEncrypted"]);
    assert.deepEqual(chosen?.options.replaceOnChanges, ["userData", "vswitchId", "imageId"]);
    const [given] = await deployInstances({ imageId: "my-image" });
    assert.equal(given?.inputs.imageId, "my-image");
    assert.deepEqual(given?.options.ignoreChanges, ["systemDiskEncrypted"]);
    const [latest] = await deployInstances({ image: "latest" });
    assert.equal(latest?.inputs.imageId, "aliyun_3_x64_20G_newest.vhd");
    assert.deepEqual(latest?.options.ignoreChanges, ["systemDiskEncrypted"]);
    for (const { options } of [chosen, given, latest].flatMap((one) => one ?? [])) {
      assert.ok(options.replaceOnChanges?.includes("imageId"), "or the provider would wipe the disk");
      assert.notEqual(options.deleteBeforeReplace, true);
    }
  });

  it("hardens instances, and does not set size, key pair or IPv6 by default", async () => {
    const [plain] = await deployInstances({});
    assert.deepEqual(
      ["internetMaxBandwidthOut", "httpTokens", "systemDiskCategory", "systemDiskEncrypted"].map(
        (name) => plain?.inputs[name],
      ),
      [0, "required", "cloud_essd", true],
    );
    const optional = ["systemDiskSize", "keyName", "ipv6AddressCount", "password"];
    for (const name of optional) assert.equal(plain?.inputs[name], undefined, name);
    const [asked] = await deployInstances({
      systemDisk: { encrypted: true, category: "cloud_auto", size: 60 },
      keyPairName: "ops",
      ipv6: true,
    });
    assert.deepEqual(
      ["systemDiskEncrypted", "systemDiskCategory", "systemDiskSize", "keyName", "ipv6AddressCount"].map(
        (name) => asked?.inputs[name],
      ),
      [true, "cloud_auto", 60, "ops", 1],
    );
  });

  const unchanged = ["systemDiskEncrypted"];
  for (const [title, args, encrypted, ignoreChanges] of [
    ["encrypts new disks by default", {}, true, unchanged],
    ["encrypts disks in a zone that supports it", { zoneIds: ["ap-southeast-1b"] }, true, unchanged],
    ...["ap-southeast-1a", "cn-hongkong-d", "ap-northeast-2b"].map(
      (zone) => [`leaves disks in ${zone} plain`, { zoneIds: [zone] }, undefined, unchanged] as const,
    ),
    [
      "leaves disks of an old category plain",
      { systemDisk: { category: "cloud_efficiency" } },
      undefined,
      unchanged,
    ],
    ["leaves disks of an old family plain", { instanceType: "ecs.ebmg5.24xlarge" }, undefined, unchanged],
    ["changes existing disks to plain ones", { systemDisk: { encrypted: false } }, false, []],
    ["changes existing disks to encrypted ones", { systemDisk: { encrypted: true } }, true, []],
  ] as [string, Partial<NginxServiceArgs>, boolean | undefined, string[]][]) {
    it(title, async () => {
      const [instance] = await deployInstances({ imageId: "my-image", ...args });
      assert.equal(instance?.inputs.systemDiskEncrypted, encrypted);
      assert.deepEqual(instance?.options.ignoreChanges, ignoreChanges);
    });
  }

  for (const wrong of [
    { systemDisk: { category: "cloud_ssd" as const } },
    { instanceType: "ecs.scch5.16xlarge" },
  ]) {
    it(`rejects encrypted disks with ${JSON.stringify(wrong)}`, () =>
      deployToMocks(() =>
        assert.throws(
          () =>
            new NginxService("web", {
              ...place,
              ...wrong,
              systemDisk: { ...wrong.systemDisk, encrypted: true },
            }),
          /1 problem [\s\S]*systemDisk\.encrypted: is true, but the cloud/,
        ),
      ));
  }

  it("runs your own service instead of Nginx", async () => {
    const userData = "#!/bin/sh\npython3 -m http.server 8080\n";
    const [instance] = await deployInstances({ userData, port: 8080 });
    assert.equal(instance?.inputs.userData, userData);
  });

  it("sets valid host names for any component name", async () => {
    const [instance] = await deployInstances({}, "My_shop--2_");
    assert.equal(instance?.inputs.hostName, "My-shop-2-0");
    assert.equal(instance?.inputs.instanceName, "My_shop--2_-0");
  });

  it("passes its provider on", async () => {
    let provider: Provider | undefined;
    const { relatives } = await deployFamily((watch) => {
      provider = new Provider("elsewhere", { region: "cn-shanghai" });
      return new NginxService("web", place, { ...watch, provider });
    });
    const children = relatives.filter(({ type }) => type.startsWith("alicloud:"));
    assert.equal(children.length, 3);
    for (const child of children) assert.ok(provider && child.hasProvider(provider), child.name);
  });

  it("reports conflicting arguments, and values that the cloud rejects", async () => {
    const wrong: Partial<NginxServiceArgs> = {
      userData: `#!/${"x".repeat(32 * 1024 - 2)}`,
      pages: {},
      cloudConfig: {},
      imageId: "my-image",
      image: "latest",
      keyPairName: "",
      systemDisk: { size: 19, category: "cloud" as "cloud_essd" },
    };
    await deployToMocks(() =>
      assert.throws(
        () => new NginxService("web", { ...place, ...wrong }),
        /7 problems[\s\S]*keyPairName: [\s\S]*size: [\s\S]*category: [\s\S]*image: [\s\S]*pages: [\s\S]*cloudConfig: [\s\S]*userData: makes the user data 32769 bytes/,
      ),
    );
  });

  it("reports every problem before it registers anything", async () => {
    const wrong = { vpcId: "vpc-1", vswitchIds: [], instances: 21, port: 0, pages: { "../x": "" } };
    const { resources } = await deployToMocks(() =>
      assert.throws(
        () => new NginxService("web 1", wrong),
        /5 problems[\s\S]*instances: [\s\S]*port: [\s\S]*name: [\s\S]*vswitchIds: [\s\S]*pages\["\.\.\/x"\]: /,
      ),
    );
    assert.deepEqual(resources, []);
  });
});
