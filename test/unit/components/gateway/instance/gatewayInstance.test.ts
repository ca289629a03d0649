import assert from "node:assert/strict";
import * as fc from "fast-check";
import { type ArgumentError, GatewayInstance, VpcApi, type VpcApiArgs } from "../../../../../components";
import type { VpcApiGatewayArgs } from "../../../../../components/gateway/instance/args";
import { planGatewayInstance } from "../../../../../components/gateway/instance/plan";
import { formatIpv4Block, parseIpv4Block } from "../../../../../components/validation/cidr";
import { parse } from "../../../../../components/validation/parse";
import { Problems } from "../../../../../components/validation/problems";
import {
  deployToMocks,
  findResource,
  isKnown,
  type Registered,
  readOutput,
} from "../../../../../testing/mocks";
import { deployFamily } from "../../../../support/family";

const zoneId = "cn-hangzhou-MAZ6(i,j,k)";
const apigateway = (type: string) => `alicloud:apigateway/${type[0]?.toLowerCase()}${type.slice(1)}:${type}`;
const base: VpcApiArgs = {
  network: { zones: ["cn-hangzhou-h", "cn-hangzhou-i"] },
  group: { groupName: "shop" },
  routes: { "list-items": "GET /items" },
};
const findInstanceId = (resources: Registered[]) =>
  findResource(resources, apigateway("Group")).inputs.instanceId;

function findProblems(args: VpcApiArgs): string[] {
  try {
    new VpcApi("shop", args);
  } catch (error) {
    return (error as ArgumentError).problems.map(({ path, problem }) => `${path}: ${problem}`);
  }
  throw new Error("there was no problem");
}

describe("the gateway instance of a VpcApi", () => {
  const given: [string, VpcApiGatewayArgs | undefined, string][] = [
    ["left out", undefined, "api-shared-vpc-001"],
    ["shared", "shared", "api-shared-vpc-001"],
    ["existing", { existing: "apigateway-cn-1" }, "apigateway-cn-1"],
    ["new", { zoneId }, "shop-gateway-id"],
  ];
  for (const [title, gateway, instanceId] of given) {
    it(`serves the group and determines the allowed addresses: ${title}`, async () => {
      const { resources } = await deployToMocks(
        () => new VpcApi("shop", { ...base, ...(gateway && { gateway }) }),
      );
      assert.equal(findInstanceId(resources), instanceId);
      const egress = findResource(resources, "pulumi-nodejs:dynamic/alicloud-vpc-api:EgressAddresses");
      assert.equal(egress.inputs.instanceId, instanceId);
      const made = resources.filter(({ type }) => type === apigateway("Instance")).length;
      assert.equal(made, title === "new" ? 1 : 0);
    });
  }

  it("is unknown in the first preview, which still shows one list and one rule", async () => {
    const planned = [apigateway("Instance"), "alicloud:ecs/ecsPrefixList:EcsPrefixList"];
    const { resources, result } = await deployToMocks(
      () => new VpcApi("shop", { ...base, gateway: { zoneId } }),
      { planned },
    );
    assert.equal(await isKnown(result.gateway?.instanceId ?? result.group.instanceId), false);
    assert.equal(resources.filter(({ type }) => type.endsWith(":SecurityGroupRule")).length, 1);
    assert.equal(resources.filter(({ type }) => type.endsWith(":EcsPrefixList")).length, 1);
  });

  const slow = { slow: { path: "/slow", backend: { timeout: 60_000 } } };

  for (const gateway of [{ zoneId }, { existing: "apigateway-cn-1" }]) {
    it(`allows the timeout of a dedicated instance: ${JSON.stringify(gateway)}`, async () => {
      const { resources } = await deployToMocks(() => new VpcApi("shop", { ...base, routes: slow, gateway }));
      findResource(resources, apigateway("Api"));
    });
  }

  it("rejects that timeout for the shared instance", () =>
    assert.match(findProblems({ ...base, routes: slow, gateway: "shared" }).join(), /timeout: is 60000/));

  for (const gateway of ["shared", { existing: "apigateway-2" }, { zoneId }] satisfies VpcApiGatewayArgs[]) {
    it(`conflicts with group.instanceId: ${JSON.stringify(gateway)}`, () => {
      const args = { ...base, group: { ...base.group, instanceId: "apigateway-1" }, gateway };
      assert.deepEqual(findProblems(args), ["gateway: is set together with group.instanceId."]);
    });
  }

  it("reports all problems at once, by property", () => {
    const gateway = {
      ...{ zoneId: "cn-hangzhou-i", instanceName: "the shop", instanceSpec: "large" },
      ...{ httpsPolicy: "TLS1_3", subscription: { period: "year", duration: 4 } },
      accessList: { allow: ["203.0.113.7", "203.0.113.0/33", "2001:db8::1", "203.0.113.7/32"] },
    } as unknown as VpcApiGatewayArgs;
    const paths = findProblems({ ...base, gateway }).map((line) => line.replace(/: .*/, ""));
    assert.deepEqual(paths, [
      "gateway.httpsPolicy",
      "gateway.zoneId",
      "gateway.instanceName",
      "gateway.instanceSpec",
      "gateway.subscription.duration",
      "gateway.accessList.allow[1]",
      "gateway.accessList.allow[2]",
      "gateway.accessList.allow[3]",
    ]);
  });

  for (const [title, accessList, path] of [
    ["both lists", { allow: ["10.0.0.1"], deny: ["10.0.0.2"] }, "accessList.deny"],
    ["no list", {}, "accessList"],
    ["an empty list", { allow: [] }, "accessList.allow"],
    ["more than 50", { deny: Array.from({ length: 51 }, (_, at) => `10.0.0.${at}`) }, "accessList.deny"],
  ] as const) {
    it(`refuses ${title}`, () => {
      const problems = new Problems();
      const args = { zoneId, accessList: accessList as never };
      planGatewayInstance("shop", parse(args, "GatewayInstanceArgs", problems), problems);
      assert.deepEqual(
        problems.list.map((one) => one.path),
        [path],
      );
    });
  }

  it("accepts every block, and treats an address as a block", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), fc.integer({ min: 0, max: 32 }), (address, prefix) => {
        const size = 2 ** (32 - prefix);
        const block = formatIpv4Block({ first: Math.floor(address / size) * size, prefix });
        const problems = new Problems();
        const allow = [prefix === 32 ? block.replace("/32", "") : block];
        const { accessList } = planGatewayInstance("shop", { zoneId, accessList: { allow } }, problems);
        assert.deepEqual([problems.list, accessList?.cidrs], [[], [block]]);
        assert.ok(parseIpv4Block(block));
      }),
    );
  });
});

describe("GatewayInstance", () => {
  it("is pay-as-you-go, allows only TLS 1.2, and is known after its access list is in effect", async () => {
    const { resources, result } = await deployToMocks(
      () => new GatewayInstance("shop", { zoneId, accessList: { allow: ["203.0.113.7", "10.0.0.0/8"] } }),
    );
    assert.deepEqual(findResource(resources, apigateway("Instance")).inputs, {
      ...{ zoneId, instanceName: "shop", instanceSpec: "api.s1.small", httpsPolicy: "HTTPS2_TLS1_2" },
      ...{ paymentType: "PayAsYouGo", instanceType: "normal" },
    });
    const entries = resources.filter(({ type }) => type === apigateway("AclEntryAttachment"));
    assert.deepEqual(
      entries.map(({ name, inputs }) => [name, inputs.entry]),
      [
        ["shop-access-203.0.113.7-32", "203.0.113.7/32"],
        ["shop-access-10.0.0.0-8", "10.0.0.0/8"],
      ],
    );
    const { inputs } = findResource(resources, apigateway("InstanceAclAttachment"));
    assert.deepEqual(inputs, {
      instanceId: "shop-gateway-id",
      aclId: "shop-access-list-id",
      aclType: "white",
    });
    assert.equal(await readOutput(result.instanceId), "shop-gateway-id");
  });

  it("is known at preview if only its access list is new", async () => {
    const accessList = { deny: ["203.0.113.7"] };
    const { result } = await deployToMocks(() => new GatewayInstance("shop", { zoneId, accessList }), {
      planned: ["AccessControlList", "AclEntryAttachment", "InstanceAclAttachment"].map(apigateway),
    });
    assert.equal(await isKnown(result.instanceId), true);
  });

  for (const [words, subscription, isRetained] of [
    ["forgotten, not deleted, when it is paid in advance", { period: "month", duration: 9 }, true],
    ["deleted when it is paid as you go", undefined, false],
  ] as const) {
    it(`is ${words}`, async () => {
      const { relatives } = await deployFamily(
        (watch) => new GatewayInstance("shop", { zoneId, ...(subscription && { subscription }) }, watch),
      );
      const made = relatives.filter(({ type }) => type === apigateway("Instance"));
      assert.deepEqual(
        made.map(({ options }) => options.retainOnDelete),
        [isRetained],
      );
    });
  }

  it("can be a subscription, and can be changed by role", async () => {
    const { resources } = await deployToMocks(
      () =>
        new GatewayInstance("shop", {
          zoneId,
          subscription: { period: "month", duration: 9 },
          accessList: { deny: ["10.0.0.1"] },
          transform: {
            gatewayInstance: { skipWaitSwitch: true },
            aclEntryAttachment: (args) => {
              args.comment = "office";
            },
          },
        }),
    );
    const { inputs } = findResource(resources, apigateway("Instance"));
    assert.deepEqual(
      [inputs.paymentType, inputs.pricingCycle, inputs.duration, inputs.skipWaitSwitch],
      ["Subscription", "month", 9, true],
    );
    assert.equal(findResource(resources, apigateway("AclEntryAttachment")).inputs.comment, "office");
    assert.equal(findResource(resources, apigateway("InstanceAclAttachment")).inputs.aclType, "black");
  });
});
