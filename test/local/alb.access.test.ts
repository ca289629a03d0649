import assert from "node:assert/strict";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";
import { addInstance } from "../support/localNetwork";
import { TestAuthority } from "../support/testCertificates";

type Query = Record<string, string>;

describe("ALB: access control lists, certificates, templates and kinds of servers", () => {
  const authority = new TestAuthority();
  let cloud: TestCloud;
  let place: Awaited<ReturnType<typeof addInstance>>;
  let balancer: string;
  let skipped = 0;
  beforeEach(async () => {
    skipped = 0;
    cloud = await startTestCloud({ clock: () => new Date(Date.now() + skipped) });
    place = await addInstance(cloud);
    const vswitch = { VpcId: place.vpcId, ZoneId: "cn-hangzhou-i", CidrBlock: "10.0.1.0/24" };
    const second = textAt(await cloud.call(versions.vpc, "CreateVSwitch", vswitch), "VSwitchId");
    const made = await alb("CreateLoadBalancer", {
      AddressType: "Internet",
      LoadBalancerEdition: "Basic",
      VpcId: place.vpcId,
      "LoadBalancerBillingConfig.PayType": "PostPay",
      "ZoneMappings.1.ZoneId": "cn-hangzhou-h",
      "ZoneMappings.1.VSwitchId": place.vswitchId,
      "ZoneMappings.1.AllocationId": await newEip(),
      "ZoneMappings.2.ZoneId": "cn-hangzhou-i",
      "ZoneMappings.2.VSwitchId": second,
    });
    balancer = textAt(made, "LoadBalancerId");
    skipped = 60_000;
  });
  afterEach(() => cloud.close());

  const alb = (action: string, query: Query = {}) => cloud.call(versions.alb, action, query);
  const newEip = async () => textAt(await cloud.call(versions.vpc, "AllocateEipAddress", {}), "AllocationId");
  const newGroup = async (query: Query = {}) =>
    textAt(
      await alb("CreateServerGroup", {
        ServerGroupName: "web",
        VpcId: place.vpcId,
        "HealthCheckConfig.HealthCheckEnabled": "false",
        ...query,
      }),
      "ServerGroupId",
    );
  const newListener = async (query: Query = {}) =>
    textAt(
      await alb("CreateListener", {
        LoadBalancerId: balancer,
        ListenerProtocol: "HTTP",
        ListenerPort: "80",
        "DefaultActions.1.Type": "ForwardGroup",
        "DefaultActions.1.ForwardGroupConfig.ServerGroupTuples.1.ServerGroupId": await newGroup(),
        ...query,
      }),
      "ListenerId",
    );

  it("associates a list with a listener and keeps it while it is used", async () => {
    const AclId = textAt(await alb("CreateAcl", { AclName: "office" }), "AclId");
    await alb("AddEntriesToAcl", { AclId, "AclEntries.1.Entry": "10.0.0.0/8" });
    assert.equal(
      await readCode(alb("AddEntriesToAcl", { AclId, "AclEntries.1.Entry": "10.0.0.1" })),
      "IllegalParam.AclEntries",
    );
    const ListenerId = await newListener();
    await alb("AssociateAclsWithListener", { ListenerId, AclType: "White", "AclIds.1": AclId });
    const seen = await alb("GetListenerAttribute", { ListenerId });
    assert.deepEqual(at(seen, "AclConfig.AclRelations"), [{ AclId, Status: "Associated" }]);
    assert.equal(await readCode(alb("DeleteAcl", { AclId })), "ResourceInUse.Acl");
    await alb("DissociateAclsFromListener", { ListenerId, "AclIds.1": AclId });
    assert.equal((await alb("GetListenerAttribute", { ListenerId })).AclConfig, undefined);
    await alb("DeleteAcl", { AclId });
  });

  it("has HTTPS listeners with certificates of the certificate service", async () => {
    const https = { ListenerProtocol: "HTTPS", ListenerPort: "443" };
    assert.equal(await readCode(newListener(https)), "MissingParam.Certificates");
    const missing = { ...https, "Certificates.1.CertificateId": "1-cn-hangzhou" };
    assert.equal(await readCode(newListener(missing)), "ResourceNotFound.Certificate");
    const { body, privateKey } = await authority.issue(["api.example.com"]);
    const uploaded = await cloud.call(versions.cas, "UploadUserCertificate", {
      Name: "shop",
      Cert: body,
      Key: privateKey,
    });
    const CertificateId = `${at(uploaded, "CertId")}-cn-hangzhou`;
    const ListenerId = await newListener({ ...https, "Certificates.1.CertificateId": CertificateId });
    const seen = await alb("GetListenerAttribute", { ListenerId });
    assert.deepEqual(seen.Certificates, [{ CertificateId }]);
    assert.equal(seen.SecurityPolicyId, "tls_cipher_policy_1_0");
    assert.equal(await readCode(newListener({ ListenerPort: "443" })), "ResourceAlreadyExist.Listener");
  });

  it("copies the health check of a template into a server group", async () => {
    const HealthCheckTemplateId = textAt(
      await alb("CreateHealthCheckTemplate", { HealthCheckTemplateName: "deep", HealthCheckPath: "/health" }),
      "HealthCheckTemplateId",
    );
    const ServerGroupId = await newGroup();
    await alb("ApplyHealthCheckTemplateToServerGroup", { ServerGroupId, HealthCheckTemplateId });
    const listed = await alb("ListServerGroups", { "ServerGroupIds.1": ServerGroupId });
    assert.equal(at(listed, "ServerGroups.0.HealthCheckConfig.HealthCheckPath"), "/health");
    assert.equal(at(listed, "ServerGroups.0.HealthCheckConfig.HealthCheckEnabled"), true);
    await alb("DeleteHealthCheckTemplates", { "HealthCheckTemplateIds.1": HealthCheckTemplateId });
  });

  it("has health checks with HTTPS, and none with gRPC", async () => {
    const create = (HealthCheckProtocol: string) =>
      alb("CreateHealthCheckTemplate", { HealthCheckTemplateName: "tls", HealthCheckProtocol });
    const HealthCheckTemplateId = textAt(await create("HTTPS"), "HealthCheckTemplateId");
    const seen = await alb("GetHealthCheckTemplateAttribute", { HealthCheckTemplateId });
    assert.equal(seen.HealthCheckProtocol, "HTTPS");
    assert.equal(await readCode(create("gRPC")), "LocalCloud.ValueNotImplemented");
  });

  it("has a template without status codes for TCP", async () => {
    const made = await alb("CreateHealthCheckTemplate", {
      HealthCheckTemplateName: "port",
      HealthCheckProtocol: "HTTP",
      "HealthCheckCodes.1": "http_2xx",
    });
    const template = { HealthCheckTemplateId: textAt(made, "HealthCheckTemplateId") };
    await alb("UpdateHealthCheckTemplateAttribute", { ...template, HealthCheckProtocol: "TCP" });
    assert.deepEqual((await alb("GetHealthCheckTemplateAttribute", template)).HealthCheckCodes, []);
  });

  it("has access control lists without a name", async () => {
    const AclId = textAt(await alb("CreateAcl"), "AclId");
    assert.equal(at(await alb("ListAcls", { "AclIds.1": AclId }), "Acls.0.AclName"), "");
  });

  it("lists the tags of a resource", async () => {
    const ResourceType = "loadbalancer";
    const tag = { "Tag.1.Key": "team", "Tag.1.Value": "shop" };
    await alb("TagResources", { ResourceType, "ResourceId.1": balancer, ...tag });
    const { TagResources } = await alb("ListTagResources", { ResourceType, "ResourceId.1": balancer });
    assert.deepEqual(TagResources, [
      { ResourceId: balancer, ResourceType, TagKey: "team", TagValue: "shop" },
    ]);
  });

  it("has groups of addresses and of functions", async () => {
    const addresses = await newGroup({ ServerGroupType: "Ip" });
    const add = (ServerGroupId: string, ServerType: string, ServerId: string) =>
      alb("AddServersToServerGroup", {
        ServerGroupId,
        "Servers.1.ServerType": ServerType,
        "Servers.1.ServerId": ServerId,
        "Servers.1.Port": "80",
      });
    await add(addresses, "Ip", "10.0.0.77");
    assert.equal(await readCode(add(addresses, "Ip", "11.0.0.1")), "IllegalParam.Servers");
    assert.equal(await readCode(add(addresses, "Ecs", place.instanceId)), "IllegalParam.Servers");
    assert.equal(await readCode(newGroup({ VpcId: "" })), "MissingParam.VpcId");
    const functions = await newGroup({ ServerGroupType: "Fc", VpcId: "" });
    await add(functions, "Fc", "acs:fc:cn-hangzhou:1:functions/f");
    assert.equal(await readCode(newGroup({ Scheduler: "Uch" })), "MissingParam.UchConfig");
  });

  it("forgets the hashed value of a group with another scheduler", async () => {
    const uch = { "UchConfig.Type": "QueryString", "UchConfig.Value": "user" };
    const ServerGroupId = await newGroup({ Scheduler: "Uch", ...uch });
    const read = async () =>
      at(await alb("ListServerGroups", { "ServerGroupIds.1": ServerGroupId }), "ServerGroups.0.UchConfig");
    assert.deepEqual(await read(), { Type: "QueryString", Value: "user" });
    await alb("UpdateServerGroupAttribute", { ServerGroupId, Scheduler: "Wrr" });
    assert.equal(await read(), undefined);
  });

  for (const Protocol of ["gRPC", "GRPC"]) {
    it(`has groups of servers of the protocol ${Protocol}`, async () => {
      const id = await newGroup({ Protocol });
      const listed = await alb("ListServerGroups", { "ServerGroupIds.1": id });
      assert.equal(at(listed, "ServerGroups.0.Protocol"), Protocol);
    });
  }

  it("uses the elastic IP address of a zone until it is deleted", async () => {
    const [eip] = cloud.store.eips.all();
    assert.equal(eip?.instance?.id, balancer);
    const seen = await alb("GetLoadBalancerAttribute", { LoadBalancerId: balancer });
    assert.equal(at(seen, "ZoneMappings.0.LoadBalancerAddresses.0.Address"), eip?.ipAddress);
    await alb("DeleteLoadBalancer", { LoadBalancerId: balancer });
    assert.equal(cloud.store.eips.all()[0]?.instance, undefined);
  });

  it("logs to a Logstore that exists", async () => {
    const log = { LoadBalancerId: balancer, LogProject: "p", LogStore: "s" };
    assert.equal(await readCode(alb("EnableLoadBalancerAccessLog", log)), "ResourceNotFound.LogStore");
  });
});
