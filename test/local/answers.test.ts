import assert from "node:assert/strict";
import { addApi, addBackend, addGroup } from "../support/localApi";
import { at, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";
import { addBalancer, addInstance, addNetwork } from "../support/localNetwork";
import { TestAuthority } from "../support/testCertificates";

type Query = Record<string, string>;

/** The lists and descriptions that no other test reads. `npm run models` records their fields. */
describe("lists and descriptions", () => {
  let cloud: TestCloud;
  beforeEach(async () => {
    cloud = await startTestCloud();
  });
  afterEach(() => cloud.close());

  const caller =
    (version: string) =>
    (action: string, query: Query = {}) =>
      cloud.call(version, action, query);
  const vpc = caller(versions.vpc);
  const ecs = caller(versions.ecs);
  const slb = caller(versions.slb);
  const alb = caller(versions.alb);
  const api = caller(versions.cloudapi);
  const tag = { "Tag.1.Key": "team", "Tag.1.Value": "web" };

  /** Asserts that a list has one item whose tags are those of `tag`. */
  function assertTagged(answer: unknown, list: string, key = "Key", tags = "Tags.Tag"): void {
    const value = key.replace(/Key$/, "Value");
    assert.deepEqual(at(answer, `${list}.0.${tags}`), [{ [key]: "team", [value]: "web" }]);
  }

  it("show VPCs, vSwitches and IPv6 gateways with their tags", async () => {
    const block = { CidrBlock: "10.0.0.0/16", EnableIpv6: "true" };
    const VpcId = textAt(await vpc("CreateVpc", { ...block, ...tag }), "VpcId");
    const place = { VpcId, ZoneId: "cn-hangzhou-h", CidrBlock: "10.0.0.0/24", ...tag };
    const VSwitchId = textAt(await vpc("CreateVSwitch", place), "VSwitchId");
    assertTagged(await vpc("DescribeVpcs"), "Vpcs.Vpc");
    assertTagged(await vpc("DescribeVSwitches"), "VSwitches.VSwitch");
    const vswitch = await vpc("DescribeVSwitchAttributes", { VSwitchId });
    assert.deepEqual(at(vswitch, "Tags.Tag"), [{ Key: "team", Value: "web" }]);
    const Ipv6GatewayId = textAt(await vpc("CreateIpv6Gateway", { VpcId, ...tag }), "Ipv6GatewayId");
    assertTagged(await vpc("DescribeIpv6Gateways"), "Ipv6Gateways.Ipv6Gateway");
    await vpc("DescribeIpv6GatewayAttribute", { Ipv6GatewayId });
    await vpc("DescribeRouteTableList", { VpcId });
    await vpc("DescribeRegions");
  });

  it("show public addresses and their bandwidth packages with their tags", async () => {
    const eip = await vpc("AllocateEipAddress", tag);
    const InstanceId = textAt(eip, "AllocationId");
    await vpc("DescribeHighDefinitionMonitorLogAttribute", { InstanceId, InstanceType: "EIP" });
    assertTagged(await vpc("DescribeEipAddresses"), "EipAddresses.EipAddress");
    const made = await vpc("CreateCommonBandwidthPackage", { Bandwidth: "10", ...tag });
    const BandwidthPackageId = textAt(made, "BandwidthPackageId");
    await vpc("AddCommonBandwidthPackageIp", { BandwidthPackageId, IpInstanceId: InstanceId });
    const packages = await vpc("DescribeCommonBandwidthPackages");
    assertTagged(packages, "CommonBandwidthPackages.CommonBandwidthPackage");
    const anycast = caller(versions.eipanycast);
    const AnycastId = textAt(
      await anycast("AllocateAnycastEipAddress", { ServiceLocation: "international", ...tag }),
      "AnycastId",
    );
    assert.equal(at(await anycast("DescribeAnycastEipAddress", { AnycastId }), "Tags.0.Key"), "team");
  });

  it("show instances, disks and interfaces with their tags", async () => {
    const { instanceId, vswitchId, securityGroupId } = await addInstance(cloud);
    for (const [ResourceType, id] of [
      ["instance", instanceId],
      ["securitygroup", securityGroupId],
    ] as const)
      await ecs("TagResources", { ResourceType, "ResourceId.1": id, ...tag });
    assertTagged(await ecs("DescribeInstances"), "Instances.Instance", "TagKey");
    await ecs("DescribeDisks");
    assertTagged(await ecs("DescribeSecurityGroups"), "SecurityGroups.SecurityGroup", "TagKey");
    const nic = { VSwitchId: vswitchId, SecurityGroupId: securityGroupId, SourceDestCheck: "true", ...tag };
    const made = await ecs("CreateNetworkInterface", nic);
    const rows = await ecs("DescribeNetworkInterfaces", {
      "NetworkInterfaceId.1": textAt(made, "NetworkInterfaceId"),
    });
    assertTagged(rows, "NetworkInterfaceSets.NetworkInterfaceSet", "TagKey");
    await ecs("DescribeInstanceAutoRenewAttribute", { InstanceId: instanceId });
    const groups = caller(versions.resourceManager);
    const { ResourceGroup } = await groups("CreateResourceGroup", {
      Name: "web",
      DisplayName: "web",
      ...tag,
    });
    const found = await groups("GetResourceGroup", {
      ResourceGroupId: textAt(ResourceGroup, "Id"),
      IncludeTags: "true",
    });
    assert.equal(at(found, "ResourceGroup.Tags.Tag.0.TagKey"), "team");
    await groups("ListResourceGroups", { IncludeTags: "true" });
    await ecs("ListTagResources", { ResourceType: "instance", "ResourceId.1": instanceId });
    await ecs("DescribeImageSupportInstanceTypes", { ImageId: "aliyun_3_x64_20G_alibase_20260101.vhd" });
  });

  it("show addresses of an IPv6 instance and prefix lists", async () => {
    const place = await addNetwork(cloud);
    await vpc("ModifyVpcAttribute", { VpcId: place.vpcId, EnableIPv6: "true" });
    const VSwitchId = place.vswitchId;
    await vpc("ModifyVSwitchAttribute", { VSwitchId, EnableIPv6: "true", Ipv6CidrBlock: "7" });
    const { instanceId } = await addInstance(cloud, place);
    const nics = await ecs("DescribeNetworkInterfaces", { InstanceId: instanceId });
    const NetworkInterfaceId = textAt(nics, "NetworkInterfaceSets.NetworkInterfaceSet.0.NetworkInterfaceId");
    const assigned = await ecs("AssignIpv6Addresses", { NetworkInterfaceId, Ipv6AddressCount: "1" });
    const address = textAt(assigned, "Ipv6Sets.Ipv6Address.0");
    const rows = await ecs("DescribeInstances");
    const shown = "Instances.Instance.0.NetworkInterfaces.NetworkInterface.0.Ipv6Sets.Ipv6Set.0.Ipv6Address";
    assert.equal(at(rows, shown), address);
    await vpc("DescribeVpcs");
    const list = { PrefixListName: "gateway", AddressFamily: "IPv4", MaxEntries: "3", ...tag };
    await ecs("CreatePrefixList", list);
    assert.equal(at(await ecs("DescribePrefixLists"), "PrefixLists.PrefixList.0.PrefixListName"), "gateway");
  });

  it("show a CLB, its groups, listeners, lists and certificates with their tags", async () => {
    const instance = await addInstance(cloud);
    const LoadBalancerId = await addBalancer(cloud, instance);
    await slb("TagResources", { ResourceType: "instance", "ResourceId.1": LoadBalancerId, ...tag });
    assertTagged(await slb("DescribeLoadBalancers"), "LoadBalancers.LoadBalancer", "TagKey");
    const serversOf = (Weight: number) =>
      JSON.stringify([{ ServerId: instance.instanceId, Port: 80, Weight }]);
    const BackendServers = serversOf(100);
    const made = await slb("CreateVServerGroup", { LoadBalancerId, VServerGroupName: "web", ...tag });
    const VServerGroupId = textAt(made, "VServerGroupId");
    await slb("AddVServerGroupBackendServers", { VServerGroupId, BackendServers });
    await slb("SetVServerGroupAttribute", { VServerGroupId, BackendServers, VServerGroupName: "web" });
    const OldBackendServers = BackendServers;
    const NewBackendServers = serversOf(50);
    await slb("ModifyVServerGroupBackendServers", { VServerGroupId, OldBackendServers, NewBackendServers });
    const groups = await slb("DescribeVServerGroups", { LoadBalancerId });
    assertTagged(groups, "VServerGroups.VServerGroup", "TagKey");
    await slb("RemoveVServerGroupBackendServers", { VServerGroupId, BackendServers: NewBackendServers });
    await slb("AddBackendServers", {
      LoadBalancerId,
      BackendServers: JSON.stringify([{ ServerId: instance.instanceId }]),
    });
    const listener = { LoadBalancerId, ListenerPort: "53" };
    await slb("CreateLoadBalancerUDPListener", {
      ...listener,
      BackendServerPort: "53",
      Bandwidth: "-1",
    });
    const udp = await slb("DescribeLoadBalancerUDPListenerAttribute", listener);
    assert.equal(udp.Bandwidth, -1);
    const AclId = textAt(await slb("CreateAccessControlList", { AclName: "web", ...tag }), "AclId");
    const sticky = {
      StickySession: "on",
      StickySessionType: "server",
      Cookie: "session",
      CookieTimeout: "60",
    };
    const web = {
      LoadBalancerId,
      ListenerPort: "80",
      BackendServerPort: "80",
      Bandwidth: "-1",
      HealthCheck: "off",
    };
    await slb("CreateLoadBalancerHTTPListener", {
      ...web,
      ...sticky,
      AclStatus: "on",
      AclType: "white",
      AclId,
    });
    const http = await slb("DescribeLoadBalancerHTTPListenerAttribute", {
      LoadBalancerId,
      ListenerPort: "80",
    });
    assert.deepEqual([http.AclId, http.Cookie], [AclId, "session"]);
    await slb("RemoveBackendServers", {
      LoadBalancerId,
      BackendServers: JSON.stringify([{ ServerId: instance.instanceId }]),
    });
    await slb("CreateAccessControlList", { AclName: "office", ...tag });
    assertTagged(await slb("DescribeAccessControlLists"), "Acls.Acl", "TagKey");
    await slb("ModifyLoadBalancerInstanceSpec", { LoadBalancerId, LoadBalancerSpec: "slb.s2.small" });
    const internet = await slb("CreateLoadBalancer", { AddressType: "internet" });
    await slb("ModifyLoadBalancerInternetSpec", {
      LoadBalancerId: textAt(internet, "LoadBalancerId"),
      Bandwidth: "5",
    });
    const { body, privateKey } = await new TestAuthority().issue(["api.example.com"]);
    await slb("UploadServerCertificate", { ServerCertificate: body, PrivateKey: privateKey, ...tag });
    await slb("UploadCACertificate", { CACertificate: body, ...tag });
    assertTagged(await slb("DescribeServerCertificates"), "ServerCertificates.ServerCertificate", "TagKey");
    assertTagged(await slb("DescribeCACertificates"), "CACertificates.CACertificate", "TagKey");
  });

  it("show an ALB, its listeners, groups, lists and templates with their tags", async () => {
    let skipped = 0;
    const other = cloud;
    cloud = await startTestCloud({ clock: () => new Date(Date.now() + skipped) });
    await other.close();
    const instance = await addInstance(cloud);
    const zone = { VpcId: instance.vpcId, ZoneId: "cn-hangzhou-i", CidrBlock: "10.0.1.0/24" };
    const made = await alb("CreateLoadBalancer", {
      AddressType: "Intranet",
      LoadBalancerEdition: "Basic",
      VpcId: instance.vpcId,
      "LoadBalancerBillingConfig.PayType": "PostPay",
      "ZoneMappings.1.ZoneId": "cn-hangzhou-h",
      "ZoneMappings.1.VSwitchId": instance.vswitchId,
      "ZoneMappings.2.ZoneId": "cn-hangzhou-i",
      "ZoneMappings.2.VSwitchId": textAt(await vpc("CreateVSwitch", zone), "VSwitchId"),
    });
    const LoadBalancerId = textAt(made, "LoadBalancerId");
    skipped = 60_000;
    await alb("TagResources", { ResourceType: "loadbalancer", "ResourceId.1": LoadBalancerId, ...tag });
    assertTagged(await alb("ListLoadBalancers"), "LoadBalancers", "Key", "Tags");
    const group = await alb("CreateServerGroup", {
      ServerGroupName: "web",
      VpcId: instance.vpcId,
      "HealthCheckConfig.HealthCheckEnabled": "false",
      ...tag,
    });
    const ServerGroupId = textAt(group, "ServerGroupId");
    assertTagged(await alb("ListServerGroups"), "ServerGroups", "Key", "Tags");
    await alb("UpdateServerGroupAttribute", { ServerGroupId, ServerGroupName: "back" });
    const listener = await alb("CreateListener", {
      LoadBalancerId,
      ListenerProtocol: "HTTP",
      ListenerPort: "80",
      "DefaultActions.1.Type": "ForwardGroup",
      "DefaultActions.1.ForwardGroupConfig.ServerGroupTuples.1.ServerGroupId": ServerGroupId,
      ...tag,
    });
    const ListenerId = textAt(listener, "ListenerId");
    assertTagged(await alb("ListListeners"), "Listeners", "Key", "Tags");
    await alb("UpdateListenerAttribute", { ListenerId, ListenerDescription: "web" });
    await alb("StopListener", { ListenerId });
    await alb("StartListener", { ListenerId });
    const servers = [
      ["ServerId", instance.instanceId],
      ["ServerType", "Ecs"],
      ["Port", "80"],
    ].map(([name, value]) => [`Servers.1.${name}`, value]);
    await alb("AddServersToServerGroup", { ServerGroupId, ...Object.fromEntries(servers) });
    await alb("RemoveServersFromServerGroup", { ServerGroupId, ...Object.fromEntries(servers) });
    await vpc("ModifyVpcAttribute", { VpcId: instance.vpcId, EnableIPv6: "true" });
    await vpc("CreateIpv6Gateway", { VpcId: instance.vpcId });
    await alb("EnableLoadBalancerIpv6Internet", { LoadBalancerId });
    await alb("DisableLoadBalancerIpv6Internet", { LoadBalancerId });
    const tracing = { TracingEnabled: "true", TracingSample: "10", TracingType: "Zipkin" };
    const logs = { LoadBalancerId, LogProject: "project", LogStore: "store" };
    cloud.store.logStores.put({
      ...{ id: "project:store", project: "project", name: "store", regionId: "cn-hangzhou", tags: [] },
      ...{ createdTime: "", modifiedTime: "", ttl: 30, shardCount: 2, autoSplit: false, maxSplitShard: 0 },
      ...{ appendMeta: false, enableTracking: false, mode: "standard", meteringMode: "", index: undefined },
    });
    await alb("EnableLoadBalancerAccessLog", logs);
    const config = Object.entries(tracing).map(([name, value]) => [`AccessLogTracingConfig.${name}`, value]);
    await alb("UpdateListenerLogConfig", { ListenerId, ...Object.fromEntries(config) });
    const shown = await alb("GetListenerAttribute", { ListenerId });
    assert.equal(at(shown, "LogConfig.AccessLogTracingConfig.TracingType"), "Zipkin");
    await alb("ListListeners");
    await alb("GetLoadBalancerAttribute", { LoadBalancerId });
    await alb("ListLoadBalancers");
    await alb("ListServerGroups");
    const AclId = textAt(await alb("CreateAcl", { AclName: "office", ...tag }), "AclId");
    await alb("AddEntriesToAcl", { AclId, "AclEntries.1.Entry": "10.0.0.0/8" });
    await alb("AssociateAclsWithListener", { ListenerId, AclType: "White", "AclIds.1": AclId });
    assertTagged(await alb("ListAcls"), "Acls", "Key", "Tags");
    assert.equal(at(await alb("ListAclEntries", { AclId }), "AclEntries.0.Entry"), "10.0.0.0/8");
    const relations = await alb("ListAclRelations", { "AclIds.1": AclId });
    assert.equal(at(relations, "AclRelations.0.RelatedListeners.0.ListenerId"), ListenerId);
    await alb("RemoveEntriesFromAcl", { AclId, "Entries.1": "10.0.0.0/8" });
    const template = await alb("CreateHealthCheckTemplate", { HealthCheckTemplateName: "http", ...tag });
    const HealthCheckTemplateId = textAt(template, "HealthCheckTemplateId");
    await alb("GetHealthCheckTemplateAttribute", { HealthCheckTemplateId });
    assertTagged(await alb("ListHealthCheckTemplates"), "HealthCheckTemplates", "Key", "Tags");
  });

  it("show the objects of API Gateway with their tags", async () => {
    await addBackend(cloud);
    const GroupId = await addGroup(cloud);
    const ApiId = await addApi(cloud, GroupId);
    const ModelName = "item";
    await api("CreateModel", { GroupId, ModelName, Schema: '{"type":"object"}' });
    const app = String((await api("CreateApp", { AppName: "client" })).AppId);
    for (const [ResourceType, id] of [
      ["apiGroup", GroupId],
      ["api", ApiId],
      ["app", app],
    ] as const)
      await api("TagResources", { ResourceType, "ResourceId.1": id, ...tag });
    const groups = await api("DescribeApiGroups");
    assertTagged(groups, "ApiGroupAttributes.ApiGroupAttribute", "Key", "Tags.TagInfo");
    assertTagged(await api("DescribeAppAttributes"), "Apps.AppAttribute", "Key", "Tags.TagInfo");
    assertTagged(await api("DescribeApis", { GroupId }), "ApiSummarys.ApiSummary", "TagKey", "TagList.Tag");
    await api("DescribeApi", { GroupId, ApiId });
    const BackendId = textAt(
      await api("CreateBackend", { BackendName: "shared", BackendType: "HTTP" }),
      "BackendId",
    );
    assert.equal(at(await api("DescribeBackendList"), "BackendInfoList.0.BackendId"), BackendId);
    await api("DescribeApisByBackend", { BackendId });
    const model = { BackendId, BackendType: "HTTP", StageName: "RELEASE" };
    const made = await api("CreateBackendModel", {
      ...model,
      BackendModelData: JSON.stringify({ ServiceAddress: "http://one.example.com", ServiceTimeout: 1000 }),
    });
    await api("DescribeBackendInfo", { BackendId });
    await api("DeleteBackendModel", {
      BackendId,
      BackendModelId: textAt(made, "BackendModelId"),
      StageName: "RELEASE",
    });
    await api("CreateAccessControlList", { AclName: "office" });
    assert.equal(at(await api("DescribeAccessControlLists"), "Acls.Acl.0.AclName"), "office");
    await api("CreateLogConfig", { LogType: "PROVIDER", SlsProject: "project", SlsLogStore: "store" });
    assert.equal(
      at(await api("DescribeLogConfig", { LogType: "PROVIDER" }), "LogInfos.LogInfo.0.SlsProject"),
      "project",
    );
  });

  it("show domains with their tags", async () => {
    const dns = caller(versions.alidns);
    const DomainName = "example.com";
    await dns("AddDomain", { DomainName });
    await dns("TagResources", { ResourceType: "DOMAIN", "ResourceId.1": DomainName, ...tag });
    await dns("DescribeDomainInfo", { DomainName });
    assertTagged(await dns("DescribeDomains"), "Domains.Domain");
    const rows = await dns("ListTagResources", { ResourceType: "DOMAIN", "ResourceId.1": DomainName });
    assert.equal(at(rows, "TagResources.0.TagKey"), "team");
    const GroupId = textAt(await dns("AddDomainGroup", { GroupName: "shops" }), "GroupId");
    await dns("ChangeDomainGroup", { DomainName, GroupId });
    await dns("DeleteDomain", { DomainName });
  });

  it("show keys and their tags", async () => {
    const kms = caller(versions.kms);
    const KeyId = textAt(await kms("CreateKey"), "KeyMetadata.KeyId");
    await kms("TagResources", { ResourceType: "key", "ResourceId.1": KeyId, ...tag });
    assert.equal(at(await kms("ListKeys"), "Keys.Key.0.KeyId"), KeyId);
    assert.equal(at(await kms("ListResourceTags", { KeyId }), "Tags.Tag.0.TagKey"), "team");
    const rows = await kms("ListTagResources", { ResourceType: "key", "ResourceId.1": KeyId });
    assert.equal(at(rows, "TagResources.TagResource.0.TagKey"), "team");
    await kms("UpdateRotationPolicy", { KeyId, EnableAutomaticRotation: "true", RotationInterval: "30d" });
    assert.equal(at(await kms("DescribeKey", { KeyId }), "KeyMetadata.RotationInterval"), "2592000s");
    await kms("GetKeyPolicy", { KeyId, PolicyName: "default" });
  });

  it("show address pools and their tags", async () => {
    const ipam = caller(versions.ipam);
    const IpamId = textAt(
      await ipam("CreateIpam", { "OperatingRegionList.1": "cn-hangzhou", ...tag }),
      "IpamId",
    );
    assertTagged(await ipam("ListIpams"), "Ipams", "Key", "Tags");
    const scopes = await ipam("ListIpamScopes", { IpamId });
    const IpamScopeId = textAt(scopes, "IpamScopes.0.IpamScopeId");
    const masks = {
      AllocationMinCidrMask: "8",
      AllocationDefaultCidrMask: "16",
      AllocationMaxCidrMask: "24",
    };
    const IpamPoolId = textAt(await ipam("CreateIpamPool", { IpamScopeId, ...masks, ...tag }), "IpamPoolId");
    await ipam("AddIpamPoolCidr", { IpamPoolId, Cidr: "10.0.0.0/8" });
    assertTagged(await ipam("ListIpamPools"), "IpamPools", "Key", "Tags");
    assert.equal(at(await ipam("ListIpamPoolCidrs", { IpamPoolId }), "IpamPoolCidrs.0.Cidr"), "10.0.0.0/8");
    await ipam("ListTagResources", { ResourceType: "ipam", "ResourceId.1": IpamId });
  });
});
