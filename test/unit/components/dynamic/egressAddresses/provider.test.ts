import assert from "node:assert/strict";
import { EgressAddressesProvider } from "../../../../../components/dynamic/egressAddresses/provider";
import { configured, regionId } from "../../../../support/configured";
import { FakeGateway } from "../../../../support/fakeGateway";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const instanceId = "api-shared-vpc-001";

describe("EgressAddresses", () => {
  let gateway: FakeGateway;
  let provider: EgressAddressesProvider;

  beforeEach(async () => {
    gateway = new FakeGateway();
    gateway.instances = [
      { instanceId, vpcEgressAddress: "100.104.2.0/26", newVpcEgressAddress: "100.104.1.0/26" },
    ];
    provider = await configured(new EgressAddressesProvider(gateway));
  });

  const checked = async () => {
    const { inputs } = await provider.check({ instanceId, cidrs: [] }, { instanceId });
    assert.ok(inputs && "cidrs" in inputs);
    return inputs;
  };

  it("are looked up at every check, sorted", async () => {
    assert.deepEqual(await checked(), { instanceId, regionId, cidrs: ["100.104.1.0/26", "100.104.2.0/26"] });
  });

  it("are not looked up while the instance is unknown", async () => {
    const news = { instanceId: unknown };
    assert.deepEqual(await provider.check({ instanceId, cidrs: [] }, news), {
      inputs: { ...news, regionId },
    });
    const elsewhere = { instanceId, regionId: unknown };
    assert.deepEqual(await provider.check({ instanceId, cidrs: [] }, elsewhere), { inputs: elsewhere });
  });

  it("show a change only if they change", async () => {
    const { outs } = await provider.create({ instanceId, regionId });
    assert.deepEqual(await provider.diff(instanceId, outs, await checked()), {
      changes: false,
      replaces: [],
    });
    gateway.instances = [{ instanceId, vpcEgressAddress: "100.104.9.0/26" }];
    assert.deepEqual(await provider.diff(instanceId, outs, await checked()), { changes: true, replaces: [] });
    const updated = await provider.update(instanceId, outs, await checked());
    assert.deepEqual(updated.outs.cidrs, ["100.104.9.0/26"]);
  });

  it("are replaced with another instance or region", async () => {
    const { outs } = await provider.create({ instanceId, regionId });
    const other = { ...outs, instanceId: "apigateway-hz-1", regionId: "cn-shanghai" };
    assert.deepEqual((await provider.diff(instanceId, outs, other)).replaces, ["instanceId", "regionId"]);
  });

  it("are unique blocks, also for addresses and lists", async () => {
    gateway.instances = [
      { instanceId, vpcEgressAddress: "100.104.1.7, 100.104.2.0/26", newVpcEgressAddress: "100.104.2.0/26" },
    ];
    assert.deepEqual((await checked()).cidrs, ["100.104.1.7/32", "100.104.2.0/26"]);
  });

  it("include IPv6 only if requested", async () => {
    const egress = "100.104.1.0/26,2001:db8:1::/64,2001:db8:2::7";
    gateway.instances = [{ instanceId, vpcEgressAddress: egress }];
    const ipv4 = { instanceId, regionId, cidrs: ["100.104.1.0/26"] };
    assert.deepEqual(await checked(), ipv4);
    const both = { ...ipv4, ipv6: true, ipv6Cidrs: ["2001:db8:1::/64", "2001:db8:2::7/128"] } as const;
    const { inputs } = await provider.check(ipv4, { instanceId, ipv6: true });
    assert.deepEqual(inputs, both);
    const turnedOn = await provider.diff(instanceId, ipv4, { ...both, ipv6Cidrs: [...both.ipv6Cidrs] });
    assert.deepEqual(turnedOn, { changes: true, replaces: [] });
    gateway.instances = [{ instanceId, vpcEgressAddress: "100.104.1.0/26" }];
    const { props } = await provider.read(instanceId, { instanceId, ipv6: true });
    assert.deepEqual(props.ipv6Cidrs, [], "an instance without IPv6 egress");
  });

  it("are read by a refresh in the same region", async () => {
    assert.deepEqual(await provider.read(instanceId, { instanceId, regionId: "cn-shanghai" }), {
      id: instanceId,
      props: { instanceId, regionId: "cn-shanghai", cidrs: ["100.104.1.0/26", "100.104.2.0/26"] },
    });
  });

  it("are not those of another instance, and fail for an instance without addresses", async () => {
    await assert.rejects(
      provider.create({ instanceId: "apigateway-hz-1" }),
      /no instance apigateway-hz-1 in this region\. Use the ID/,
    );
    gateway.instances = [{ instanceId }];
    await assert.rejects(
      provider.create({ instanceId, regionId }),
      /has no egress address for VPCs\. Use an instance/,
    );
  });
});
