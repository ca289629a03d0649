import assert from "node:assert/strict";
import {
  DescribeInstancesRequest,
  DescribeVpcAccessesRequest,
  SetVpcAccessRequest,
  ValidateVpcConnectivityRequest,
} from "@alicloud/cloudapi20160714";
import { addApi, addBackend, addGroup, type TestBackend } from "../support/localApi";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";

describe("API Gateway: VPC access", () => {
  let cloud: TestCloud;
  let backend: TestBackend;
  let reachable = true;
  beforeEach(async () => {
    reachable = true;
    cloud = await startTestCloud({ connectivity: { isConnected: async () => reachable } });
    backend = await addBackend(cloud);
  });
  afterEach(() => cloud.close());

  const api = (action: string, query: Record<string, string>) => cloud.call(versions.cloudapi, action, query);
  const set = (change: Record<string, string>) =>
    api("SetVpcAccess", {
      Name: "other",
      VpcId: backend.vpcId,
      InstanceId: backend.instanceId,
      Port: "80",
      ...change,
    });

  it("is made, found by all its fields and removed", async () => {
    const made = await cloud.cloudapi.setVpcAccess(
      new SetVpcAccessRequest({
        name: "web",
        vpcId: backend.vpcId,
        instanceId: backend.privateIp,
        port: 8080,
      }),
    );
    assert.match(made.body?.vpcAccessId ?? "", /^[0-9a-f]{32}$/);
    const wanted = { name: "web", vpcId: backend.vpcId, instanceId: backend.privateIp, port: "8080" };
    const found = await cloud.cloudapi.describeVpcAccesses(
      new DescribeVpcAccessesRequest({ ...wanted, pageSize: 50 }),
    );
    const [row] = found.body?.vpcAccessAttributes?.vpcAccessAttribute ?? [];
    assert.equal(row?.port, 8080);
    assert.equal(row?.regionId, "cn-hangzhou");
    await api("RemoveVpcAccess", { VpcId: backend.vpcId, InstanceId: backend.privateIp, Port: "8080" });
    const left = await api("DescribeVpcAccesses", { Name: "web" });
    assert.deepEqual(at(left, "VpcAccessAttributes.VpcAccessAttribute"), []);
    const again = api("RemoveVpcAccess", {
      VpcId: backend.vpcId,
      InstanceId: backend.privateIp,
      Port: "8080",
    });
    assert.equal(await readCode(again), "NotFoundVpcAccess");
  });

  it("is refused for what is not there, not private, or there already", async () => {
    const internet = textAt(
      await cloud.call(versions.slb, "CreateLoadBalancer", { AddressType: "internet" }),
      "LoadBalancerId",
    );
    assert.equal(await readCode(set({ VpcId: "vpc-none" })), "NotFoundVpc");
    assert.equal(await readCode(set({ InstanceId: "i-none" })), "NotFoundBackendInstance");
    assert.equal(await readCode(set({ InstanceId: "10.0.0.99" })), "NotFoundBackendInstance");
    assert.equal(await readCode(set({ InstanceId: internet })), "UnsupportedBackendInstance");
    assert.equal(await readCode(set({ InstanceId: "alb-123" })), "UnsupportedBackendInstance");
    assert.equal(await readCode(set({ InstanceId: "example.com" })), "UnsupportedBackendInstance");
    assert.equal(await readCode(set({ Name: "backend" })), "DuplicateVpcAccessName");
    assert.equal(await readCode(set({ InstanceId: backend.lb })), "DuplicateVpcAccess");
    assert.equal(await readCode(set({ Port: "65536" })), "InvalidPort.OutOfRange");
    assert.equal(cloud.store.vpcAccesses.all().length, 1);
  });

  it("tells who owns the target and whether packets get there", async () => {
    const [access] = cloud.store.vpcAccesses.all();
    const ask = () =>
      cloud.cloudapi.validateVpcConnectivity(
        new ValidateVpcConnectivityRequest({
          instanceId: "api-shared-vpc-001",
          vpcAccessId: access?.id ?? "",
        }),
      );
    assert.deepEqual([(await ask()).body?.connected, (await ask()).body?.ipType], [true, "SLB"]);
    reachable = false;
    assert.equal((await ask()).body?.connected, false);
    reachable = true;
    await cloud.call(versions.slb, "DeleteLoadBalancer", { LoadBalancerId: backend.lb });
    assert.deepEqual([(await ask()).body?.connected, (await ask()).body?.ipType], [false, "INVALID"]);
  });

  it("can be pointed elsewhere, with its APIs", async () => {
    const change = { Name: "backend", VpcId: backend.vpcId, InstanceId: backend.instanceId, Port: "8080" };
    await api("ModifyVpcAccessAndUpdateApis", { ...change, NeedBatchWork: "true" });
    const [access] = cloud.store.vpcAccesses.all();
    assert.deepEqual([access?.instanceId, access?.port], [backend.instanceId, 8080]);
    const without = api("ModifyVpcAccessAndUpdateApis", { ...change, NeedBatchWork: "false" });
    assert.equal(await readCode(without), "LocalCloud.ValueNotImplemented");
    const unknown = api("ModifyVpcAccessAndUpdateApis", { ...change, Name: "none", NeedBatchWork: "true" });
    assert.equal(await readCode(unknown), "NotFoundVpcAccess");
  });

  it("is removed even while a published API uses it, and the answer names the API", async () => {
    const groupId = await addGroup(cloud);
    const apiId = await addApi(cloud, groupId);
    await api("DeployApi", { ApiId: apiId, StageName: "RELEASE", Description: "first" });
    const removed = await api("RemoveVpcAccess", {
      VpcId: backend.vpcId,
      InstanceId: backend.lb,
      Port: "80",
    });
    assert.equal(at(removed, "Apis.Api.0.ApiId"), apiId);
  });

  it("comes from a gateway instance whose egress differs by region", async () => {
    const own = await cloud.cloudapi.describeInstances(
      new DescribeInstancesRequest({ instanceId: "api-shared-vpc-001" }),
    );
    const instance = own.body?.instances?.instanceAttribute?.[0];
    assert.equal(instance?.status, "RUNNING");
    assert.match(instance?.vpcEgressAddress ?? "", /^100\.104\.\d+\.\d+\/26,2001:db8:[\da-f:]+\/64$/);
    assert.deepEqual([instance?.supportIpv6, instance?.egressIpv6Enable], [true, true]);
    assert.notEqual(instance?.newVpcEgressAddress, instance?.vpcEgressAddress);
    const other = await api("DescribeInstances", {
      RegionId: "cn-shanghai",
      InstanceId: "api-shared-vpc-001",
    });
    assert.notEqual(at(other, "Instances.InstanceAttribute.0.VpcEgressAddress"), instance?.vpcEgressAddress);
    assert.equal(at(other, "Instances.InstanceAttribute.0.EgressIpv6Enable"), false);
    const none = await api("DescribeInstances", { InstanceId: "apigateway-none" });
    assert.deepEqual(at(none, "Instances.InstanceAttribute"), []);
  });
});
