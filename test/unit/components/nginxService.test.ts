import assert from "node:assert/strict";
import { Provider } from "@pulumi/alicloud";
import { NginxService, type NginxServiceArgs } from "../../../components";
import { deployFamily, type Relative, tree } from "../../support/family";
import { deploy } from "../../support/pulumiMocks";

const instanceType = "alicloud:ecs/instance:Instance";
const place = { vpcId: "vpc-1", vswitchIds: ["vsw-a", "vsw-b"] };

const instancesOf = async (args: Partial<NginxServiceArgs>, name = "web"): Promise<Relative[]> => {
  const { relatives } = await deployFamily((watch) => new NginxService(name, { ...place, ...args }, watch));
  return relatives.filter(({ type }) => type === instanceType);
};

describe("NginxService", () => {
  it("makes a security group without rules and one instance in each vSwitch, below itself", async () => {
    const { relatives } = await deployFamily((watch) => new NginxService("web", place, watch));
    const parent = "alicloud-vpc-api:index:NginxService";
    assert.deepEqual(tree(relatives), [
      `${parent}$${instanceType}::web-instance-0`,
      `${parent}$${instanceType}::web-instance-1`,
      `${parent}$alicloud:ecs/securityGroup:SecurityGroup::web-security-group`,
      `${parent}::web`,
    ]);
  });

  it("spreads instances over the vSwitches in turn", async () => {
    const instances = await instancesOf({ instances: 3 });
    assert.deepEqual(
      instances.map(({ inputs }) => inputs.vswitchId),
      ["vsw-a", "vsw-b", "vsw-a"],
    );
  });

  it("keeps an image that it chose, follows one that it was given, and replaces for new user data", async () => {
    const [chosen] = await instancesOf({});
    assert.equal(chosen?.inputs.imageId, "aliyun_3_x64_20G_newest.vhd");
    assert.deepEqual(chosen?.options.ignoreChanges, ["imageId"]);
    assert.deepEqual(chosen?.options.replaceOnChanges, ["userData", "vswitchId"]);
    const [given] = await instancesOf({ imageId: "my-image" });
    assert.equal(given?.inputs.imageId, "my-image");
    assert.deepEqual(given?.options.ignoreChanges, []);
  });

  it("gives instances host names, whatever the component is called", async () => {
    const [instance] = await instancesOf({}, "My_shop--2_");
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

  it("reports every mistake before it registers anything", async () => {
    const wrong = { vpcId: "vpc-1", vswitchIds: [], instances: 21, port: 0, pages: { "../x": "" } };
    const { resources } = await deploy(() =>
      assert.throws(
        () => new NginxService("web 1", wrong),
        /5 mistakes[\s\S]*name: [\s\S]*vswitchIds: [\s\S]*instances: [\s\S]*port: [\s\S]*pages\["\.\.\/x"\]: /,
      ),
    );
    assert.deepEqual(resources, []);
  });
});
