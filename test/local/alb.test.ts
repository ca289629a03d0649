import assert from "node:assert/strict";
import {
  at,
  readCode,
  readRefusal,
  startTestCloud,
  type TestCloud,
  textAt,
  versions,
} from "../support/localCloud";
import { addInstance } from "../support/localNetwork";

type Query = Record<string, string>;

describe("ALB", () => {
  let cloud: TestCloud;
  let place: Awaited<ReturnType<typeof addInstance>>;
  let secondVSwitch: string;
  let skipped = 0;
  beforeEach(async () => {
    skipped = 0;
    cloud = await startTestCloud({ clock: () => new Date(Date.now() + skipped) });
    place = await addInstance(cloud);
    const vswitch = { VpcId: place.vpcId, ZoneId: "cn-hangzhou-i", CidrBlock: "10.0.1.0/24" };
    secondVSwitch = textAt(await cloud.call(versions.vpc, "CreateVSwitch", vswitch), "VSwitchId");
  });
  afterEach(() => cloud.close());

  const alb = (action: string, query: Query = {}) => cloud.call(versions.alb, action, query);
  const wanted = (change: Query = {}): Query => ({
    AddressType: "Intranet",
    AddressAllocatedMode: "Fixed",
    LoadBalancerEdition: "Basic",
    LoadBalancerName: "front",
    VpcId: place.vpcId,
    "LoadBalancerBillingConfig.PayType": "PostPay",
    "ZoneMappings.1.ZoneId": "cn-hangzhou-h",
    "ZoneMappings.1.VSwitchId": place.vswitchId,
    "ZoneMappings.1.AllocationId": "",
    "ZoneMappings.2.ZoneId": "cn-hangzhou-i",
    "ZoneMappings.2.VSwitchId": secondVSwitch,
    ...change,
  });
  /** Lets the time pass that an asynchronous call takes. */
  const jobEnds = async (jobId: string) => {
    const job = async () => {
      const { Jobs } = await alb("ListAsynJobs", { "JobIds.1": jobId });
      assert.ok(Array.isArray(Jobs) && Jobs.length === 1, "exactly the requested one");
      return at(Jobs, "0.Status");
    };
    assert.equal(await job(), "Processing");
    skipped += 1_000;
    assert.equal(await job(), "Succeeded");
  };
  const newAlb = async (change: Query = {}) => {
    const made = await alb("CreateLoadBalancer", wanted(change));
    await jobEnds(textAt(made, "JobId"));
    return textAt(made, "LoadBalancerId");
  };
  const newGroup = async () =>
    textAt(
      await alb("CreateServerGroup", {
        ServerGroupName: "web",
        VpcId: place.vpcId,
        "HealthCheckConfig.HealthCheckEnabled": "true",
        "HealthCheckConfig.HealthCheckConnectPort": "0",
      }),
      "ServerGroupId",
    );
  const listener = (balancer: string, group: string): Query => ({
    LoadBalancerId: balancer,
    ListenerProtocol: "HTTP",
    ListenerPort: "80",
    "DefaultActions.1.Type": "ForwardGroup",
    "DefaultActions.1.ForwardGroupConfig.ServerGroupTuples.1.ServerGroupId": group,
  });
  const attribute = (id: string) => alb("GetLoadBalancerAttribute", { LoadBalancerId: id });
  const authorize = (target: string) =>
    cloud.call(versions.cloudapi, "SetVpcAccess", {
      Name: "to-alb",
      VpcId: place.vpcId,
      InstanceId: target,
      Port: "80",
    });

  it("is provisioned, then active, with one address and two local ones in each vSwitch", async () => {
    const made = await alb("CreateLoadBalancer", wanted());
    const id = textAt(made, "LoadBalancerId");
    assert.match(id, /^alb-bp1/);
    assert.equal((await attribute(id)).LoadBalancerStatus, "Provisioning");
    const early = alb("CreateListener", listener(id, await newGroup()));
    assert.equal(await readCode(early), "IncorrectStatus.LoadBalancer");
    await jobEnds(textAt(made, "JobId"));
    const active = await attribute(id);
    assert.equal(active.LoadBalancerStatus, "Active");
    assert.equal(textAt(active, "DNSName"), `${id}.cn-hangzhou.alb.aliyuncs.com`);
    const zone = "ZoneMappings.0.LoadBalancerAddresses.0";
    assert.equal(at(active, `${zone}.Address`), "10.0.0.2", "the instance has the first address");
    assert.deepEqual(at(active, `${zone}.Ipv4LocalAddresses`), ["10.0.0.3", "10.0.0.4"]);
    const later = await addInstance(cloud, place);
    assert.equal(later.privateIp, "10.0.0.5", "all three are taken");
  });

  const refusals: { title: string; change: () => Query; code: string }[] = [
    {
      title: "a single zone",
      change: () => ({ "ZoneMappings.2.ZoneId": "", "ZoneMappings.2.VSwitchId": "" }),
      code: "MissingZoneId",
    },
    {
      title: "one zone twice",
      change: () => ({
        "ZoneMappings.2.ZoneId": "cn-hangzhou-h",
        "ZoneMappings.2.VSwitchId": place.vswitchId,
      }),
      code: "IllegalParam.ZoneMappings",
    },
    {
      title: "a vSwitch in another zone",
      change: () => ({ "ZoneMappings.2.ZoneId": "cn-hangzhou-j" }),
      code: "IllegalParam.ZoneMappings",
    },
    {
      title: "an unknown vSwitch",
      change: () => ({ "ZoneMappings.2.VSwitchId": "vsw-none" }),
      code: "ResourceNotFound.VSwitch",
    },
    { title: "an unknown VPC", change: () => ({ VpcId: "vpc-none" }), code: "ResourceNotFound.Vpc" },
    {
      title: "dual stack in vSwitches without IPv6",
      change: () => ({ AddressIpVersion: "DualStack" }),
      code: "IllegalParam.ZoneMappings",
    },
  ];
  for (const { title, change, code } of refusals) {
    it(`is refused for ${title}`, async () => {
      assert.equal(await readCode(alb("CreateLoadBalancer", wanted(change()))), code);
    });
  }

  it("is dual-stack in dual-stack vSwitches, with private addresses", async () => {
    const vpc = (action: string, query: Query) => cloud.call(versions.vpc, action, query);
    await vpc("ModifyVpcAttribute", { VpcId: place.vpcId, EnableIPv6: "true" });
    for (const [index, VSwitchId] of [place.vswitchId, secondVSwitch].entries()) {
      const on = { VSwitchId, EnableIPv6: "true", Ipv6CidrBlock: String(index) };
      await vpc("ModifyVSwitchAttribute", on);
    }
    const answer = await attribute(await newAlb({ AddressIpVersion: "DualStack" }));
    assert.deepEqual([answer.AddressIpVersion, answer.Ipv6AddressType], ["DualStack", "Intranet"]);
    assert.match(textAt(answer, "ZoneMappings.1.LoadBalancerAddresses.0.Ipv6Address"), /^2001:db8:0:101::/);
  });

  it("joins and leaves security groups of its VPC, which then cannot be deleted", async () => {
    const id = await newAlb();
    const group = { LoadBalancerId: id, "SecurityGroupIds.1": place.securityGroupId };
    await jobEnds(textAt(await alb("LoadBalancerJoinSecurityGroup", group), "JobId"));
    assert.deepEqual((await attribute(id)).SecurityGroupIds, [place.securityGroupId]);
    assert.equal(
      await readCode(alb("LoadBalancerJoinSecurityGroup", group)),
      "ResourceAlreadyAssociated.SecurityGroup",
    );
    const none = { ...group, "SecurityGroupIds.1": "sg-none" };
    assert.equal(
      await readCode(alb("LoadBalancerJoinSecurityGroup", none)),
      "ResourceNotFound.SecurityGroup",
    );
    assert.equal(
      await readCode(alb("LoadBalancerLeaveSecurityGroup", none)),
      "ResourceNotAssociated.SecurityGroup",
    );
    await cloud.call(versions.ecs, "DeleteInstance", { InstanceId: place.instanceId, Force: "true" });
    const remove = () =>
      cloud.call(versions.ecs, "DeleteSecurityGroup", { SecurityGroupId: place.securityGroupId });
    assert.equal(await readCode(remove()), "DependencyViolation");
    await alb("LoadBalancerLeaveSecurityGroup", group);
    await remove();
  });

  it("needs two zones", async () => {
    const { "ZoneMappings.2.ZoneId": _zone, "ZoneMappings.2.VSwitchId": _vswitch, ...one } = wanted();
    const refusal = await readRefusal(alb("CreateLoadBalancer", one));
    assert.equal(refusal.code, "IllegalParam.ZoneMappings");
    assert.match(refusal.message, /at least 2 zones/);
  });

  it("forwards from a listener to the servers of a group", async () => {
    const [balancer, group] = [await newAlb(), await newGroup()];
    await alb("AddServersToServerGroup", {
      ServerGroupId: group,
      "Servers.1.ServerId": place.instanceId,
      "Servers.1.ServerType": "Ecs",
      "Servers.1.Port": "80",
      "Servers.1.RemoteIpEnabled": "false",
    });
    const servers = await alb("ListServerGroupServers", { ServerGroupId: group });
    assert.equal(at(servers, "Servers.0.ServerIp"), place.privateIp);
    assert.equal(at(servers, "Servers.0.Weight"), 100);
    const made = await alb("CreateListener", listener(balancer, group));
    await jobEnds(textAt(made, "JobId"));
    const id = textAt(made, "ListenerId");
    const seen = await alb("GetListenerAttribute", { ListenerId: id });
    assert.equal(seen.ListenerStatus, "Running");
    assert.equal(seen.ListenerPort, 80);
    const twice = alb("CreateListener", listener(balancer, group));
    assert.equal(await readCode(twice), "ResourceAlreadyExist.Listener");
    await alb("StopListener", { ListenerId: id });
    assert.equal((await alb("GetListenerAttribute", { ListenerId: id })).ListenerStatus, "Stopped");
  });

  describe("with a server in its group", () => {
    let group: string;
    const server = (change: Query = {}): Query => ({
      ServerGroupId: group,
      "Servers.1.ServerId": place.instanceId,
      "Servers.1.ServerType": "Ecs",
      "Servers.1.Port": "80",
      ...change,
    });
    const update = (change: Query) => alb("UpdateServerGroupServersAttribute", server(change));
    const health = async () => {
      const made = await alb("CreateListener", listener(await newAlb(), group));
      const answer = await alb("GetListenerHealthStatus", { ListenerId: textAt(made, "ListenerId") });
      return at(answer, "ListenerHealthStatus.0.ServerGroupInfos.0");
    };
    beforeEach(async () => {
      group = await newGroup();
      await alb("AddServersToServerGroup", server());
    });

    it("changes its weight", async () => {
      await update({ "Servers.1.Weight": "20" });
      const listed = await alb("ListServerGroupServers", { ServerGroupId: group });
      assert.equal(at(listed, "Servers.0.Weight"), 20);
    });

    it("refuses to change a server that is not in the group", async () => {
      const change = update({ "Servers.1.Port": "81", "Servers.1.Weight": "20" });
      assert.equal(await readCode(change), "ResourceNotFound.BackendServer");
    });

    it("reports a server that fails the health check", async () => {
      assert.deepEqual(at(await health(), "NonNormalServers"), [
        { ServerId: place.instanceId, ServerIp: place.privateIp, Port: 80, Status: "Unhealthy" },
      ]);
    });

    it("reports a server without weight as unused", async () => {
      await update({ "Servers.1.Weight": "0" });
      assert.equal(at(await health(), "NonNormalServers.0.Status"), "Unused");
    });

    it("reports the servers as unavailable without a health check", async () => {
      const off = { ServerGroupId: group, "HealthCheckConfig.HealthCheckEnabled": "false" };
      await alb("UpdateServerGroupAttribute", off);
      assert.equal(at(await health(), "NonNormalServers.0.Status"), "Unavailable");
    });
  });

  it("is taken down in order: listener, server group, ALB, vSwitch", async () => {
    const [balancer, group] = [await newAlb(), await newGroup()];
    const id = textAt(await alb("CreateListener", listener(balancer, group)), "ListenerId");
    assert.equal(
      await readCode(alb("DeleteServerGroup", { ServerGroupId: group })),
      "ResourceInUse.ServerGroup",
    );
    const vswitch = () => cloud.call(versions.vpc, "DeleteVSwitch", { VSwitchId: secondVSwitch });
    assert.equal(await readCode(vswitch()), "DependencyViolation");
    await alb("DeleteListener", { ListenerId: id });
    assert.equal(
      await readCode(alb("GetListenerAttribute", { ListenerId: id })),
      "ResourceNotFound.Listener",
    );
    await alb("DeleteServerGroup", { ServerGroupId: group });
    assert.deepEqual((await alb("ListServerGroups", { "ServerGroupIds.1": group })).ServerGroups, []);
    await alb("EnableDeletionProtection", { ResourceId: balancer });
    const remove = () => alb("DeleteLoadBalancer", { LoadBalancerId: balancer });
    assert.equal(await readCode(remove()), "OperationDenied.DeletionProtectionEnabled");
    await alb("DisableDeletionProtection", { ResourceId: balancer });
    await jobEnds(textAt(await remove(), "JobId"));
    assert.equal(await readCode(attribute(balancer)), "ResourceNotFound.LoadBalancer");
    await vswitch();
  });

  it("is not deleted when it was made with protection, until that is taken away", async () => {
    const id = await newAlb({ DeletionProtectionEnabled: "true" });
    const remove = () => alb("DeleteLoadBalancer", { LoadBalancerId: id });
    assert.equal(await readCode(remove()), "OperationDenied.DeletionProtectionEnabled");
    await alb("DisableDeletionProtection", { ResourceId: id });
    await remove();
  });

  it("is protected from changes in the console, and from none by a call", async () => {
    const id = await newAlb({
      "ModificationProtectionConfig.Status": "ConsoleProtection",
      "ModificationProtectionConfig.Reason": "backEnd",
    });
    const seen = await attribute(id);
    assert.equal(at(seen, "ModificationProtectionConfig.Status"), "ConsoleProtection");
    await alb("UpdateLoadBalancerAttribute", { LoadBalancerId: id, LoadBalancerName: "renamed" });
    await alb("DeleteLoadBalancer", { LoadBalancerId: id });
    assert.equal(await readCode(attribute(id)), "ResourceNotFound.LoadBalancer");
  });

  it("is tagged, renamed and moved to other zones", async () => {
    const id = await newAlb({ "Tags.1.Key": "stage", "Tags.1.Value": "test" });
    await alb("TagResources", {
      ResourceType: "loadbalancer",
      "ResourceId.1": id,
      "Tag.1.Key": "team",
      "Tag.1.Value": "web",
    });
    await alb("UnTagResources", { ResourceType: "loadbalancer", "ResourceId.1": id, "TagKey.1": "stage" });
    await alb("UpdateLoadBalancerAttribute", { LoadBalancerId: id, LoadBalancerName: "back" });
    const third = { VpcId: place.vpcId, ZoneId: "cn-hangzhou-j", CidrBlock: "10.0.2.0/24" };
    const vswitch = textAt(await cloud.call(versions.vpc, "CreateVSwitch", third), "VSwitchId");
    await alb("UpdateLoadBalancerZones", {
      LoadBalancerId: id,
      "ZoneMappings.1.ZoneId": "cn-hangzhou-h",
      "ZoneMappings.1.VSwitchId": place.vswitchId,
      "ZoneMappings.2.ZoneId": "cn-hangzhou-j",
      "ZoneMappings.2.VSwitchId": vswitch,
    });
    const seen = await attribute(id);
    assert.deepEqual(seen.Tags, [{ Key: "team", Value: "web" }]);
    assert.equal(seen.LoadBalancerName, "back");
    const address = (zone: number) => at(seen, `ZoneMappings.${zone}.LoadBalancerAddresses.0.Address`);
    assert.deepEqual([address(0), address(1)], ["10.0.0.2", "10.0.2.1"], "the zone that stays keeps its own");
  });

  it("is authorized by its private address while it is an intranet ALB, never by its id", async () => {
    const id = await newAlb();
    assert.equal(await readCode(authorize(id)), "UnsupportedBackendInstance");
    const access = textAt(await authorize("10.0.0.2"), "VpcAccessId");
    const validate = () =>
      cloud.call(versions.cloudapi, "ValidateVpcConnectivity", {
        InstanceId: "api-shared-vpc-001",
        VpcAccessId: access,
      });
    assert.deepEqual([(await validate()).IpType, (await validate()).Connected], ["SLB", true]);
    await alb("UpdateLoadBalancerAddressTypeConfig", { LoadBalancerId: id, AddressType: "Internet" });
    assert.match(
      textAt(await attribute(id), "ZoneMappings.0.LoadBalancerAddresses.0.Address"),
      /^192\.0\.2\./,
    );
    assert.deepEqual([(await validate()).IpType, (await validate()).Connected], ["INVALID", false]);
    await cloud.call(versions.cloudapi, "RemoveVpcAccess", {
      VpcId: place.vpcId,
      InstanceId: "10.0.0.2",
      Port: "80",
    });
    assert.equal(await readCode(authorize("10.0.0.2")), "UnsupportedBackendInstance");
  });

  it("loses a server that is released, and is not offered where it does not exist", async () => {
    const group = await newGroup();
    await alb("AddServersToServerGroup", {
      ServerGroupId: group,
      "Servers.1.ServerId": place.instanceId,
      "Servers.1.ServerType": "Ecs",
      "Servers.1.Port": "80",
    });
    await cloud.call(versions.ecs, "DeleteInstance", { InstanceId: place.instanceId, Force: "true" });
    assert.deepEqual((await alb("ListServerGroupServers", { ServerGroupId: group })).Servers, []);
    const zones = await alb("DescribeZones", { RegionId: "cn-hangzhou" });
    assert.equal(at(zones, "Zones.0.ZoneId"), "cn-hangzhou-h");
  });
});
