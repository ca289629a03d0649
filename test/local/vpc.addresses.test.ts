import assert from "node:assert/strict";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";
import { addInstance } from "../support/localNetwork";

describe("VPC: blocks, defaults and public addresses", () => {
  let cloud: TestCloud;
  beforeEach(async () => {
    cloud = await startTestCloud();
  });
  afterEach(() => cloud.close());

  const vpc = (action: string, query: Record<string, string> = {}) => cloud.call(versions.vpc, action, query);
  const newVpc = async (query: Record<string, string> = {}) =>
    textAt(await vpc("CreateVpc", { CidrBlock: "10.0.0.0/16", ...query }), "VpcId");
  const newEip = async () => textAt(await vpc("AllocateEipAddress"), "AllocationId");

  it("adds and removes secondary CIDR blocks, for vSwitches too", async () => {
    const VpcId = await newVpc();
    const block = { VpcId, SecondaryCidrBlock: "192.168.0.0/16" };
    await vpc("AssociateVpcCidrBlock", { ...block, IpVersion: "IPV4" });
    const seen = await vpc("DescribeVpcAttribute", { VpcId });
    assert.deepEqual(at(seen, "SecondaryCidrBlocks.SecondaryCidrBlock"), ["192.168.0.0/16"]);
    assert.equal(
      await readCode(vpc("AssociateVpcCidrBlock", { VpcId, SecondaryCidrBlock: "10.0.1.0/24" })),
      "InvalidCidrBlock.OverlapsVpc",
    );
    const place = { VpcId, ZoneId: "cn-hangzhou-h", CidrBlock: "192.168.1.0/24" };
    const VSwitchId = textAt(await vpc("CreateVSwitch", place), "VSwitchId");
    assert.equal(await readCode(vpc("UnassociateVpcCidrBlock", block)), "InvalidCidrBlock.InUse");
    await vpc("DeleteVSwitch", { VSwitchId });
    await vpc("UnassociateVpcCidrBlock", block);
    assert.equal(await readCode(vpc("UnassociateVpcCidrBlock", block)), "InvalidCidrBlock.NotFound");
  });

  it("keeps user CIDR blocks, DNS host names and the system route table's attributes", async () => {
    const VpcId = await newVpc({ UserCidr: "106.11.62.0/24", EnableDnsHostname: "true" });
    const seen = await vpc("DescribeVpcAttribute", { VpcId });
    assert.deepEqual(at(seen, "UserCidrs.UserCidr"), ["106.11.62.0/24"]);
    assert.equal(seen.DnsHostnameStatus, "ENABLED");
    const table = async () =>
      at(await vpc("DescribeRouteTableList", { VpcId }), "RouterTableList.RouterTableListType.0");
    const RouteTableId = textAt(await table(), "RouteTableId");
    assert.equal(at(await table(), "RoutePropagationEnable"), true);
    await vpc("ModifyRouteTableAttributes", {
      RouteTableId,
      RouteTableName: "main",
      RoutePropagationEnable: "false",
    });
    assert.equal(at(await table(), "RouteTableName"), "main");
    assert.equal(at(await table(), "RoutePropagationEnable"), false);
  });

  it("has one default VPC in a region and one default vSwitch in a zone", async () => {
    const vswitch = { ZoneId: "cn-hangzhou-h" };
    assert.equal(await readCode(vpc("CreateDefaultVSwitch", vswitch)), "InvalidDefaultVpc.NotFound");
    const VpcId = textAt(await vpc("CreateDefaultVpc"), "VpcId");
    assert.equal((await vpc("DescribeVpcAttribute", { VpcId })).IsDefault, true);
    assert.equal(at(await vpc("DescribeVpcs", { IsDefault: "true" }), "TotalCount"), 1);
    assert.equal(await readCode(vpc("CreateDefaultVpc")), "OperationDenied.DefaultVpcExists");
    const VSwitchId = textAt(await vpc("CreateDefaultVSwitch", vswitch), "VSwitchId");
    const seen = await vpc("DescribeVSwitchAttributes", { VSwitchId });
    assert.equal(seen.CidrBlock, "172.16.0.0/20");
    assert.equal(seen.IsDefault, true);
    assert.equal(
      await readCode(vpc("CreateDefaultVSwitch", vswitch)),
      "OperationDenied.DefaultVSwitchExists",
    );
  });

  it("gives a security group without a VPC the default VPC", async () => {
    const SecurityGroupId = textAt(
      await cloud.call(versions.ecs, "CreateSecurityGroup", {}),
      "SecurityGroupId",
    );
    const group = cloud.store.securityGroups.get(SecurityGroupId);
    assert.equal(cloud.store.vpcs.get(group?.vpcId ?? "")?.isDefault, true);
  });

  it("has one IPv6 gateway for a VPC with IPv6", async () => {
    const plain = await newVpc();
    assert.equal(
      await readCode(vpc("CreateIpv6Gateway", { VpcId: plain })),
      "OperationDenied.VpcIpv6NotEnabled",
    );
    const VpcId = await newVpc({ EnableIpv6: "true" });
    const Ipv6GatewayId = textAt(await vpc("CreateIpv6Gateway", { VpcId, Name: "out" }), "Ipv6GatewayId");
    assert.equal(await readCode(vpc("CreateIpv6Gateway", { VpcId })), "OperationDenied.Ipv6GatewayExists");
    await vpc("ModifyIpv6GatewayAttribute", { Ipv6GatewayId, Description: "text" });
    const seen = await vpc("DescribeIpv6GatewayAttribute", { Ipv6GatewayId });
    assert.equal(seen.Name, "out");
    assert.equal(seen.Description, "text");
    assert.equal(await readCode(vpc("DeleteVpc", { VpcId })), "DependencyViolation.Ipv6Gateway");
    await vpc("DeleteVpc", { VpcId, ForceDelete: "true" });
    assert.equal(
      await readCode(vpc("DescribeIpv6GatewayAttribute", { Ipv6GatewayId })),
      "InvalidIpv6GatewayId.NotFound",
    );
  });

  it("associates an elastic IP address with one instance", async () => {
    const { instanceId } = await addInstance(cloud);
    const AllocationId = await newEip();
    const target = { AllocationId, InstanceId: instanceId, InstanceType: "EcsInstance" };
    await vpc("AssociateEipAddress", target);
    assert.equal(await readCode(vpc("AssociateEipAddress", target)), "IncorrectEipStatus");
    const listed = await vpc("DescribeEipAddresses", { AssociatedInstanceId: instanceId });
    assert.equal(at(listed, "EipAddresses.EipAddress.0.Status"), "InUse");
    const described = await cloud.call(versions.ecs, "DescribeInstances", {});
    assert.equal(at(described, "Instances.Instance.0.EipAddress.AllocationId"), AllocationId);
    assert.equal(await readCode(vpc("ReleaseEipAddress", { AllocationId })), "IncorrectEipStatus");
    await vpc("UnassociateEipAddress", { AllocationId });
    await vpc("ReleaseEipAddress", { AllocationId });
    assert.equal(at(await vpc("DescribeEipAddresses", { AllocationId }), "TotalCount"), 0);
  });

  it("releases no protected address", async () => {
    const InstanceId = await newEip();
    const protect = (ProtectionEnable: string) =>
      vpc("DeletionProtection", { InstanceId, Type: "EIP", ProtectionEnable });
    await protect("true");
    const release = () => vpc("ReleaseEipAddress", { AllocationId: InstanceId });
    assert.equal(await readCode(release()), "OperationDenied.DeletionProtection");
    await protect("false");
    await release();
  });

  it("shares one bandwidth among addresses", async () => {
    const BandwidthPackageId = textAt(
      await vpc("CreateCommonBandwidthPackage", { Bandwidth: "100" }),
      "BandwidthPackageId",
    );
    const AllocationId = await newEip();
    await vpc("AddCommonBandwidthPackageIp", { BandwidthPackageId, IpInstanceId: AllocationId });
    const listed = await vpc("DescribeEipAddresses", { AllocationId });
    assert.equal(at(listed, "EipAddresses.EipAddress.0.BandwidthPackageBandwidth"), "100");
    const remove = () => vpc("DeleteCommonBandwidthPackage", { BandwidthPackageId });
    assert.equal(await readCode(remove()), "DependencyViolation.Eip");
    await vpc("RemoveCommonBandwidthPackageIp", { BandwidthPackageId, IpInstanceId: AllocationId });
    await remove();
  });

  const shareLimited = async () => {
    const made = await vpc("CreateCommonBandwidthPackage", { Bandwidth: "100" });
    const BandwidthPackageId = textAt(made, "BandwidthPackageId");
    const AllocationId = await newEip();
    await vpc("AddCommonBandwidthPackageIp", { BandwidthPackageId, IpInstanceId: AllocationId });
    const member = { BandwidthPackageId, EipId: AllocationId };
    await vpc("ModifyCommonBandwidthPackageIpBandwidth", { ...member, Bandwidth: "50" });
    return member;
  };
  const readBandwidth = async (AllocationId: string) =>
    at(await vpc("DescribeEipAddresses", { AllocationId }), "EipAddresses.EipAddress.0.Bandwidth");

  it("answers the limit of an address in a shared bandwidth", async () => {
    const member = await shareLimited();
    assert.equal(await readBandwidth(member.EipId), "50");
    await vpc("CancelCommonBandwidthPackageIpBandwidth", member);
    assert.equal(await readBandwidth(member.EipId), "100");
  });

  it("forgets the limit of an address with its shared bandwidth", async () => {
    const { BandwidthPackageId, EipId } = await shareLimited();
    await vpc("DeleteCommonBandwidthPackage", { BandwidthPackageId, Force: "True" });
    const next = await vpc("CreateCommonBandwidthPackage", { Bandwidth: "200" });
    const id = textAt(next, "BandwidthPackageId");
    await vpc("AddCommonBandwidthPackageIp", { BandwidthPackageId: id, IpInstanceId: EipId });
    assert.equal(await readBandwidth(EipId), "200");
  });

  it("lists its zones", async () => {
    assert.equal(at(await vpc("DescribeZones"), "Zones.Zone.0.ZoneId"), "cn-hangzhou-h");
  });
});
