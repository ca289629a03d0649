import assert from "node:assert/strict";
import { Provider } from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import { GatewayAccess, type GatewayAccessArgs } from "../../../../../components";
import { checkHost } from "../../../../../components/validation/hostname";
import { Problems } from "../../../../../components/validation/problems";
import { deployToMocks, findResource, isKnown, readOutput } from "../../../../../testing/mocks";
import { deployFamily, tree } from "../../../../support/family";

const args: GatewayAccessArgs = {
  accessName: "nginx-way",
  vpcId: "vpc-1",
  target: "lb-1",
  port: 8080,
  securityGroupId: "sg-1",
  servicePort: 80,
};
const dynamic = "pulumi-nodejs:dynamic/alicloud-vpc-api";

describe("GatewayAccess", () => {
  it("creates the authorization, the prefix list of egress addresses and one rule as children", async () => {
    const { relatives } = await deployFamily((watch) => new GatewayAccess("way", args, watch));
    const parent = "alicloud-vpc-api:index:GatewayAccess";
    assert.deepEqual(
      tree(relatives),
      [
        `${parent}$alicloud:apigateway/vpcAccess:VpcAccess::way-access`,
        `${parent}$alicloud:ecs/ecsPrefixList:EcsPrefixList::way-egress-list`,
        `${parent}$alicloud:ecs/securityGroupRule:SecurityGroupRule::way-ingress`,
        `${parent}$${dynamic}:EgressAddresses::way-egress`,
        `${parent}::way`,
      ].sort(),
    );
  });

  it("passes its provider to every child, and its region to the dynamic resource", async () => {
    let provider: Provider | undefined;
    const { relatives } = await deployFamily((watch) => {
      provider = new Provider("elsewhere", { region: "cn-shanghai" });
      return new GatewayAccess("way", args, { ...watch, providers: { alicloud: provider } });
    });
    assert.ok(provider);
    const children = relatives.filter(({ type }) => type.startsWith("alicloud:"));
    assert.equal(children.length, 3);
    for (const child of children) assert.ok(child.hasProvider(provider), child.name);
    assert.equal(findResource(relatives, `${dynamic}:EgressAddresses`).inputs.regionId, "cn-shanghai");
  });

  it("uses the region of the configuration without an explicit provider", async () => {
    const { resources } = await deployToMocks(() => new GatewayAccess("way", args));
    assert.equal("regionId" in findResource(resources, `${dynamic}:EgressAddresses`).inputs, false);
  });

  it("passes aliases on, so that renaming the component replaces nothing", async () => {
    const { relatives } = await deployFamily(
      (watch) => new GatewayAccess("way", args, { ...watch, aliases: [{ name: "path" }] }),
    );
    const [component] = relatives.filter(({ name }) => name === "way");
    assert.deepEqual(component?.options.aliases, [{ name: "path" }]);
  });

  it("opens the port of the service, by default that of the target", async () => {
    const { servicePort: _, ...same } = args;
    const open = async (given: GatewayAccessArgs) => {
      const { resources } = await deployToMocks(() => new GatewayAccess("way", given));
      return findResource(resources, "alicloud:ecs/securityGroupRule:SecurityGroupRule").inputs.portRange;
    };
    assert.equal(await open(args), "80/80");
    assert.equal(await open(same), "8080/8080");
  });

  it("is known in a preview that replaces the rule, so that the preview shows no API as changed", async () => {
    const planned = ["alicloud:ecs/securityGroupRule:SecurityGroupRule"];
    const { result } = await deployToMocks(() => new GatewayAccess("way", args), { planned });
    assert.equal(await isKnown(result.accessName), true);
  });

  it("creates no rule without a security group", async () => {
    const { securityGroupId: _, ...outside } = args;
    const { resources, result } = await deployToMocks(() => new GatewayAccess("way", outside));
    assert.ok(!resources.some(({ type }) => type.includes("SecurityGroupRule")));
    assert.equal(await readOutput(result.accessName), "nginx-way");
  });

  it("sets the virtual host, and uses the shared instance by default", async () => {
    const { resources } = await deployToMocks(
      () => new GatewayAccess("way", { ...args, host: "nginx.internal", instanceId: "apigateway-hz-1" }),
    );
    const { inputs } = findResource(resources, "alicloud:apigateway/vpcAccess:VpcAccess");
    assert.equal(inputs.vpcTargetHostName, "nginx.internal");
    assert.equal(findResource(resources, `${dynamic}:EgressAddresses`).inputs.instanceId, "apigateway-hz-1");
    const plain = await deployToMocks(() => new GatewayAccess("way", args));
    assert.equal(
      findResource(plain.resources, `${dynamic}:EgressAddresses`).inputs.instanceId,
      "api-shared-vpc-001",
    );
  });

  it("deletes the old authorization first, because names are unique", async () => {
    const { relatives } = await deployFamily((watch) => new GatewayAccess("way", args, watch));
    assert.equal(findByName(relatives, "way-access").options.deleteBeforeReplace, true);
  });

  it("reports every problem before it registers anything", async () => {
    const wrong = { ...args, accessName: "x", port: 0, servicePort: 65_536, host: "a b" };
    const { resources } = await deployToMocks(() =>
      assert.throws(
        () => new GatewayAccess("1", wrong),
        (error) =>
          pulumi.RunError.isInstance(error) &&
          ["name:", "accessName:", "port:", "servicePort:", "host:"].every((at) =>
            error.message.includes(`\n  ${at}`),
          ),
      ),
    );
    assert.deepEqual(resources, []);
  });
});

function findByName<T extends { name: string }>(all: T[], name: string): T {
  const found = all.find((one) => one.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
}

describe("host names", () => {
  const accepted = (host: string) => {
    const problems = new Problems();
    checkHost(host, problems, "host");
    return problems.list.length === 0;
  };
  const label = "a".repeat(63);

  for (const host of ["a", "nginx.internal", "www.example-1.com", "10.0.0.1", `${label}.${label}`]) {
    it(`are ${host.slice(0, 30)}`, () => assert.ok(accepted(host)));
  }
  for (const host of ["", ".", "a.", "a..b", "-a.b", "a-.b", "a b", "a:80", "http://a", `${label}a`]) {
    it(`are not "${host.slice(0, 30)}"`, () => assert.ok(!accepted(host)));
  }
  it("have at most 253 characters", () => {
    assert.ok(accepted(`${`${label}.`.repeat(3)}${"a".repeat(61)}`));
    assert.ok(!accepted(`${`${label}.`.repeat(3)}${"a".repeat(62)}`));
  });
});
