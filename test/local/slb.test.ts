import assert from "node:assert/strict";
import type { HealthChecks } from "../../local/services/slb/ports";
import {
  at,
  readCode,
  readRefusal,
  startTestCloud,
  type TestCloud,
  textAt,
  versions,
} from "../support/localCloud";
import { addBalancer, addInstance, addNetwork } from "../support/localNetwork";

type Place = Awaited<ReturnType<typeof addInstance>>;

const health: Pick<HealthChecks, "health"> = {
  health: async (_balancer, _listener, servers) => servers.map((server) => ({ server, status: "normal" })),
};

describe("CLB", () => {
  let cloud: TestCloud;
  let place: Place;
  let lb: string;
  beforeEach(async () => {
    cloud = await startTestCloud({ health });
    place = await addInstance(cloud);
    lb = await addBalancer(cloud, place);
  });
  afterEach(() => cloud.close());

  const slb = (action: string, query: Record<string, string>, scheme: "HTTP" | "HTTPS" = "HTTP") =>
    cloud.call(versions.slb, action, query, scheme);
  const newGroup = async (servers?: unknown) => {
    const BackendServers = servers ? JSON.stringify(servers) : "";
    const group = await slb("CreateVServerGroup", {
      LoadBalancerId: lb,
      VServerGroupName: "web",
      BackendServers,
    });
    return textAt(group, "VServerGroupId");
  };
  const listener = (change: Record<string, string> = {}) => ({
    LoadBalancerId: lb,
    ListenerPort: "80",
    ...change,
  });

  it("makes, changes and deletes an intranet balancer with a free address", async () => {
    const seen = await slb("DescribeLoadBalancerAttribute", { LoadBalancerId: lb, RegionId: "cn-hangzhou" });
    assert.equal(seen.Address, "10.0.0.2", "the instance has the first address");
    assert.equal(seen.LoadBalancerStatus, "active");
    assert.equal(seen.Bandwidth, 1);
    assert.equal(seen.VpcId, place.vpcId);
    await slb("SetLoadBalancerName", { LoadBalancerId: lb, LoadBalancerName: "front" });
    await slb("SetLoadBalancerDeleteProtection", { LoadBalancerId: lb, DeleteProtection: "on" });
    assert.equal(
      await readCode(slb("DeleteLoadBalancer", { LoadBalancerId: lb })),
      "OperationDenied.DeleteProtectionIsOn",
    );
    await slb("SetLoadBalancerDeleteProtection", { LoadBalancerId: lb, DeleteProtection: "off" });
    assert.equal(at(await slb("DescribeLoadBalancers", { LoadBalancerName: "front" }), "TotalCount"), 1);
    await slb("DeleteLoadBalancer", { LoadBalancerId: lb });
    const gone = await readRefusal(slb("DescribeLoadBalancerAttribute", { LoadBalancerId: lb }));
    assert.deepEqual([gone.code, gone.status], ["InvalidLoadBalancerId.NotFound", 404]);
  });

  it("is protected from changes in the console, and from none by a call", async () => {
    const lb = textAt(
      await slb("CreateLoadBalancer", {
        AddressType: "intranet",
        VSwitchId: place.vswitchId,
        ModificationProtectionStatus: "ConsoleProtection",
        ModificationProtectionReason: "backEnd",
      }),
      "LoadBalancerId",
    );
    const seen = await slb("DescribeLoadBalancerAttribute", { LoadBalancerId: lb });
    assert.equal(seen.ModificationProtectionStatus, "ConsoleProtection");
    await slb("SetLoadBalancerName", { LoadBalancerId: lb, LoadBalancerName: "renamed" });
    await slb("DeleteLoadBalancer", { LoadBalancerId: lb });
    const gone = slb("DescribeLoadBalancerAttribute", { LoadBalancerId: lb });
    assert.equal(await readCode(gone), "InvalidLoadBalancerId.NotFound");
  });

  it("refuses balancers that cannot be", async () => {
    const create = (query: Record<string, string>) => readCode(slb("CreateLoadBalancer", query));
    assert.equal(await create({ AddressType: "intranet" }), "MissingVSwitchId");
    assert.equal(await create({ VSwitchId: "vsw-none" }), "InvalidVSwitchId.NotFound");
    assert.equal(
      await create({ VSwitchId: place.vswitchId, Address: place.privateIp }),
      "InvalidAddress.Malformed",
    );
    assert.equal(
      await create({ VSwitchId: place.vswitchId, MasterZoneId: "cn-x" }),
      "InvalidZoneId.NotFound",
    );
    assert.equal(await create({ AddressIPVersion: "ipv6" }), "LocalCloud.ValueNotImplemented");
    assert.equal(
      await create({ LoadBalancerSpec: "slb.s9.huge" }),
      "InvalidLoadBalancerSpec.ValueNotSupported",
    );
  });

  it("runs a TCP listener with an HTTP health check from create to delete, as the provider does", async () => {
    const group = await newGroup();
    await slb("SetVServerGroupAttribute", { VServerGroupId: group, VServerGroupName: "web" });
    await slb("AddVServerGroupBackendServers", {
      VServerGroupId: group,
      BackendServers: `[{'ServerId':'${place.instanceId}','Port':'80','Weight':'100', 'Type': 'ecs'}]`,
    });
    const created = listener({ VServerGroupId: group, Scheduler: "wrr", AclStatus: "off", Bandwidth: "-1" });
    await slb("CreateLoadBalancerTCPListener", created, "HTTPS");
    const describe = () => slb("DescribeLoadBalancerTCPListenerAttribute", listener(), "HTTPS");
    assert.equal((await describe()).Status, "stopped");
    await slb("StartLoadBalancerListener", listener({ ListenerProtocol: "tcp" }));
    // The provider's call after create: HTTP-only parameters too, from its shared map.
    await slb(
      "SetLoadBalancerTCPListenerAttribute",
      listener({
        ...{ VServerGroup: "on", VServerGroupId: group, Scheduler: "wrr", AclStatus: "off", Gzip: "on" },
        ...{
          StickySession: "off",
          HealthCheck: "on",
          RequestTimeout: "60",
          IdleTimeout: "15",
          PersistenceTimeout: "0",
        },
        ...{ HealthCheckURI: "/health", HealthCheckHttpCode: "http_2xx,http_3xx", HealthCheckType: "http" },
        ...{
          HealthyThreshold: "2",
          UnhealthyThreshold: "4",
          HealthCheckTimeout: "7",
          HealthCheckConnectTimeout: "7",
        },
        ...{ HealthCheckInterval: "3", EstablishedTimeout: "900", BackendServerPort: "80" },
      }),
      "HTTPS",
    );
    const seen = await describe();
    const expected = {
      ...{
        Status: "running",
        ListenerPort: 80,
        Bandwidth: -1,
        VServerGroupId: group,
        Scheduler: "wrr",
        AclStatus: "off",
      },
      ...{ HealthCheck: "on", HealthCheckType: "http", HealthCheckURI: "/health", HealthyThreshold: 2 },
      ...{
        UnhealthyThreshold: 4,
        HealthCheckConnectTimeout: 7,
        HealthCheckInterval: 3,
        EstablishedTimeout: 900,
      },
      ...{ PersistenceTimeout: 0, HealthCheckHttpCode: "http_2xx,http_3xx", ProxyProtocolV2Enabled: false },
    };
    for (const [name, value] of Object.entries(expected)) assert.deepEqual(seen[name], value, name);
    for (const name of ["StickySession", "Gzip", "IdleTimeout", "HealthCheckTimeout"]) {
      assert.equal(seen[name], undefined, `${name} has no meaning for TCP`);
    }
    const balancer = await slb("DescribeLoadBalancerAttribute", { LoadBalancerId: lb });
    const port = at(balancer, "ListenerPortsAndProtocol.ListenerPortAndProtocol.0");
    assert.deepEqual([at(port, "ListenerPort"), at(port, "ListenerProtocol")], [80, "tcp"]);
    const status = await slb("DescribeHealthStatus", listener({ ListenerProtocol: "tcp" }));
    assert.equal(at(status, "BackendServers.BackendServer.0.ServerHealthStatus"), "normal");
    assert.equal(at(status, "BackendServers.BackendServer.0.ServerId"), place.instanceId);

    assert.equal(await readCode(slb("DeleteVServerGroup", { VServerGroupId: group })), "RspoolVipExist");
    await slb("DeleteLoadBalancerListener", listener({ ListenerProtocol: "tcp" }));
    const gone = await readRefusal(describe());
    assert.equal(gone.status, 404);
    assert.match(gone.message, /The specified resource does not exist/);
    await slb("DeleteVServerGroup", { VServerGroupId: group });
    const goneGroup = await readRefusal(slb("DescribeVServerGroupAttribute", { VServerGroupId: group }));
    assert.equal(goneGroup.code, "InvalidParameter");
    assert.match(goneGroup.message, /The specified VServerGroupId does not exist/);
  });

  it("answers an HTTP listener with its own attributes and types", async () => {
    await slb(
      "CreateLoadBalancerHTTPListener",
      listener({ BackendServerPort: "8080", HealthCheckMethod: "get" }),
    );
    const seen = await slb("DescribeLoadBalancerHTTPListenerAttribute", listener());
    const expected = {
      HealthCheckMethod: "get",
      HealthCheckTimeout: 5,
      IdleTimeout: 15,
      RequestTimeout: 60,
      Gzip: "on",
    };
    for (const [name, value] of Object.entries(expected)) assert.equal(seen[name], value, name);
    assert.equal(seen.BackendServerPort, 8080);
    assert.equal(seen.StickySession, "off");
    assert.equal(seen.XForwardedFor, "on");
    assert.equal(seen.EstablishedTimeout, undefined);
  });

  it("refuses listeners that cannot be", async () => {
    const create = (protocol: string, change: Record<string, string>) =>
      readCode(slb(`CreateLoadBalancer${protocol}Listener`, listener(change)));
    assert.equal(await create("TCP", {}), "InvalidBackendServerPort.Missing");
    assert.equal(await create("TCP", { VServerGroupId: "rsp-none" }), "InvalidParameter");
    assert.equal(
      await create("TCP", { ListenerPort: "0", BackendServerPort: "80" }),
      "InvalidListenerPort.OutOfRange",
    );
    assert.equal(await create("HTTPS", { BackendServerPort: "80" }), "MissingServerCertificateId");
    assert.equal(
      await create("HTTPS", { BackendServerPort: "80", ServerCertificateId: "none" }),
      "ServerCertificateId.NotFound",
    );
    assert.equal(await create("TCP", { BackendServerPort: "80", AclStatus: "on" }), "MissingAclType");
    assert.equal(
      await create("TCP", { BackendServerPort: "80", AclStatus: "on", AclType: "white", AclId: "acl-none" }),
      "AclNotExist",
    );
    assert.equal(
      await create("HTTP", { ListenerForward: "on", ForwardPort: "443" }),
      "InvalidForwardPort.NotFound",
    );
    await slb("CreateLoadBalancerTCPListener", listener({ BackendServerPort: "80" }));
    assert.equal(await create("HTTP", { BackendServerPort: "80" }), "ListenerAlreadyExists");
    await slb("CreateLoadBalancerUDPListener", listener({ BackendServerPort: "80" }));
    const other = await addBalancer(cloud, place);
    const foreign = textAt(await slb("CreateVServerGroup", { LoadBalancerId: other }), "VServerGroupId");
    assert.equal(await create("TCP", { ListenerPort: "81", VServerGroupId: foreign }), "InvalidParameter");
  });

  it("takes servers as JSON and with single quotes, with numbers as texts", async () => {
    const group = await newGroup([{ ServerId: place.instanceId, Port: 80 }]);
    await slb("AddVServerGroupBackendServers", {
      VServerGroupId: group,
      BackendServers: JSON.stringify([{ ServerId: place.instanceId, Port: "80", Weight: "20" }]),
    });
    const seen = await slb("DescribeVServerGroupAttribute", { VServerGroupId: group });
    assert.deepEqual(at(seen, "BackendServers.BackendServer"), [
      {
        ServerId: place.instanceId,
        Port: 80,
        Weight: 20,
        Type: "ecs",
        ServerIp: "",
        Description: "",
      },
    ]);
    const remove = {
      VServerGroupId: group,
      BackendServers: `[{'ServerId':'${place.instanceId}','Port':'80'}]`,
    };
    await slb("RemoveVServerGroupBackendServers", remove);
    await slb("RemoveVServerGroupBackendServers", { VServerGroupId: group });
    assert.deepEqual(
      at(
        await slb("DescribeVServerGroupAttribute", { VServerGroupId: group }),
        "BackendServers.BackendServer",
      ),
      [],
    );
  });

  it("rejects servers that do not exist or are in another VPC", async () => {
    const group = await newGroup();
    const add = (BackendServers: string) =>
      readCode(slb("AddVServerGroupBackendServers", { VServerGroupId: group, BackendServers }));
    const stranger = await addInstance(cloud, await addNetwork(cloud, "192.168.0.0/16"));
    assert.equal(await add('[{"ServerId":"i-none","Port":80}]'), "InvalidServerId.NotFound");
    assert.equal(
      await add(JSON.stringify([{ ServerId: stranger.instanceId, Port: 80 }])),
      "InvalidServerId.VpcMismatch",
    );
  });

  for (const [problem, write] of [
    ["a text that is not JSON", () => "x"],
    ["an object instead of a list", () => "{}"],
    ["a number instead of a server", () => "[1]"],
    ["a server without ID", () => '[{"Port":80}]'],
    ["a server without port", (ServerId: string) => JSON.stringify([{ ServerId }])],
    ["a weight above 100", (ServerId: string) => JSON.stringify([{ ServerId, Port: 80, Weight: 101 }])],
  ] as const) {
    it(`rejects ${problem} as servers`, async () => {
      const query = { VServerGroupId: await newGroup(), BackendServers: write(place.instanceId) };
      assert.equal(
        await readCode(slb("AddVServerGroupBackendServers", query)),
        "InvalidBackendServers.Malformed",
      );
    });
  }

  it("has default servers, which leave with their instance", async () => {
    const servers = `[{'ServerId':'${place.instanceId}','Weight':'50', 'Type': 'ecs'}]`;
    const group = await newGroup([{ ServerId: place.instanceId, Port: 80 }]);
    await slb("AddBackendServers", { LoadBalancerId: lb, BackendServers: servers });
    const path = "BackendServers.BackendServer.0.Weight";
    assert.equal(at(await slb("DescribeLoadBalancerAttribute", { LoadBalancerId: lb }), path), 50);
    await slb("SetBackendServers", { LoadBalancerId: lb, BackendServers: servers.replace("'50'", "'60'") });
    assert.equal(at(await slb("DescribeLoadBalancerAttribute", { LoadBalancerId: lb }), path), 60);
    await cloud.call(versions.ecs, "DeleteInstance", { InstanceId: place.instanceId, Force: "true" });
    assert.equal(at(await slb("DescribeLoadBalancerAttribute", { LoadBalancerId: lb }), path), undefined);
    assert.equal(at(await slb("DescribeVServerGroupAttribute", { VServerGroupId: group }), path), undefined);
  });

  describe("primary/secondary server groups", () => {
    const addPair = async () => {
      const second = await addInstance(cloud, place);
      const servers = [
        { ServerId: place.instanceId, Port: 80, ServerType: "Slave" },
        { ServerId: second.instanceId, Port: 80, ServerType: "Master" },
      ];
      const MasterSlaveBackendServers = JSON.stringify(servers);
      const made = await slb("CreateMasterSlaveServerGroup", {
        LoadBalancerId: lb,
        MasterSlaveBackendServers,
      });
      return { id: textAt(made, "MasterSlaveServerGroupId"), primary: second.instanceId };
    };
    const describeTcp = () => slb("DescribeLoadBalancerTCPListenerAttribute", listener());

    it("serve a TCP listener, with the primary server first", async () => {
      const { id: MasterSlaveServerGroupId, primary } = await addPair();
      await slb("CreateLoadBalancerTCPListener", listener({ MasterSlaveServerGroupId }));
      assert.equal((await describeTcp()).MasterSlaveServerGroupId, MasterSlaveServerGroupId);
      const status = await slb("DescribeHealthStatus", listener());
      assert.deepEqual(
        [
          at(status, "BackendServers.BackendServer.0.ServerId"),
          at(status, "BackendServers.BackendServer.1.ServerId"),
        ],
        [primary, place.instanceId],
      );
      const list = await slb("DescribeMasterSlaveServerGroups", {
        LoadBalancerId: lb,
        IncludeListener: "true",
      });
      const path =
        "MasterSlaveServerGroups.MasterSlaveServerGroup.0.AssociatedObjects.Listeners.Listener.0.Port";
      assert.equal(at(list, path), 80);
    });

    it("replace the VServer group of a listener, and are replaced by one", async () => {
      const { id: MasterSlaveServerGroupId } = await addPair();
      const VServerGroupId = await newGroup();
      await slb("CreateLoadBalancerTCPListener", listener({ VServerGroupId }));
      const pair = { MasterSlaveServerGroup: "on", MasterSlaveServerGroupId, VServerGroup: "off" };
      await slb("SetLoadBalancerTCPListenerAttribute", listener(pair));
      const after = await describeTcp();
      assert.deepEqual(
        [after.VServerGroupId, after.MasterSlaveServerGroupId],
        ["", MasterSlaveServerGroupId],
      );
      const group = { VServerGroup: "on", VServerGroupId, MasterSlaveServerGroup: "off" };
      await slb("SetLoadBalancerTCPListenerAttribute", listener(group));
      const again = await describeTcp();
      assert.deepEqual([again.VServerGroupId, again.MasterSlaveServerGroupId], [VServerGroupId, ""]);
    });

    it("are deleted after their listener", async () => {
      const { id: MasterSlaveServerGroupId } = await addPair();
      await slb("CreateLoadBalancerUDPListener", listener({ MasterSlaveServerGroupId }));
      const remove = () => slb("DeleteMasterSlaveServerGroup", { MasterSlaveServerGroupId });
      assert.equal(await readCode(remove()), "RspoolVipExist");
      await slb("DeleteLoadBalancerListener", listener());
      await remove();
      const refusal = await readRefusal(
        slb("DescribeMasterSlaveServerGroupAttribute", { MasterSlaveServerGroupId }),
      );
      assert.match(refusal.message, /The specified MasterSlaveGroupId does not exist/);
    });

    it("are refused for layer 7, and beside a VServer group", async () => {
      const { id: MasterSlaveServerGroupId } = await addPair();
      const code = "InvalidParameter.MasterSlaveServerGroup";
      const http = slb("CreateLoadBalancerHTTPListener", listener({ MasterSlaveServerGroupId }));
      assert.equal(await readCode(http), code);
      const both = { MasterSlaveServerGroupId, VServerGroupId: await newGroup() };
      assert.equal(await readCode(slb("CreateLoadBalancerTCPListener", listener(both))), code);
    });

    it("have one primary and one secondary server", async () => {
      const servers = [80, 81].map((Port) => ({ ServerId: place.instanceId, Port, ServerType: "Master" }));
      const MasterSlaveBackendServers = JSON.stringify(servers);
      const attempt = slb("CreateMasterSlaveServerGroup", { LoadBalancerId: lb, MasterSlaveBackendServers });
      assert.equal(await readCode(attempt), "InvalidBackendServers.Malformed");
    });
  });

  it("tags balancers and groups, and knows its zones", async () => {
    await slb("TagResources", {
      ResourceType: "instance",
      "ResourceId.1": lb,
      "Tag.1.Key": "k",
      "Tag.1.Value": "v",
    });
    const tags = await slb("ListTagResources", {
      RegionId: "cn-hangzhou",
      ResourceType: "instance",
      "ResourceId.1": lb,
    });
    assert.equal(at(tags, "TagResources.TagResource.0.TagValue"), "v");
    const zones = await slb("DescribeAvailableResource", { AddressType: "vpc", AddressIPVersion: "ipv4" });
    assert.equal(at(zones, "AvailableResources.AvailableResource.0.MasterZoneId"), "cn-hangzhou-h");
  });
});
