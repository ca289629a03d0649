import assert from "node:assert/strict";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";
import { addInstance, addNetwork, launchParameters } from "../support/localNetwork";

describe("ECS network interfaces", () => {
  let cloud: TestCloud;
  let place: Awaited<ReturnType<typeof addInstance>>;
  beforeEach(async () => {
    cloud = await startTestCloud();
    place = await addInstance(cloud);
  });
  afterEach(() => cloud.close());

  const ecs = (action: string, query: Record<string, string> = {}) => cloud.call(versions.ecs, action, query);
  const newInterface = async (query: Record<string, string> = {}) =>
    textAt(
      await ecs("CreateNetworkInterface", {
        VSwitchId: place.vswitchId,
        SecurityGroupId: place.securityGroupId,
        ...query,
      }),
      "NetworkInterfaceId",
    );
  const describeOne = async (id: string) =>
    at(
      await ecs("DescribeNetworkInterfaces", { "NetworkInterfaceId.1": id }),
      "NetworkInterfaceSets.NetworkInterfaceSet.0",
    );

  it("have an address of their own that nothing else gets", async () => {
    const id = await newInterface({ NetworkInterfaceName: "second" });
    const seen = await describeOne(id);
    assert.equal(at(seen, "Status"), "Available");
    assert.equal(at(seen, "Type"), "Secondary");
    const PrimaryIpAddress = textAt(seen, "PrivateIpAddress");
    assert.equal(await readCode(newInterface({ PrimaryIpAddress })), "InvalidPrivateIpAddress.Duplicated");
    assert.equal(
      await readCode(cloud.call(versions.vpc, "DeleteVSwitch", { VSwitchId: place.vswitchId })),
      "DependencyViolation",
    );
  });

  it("are attached to an instance and detached from it", async () => {
    const NetworkInterfaceId = await newInterface();
    const target = { NetworkInterfaceId, InstanceId: place.instanceId };
    await ecs("AttachNetworkInterface", target);
    assert.equal(at(await describeOne(NetworkInterfaceId), "InstanceId"), place.instanceId);
    assert.equal(await readCode(ecs("DeleteNetworkInterface", { NetworkInterfaceId })), "InvalidEniStatus");
    const listed = await ecs("DescribeInstances");
    assert.equal(at(listed, "Instances.Instance.0.NetworkInterfaces.NetworkInterface.1.Type"), "Secondary");
    await ecs("DetachNetworkInterface", target);
    await ecs("DeleteNetworkInterface", { NetworkInterfaceId });
    assert.equal(await describeOne(NetworkInterfaceId), undefined);
  });

  const findPrimary = async () => {
    const listed = await ecs("DescribeNetworkInterfaces", { InstanceId: place.instanceId });
    return textAt(listed, "NetworkInterfaceSets.NetworkInterfaceSet.0.NetworkInterfaceId");
  };
  for (const [kind, find] of [
    ["the primary interface of an instance", findPrimary],
    ["an interface without an instance", () => newInterface()],
  ] as const) {
    it(`get and lose secondary addresses: ${kind}`, async () => {
      const NetworkInterfaceId = await find();
      const added = await ecs("AssignPrivateIpAddresses", {
        NetworkInterfaceId,
        SecondaryPrivateIpAddressCount: "1",
      });
      const address = textAt(added, "AssignedPrivateIpAddressesSet.PrivateIpSet.PrivateIpAddress.0");
      const remove = { NetworkInterfaceId, "PrivateIpAddress.1": address };
      await ecs("UnassignPrivateIpAddresses", remove);
      assert.equal(await readCode(ecs("UnassignPrivateIpAddresses", remove)), "InvalidIp.NotFound");
    });
  }

  it("are created with an instance and end with it", async () => {
    const network = await addNetwork(cloud, "10.9.0.0/16");
    const { ImageId = "", InstanceType = "" } = launchParameters(network);
    const answer = await ecs("RunInstances", {
      ImageId,
      InstanceType,
      "NetworkInterface.1.InstanceType": "Primary",
      "NetworkInterface.1.VSwitchId": network.vswitchId,
      "NetworkInterface.1.SecurityGroupIds.1": network.securityGroupId,
      "NetworkInterface.1.SourceDestCheck": "true",
      "NetworkInterface.2.InstanceType": "Secondary",
      "NetworkInterface.2.VSwitchId": network.vswitchId,
      "NetworkInterface.2.SecurityGroupIds.1": network.securityGroupId,
    });
    const InstanceId = textAt(answer, "InstanceIdSets.InstanceIdSet.0");
    const listed = await ecs("DescribeNetworkInterfaces", { InstanceId });
    assert.equal(at(listed, "TotalCount"), 2);
    assert.equal(at(listed, "NetworkInterfaceSets.NetworkInterfaceSet.0.SourceDestCheck"), true);
    const instance = cloud.store.instances.get(InstanceId);
    if (instance) instance.status = "Stopped";
    await ecs("DeleteInstance", { InstanceId });
    assert.equal(cloud.store.networkInterfaces.all().length, 0);
  });

  it("have an elastic IP address for one of their addresses", async () => {
    const InstanceId = await newInterface();
    const vpc = (action: string, query = {}) => cloud.call(versions.vpc, action, query);
    const AllocationId = textAt(await vpc("AllocateEipAddress"), "AllocationId");
    const target = { AllocationId, InstanceId, InstanceType: "NetworkInterface" };
    const other = vpc("AssociateEipAddress", { ...target, PrivateIpAddress: "10.9.9.9" });
    assert.equal(await readCode(other), "InvalidPrivateIpAddress.NotFound");
    const PrivateIpAddress = textAt(await describeOne(InstanceId), "PrivateIpAddress");
    await vpc("AssociateEipAddress", { ...target, PrivateIpAddress });
    const found = await vpc("DescribeEipAddresses", { AllocationId });
    assert.equal(at(found, "EipAddresses.EipAddress.0.PrivateIpAddress"), PrivateIpAddress);
  });

  it("can be a back-end server of a CLB", async () => {
    const lb = await cloud.call(versions.slb, "CreateLoadBalancer", { VSwitchId: place.vswitchId });
    const ServerId = await newInterface();
    const group = await cloud.call(versions.slb, "CreateVServerGroup", {
      LoadBalancerId: textAt(lb, "LoadBalancerId"),
      BackendServers: JSON.stringify([{ ServerId, Port: 8080, Type: "eni" }]),
    });
    assert.equal(at(group, "BackendServers.BackendServer.0.ServerId"), ServerId);
  });

  it("keeps maintenance, jumbo frames and the bid for an instance", async () => {
    const { InstanceIdSets } = await ecs("RunInstances", {
      ...launchParameters(await addNetwork(cloud)),
      SpotStrategy: "SpotWithPriceLimit",
      SpotPriceLimit: "1.002",
      "NetworkOptions.EnableJumboFrame": "true",
    });
    const id = textAt({ InstanceIdSets }, "InstanceIdSets.InstanceIdSet.0");
    const listed = await ecs("DescribeInstances", { InstanceIds: JSON.stringify([id]) });
    assert.equal(at(listed, "Instances.Instance.0.SpotPriceLimit"), 1.002);
    assert.equal((await ecs("DescribeInstanceAttribute", { InstanceId: id })).EnableJumboFrame, true);
    const window = { "MaintenanceWindow.1.StartTime": "01:00:00", "MaintenanceWindow.1.EndTime": "02:00:00" };
    const change = {
      "InstanceId.1": id,
      ActionOnMaintenance: "Stop",
      NotifyOnMaintenance: "true",
      ...window,
    };
    await ecs("ModifyInstanceMaintenanceAttributes", change);
    const seen = await ecs("DescribeInstanceMaintenanceAttributes", { "InstanceId.1": id });
    const row = "MaintenanceAttributes.MaintenanceAttribute.0";
    assert.equal(at(seen, `${row}.ActionOnMaintenance.Value`), "Stop");
    assert.equal(at(seen, `${row}.MaintenanceWindows.MaintenanceWindow.0.StartTime`), "01:00:00");
  });
});
