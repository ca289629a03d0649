import assert from "node:assert/strict";
import { createFabric } from "../../local/fabric/fabric";
import type { HttpRequest } from "../../local/fabric/hops";
import type { AlbRuleAction, AlbRuleCondition } from "../../local/store/model";
import type { Store } from "../../local/store/store";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";
import { addBalancer, addInstance } from "../support/localNetwork";
import { TestAuthority } from "../support/testCertificates";
import { albStore } from "./albWorld";
import * as world from "./world";

type Query = Record<string, string>;

const request = (target: string, changes: Partial<HttpRequest> = {}): HttpRequest => ({
  ...{ method: "GET", target, headers: {}, host: "api.example.com" },
  ...changes,
});

const fabricOf = (store: Store) =>
  createFabric({
    store,
    machines: { findPort: (_, port) => 40_000 + port },
    clock: () => new Date("2026-01-02T00:00:00Z"),
    probe: async () => true,
  });

describe("ALB rules in the fabric", () => {
  /** A second server group with port 81, and a rule. */
  function storeWith(conditions: AlbRuleCondition[], actions: Omit<AlbRuleAction, "Order">[]): Store {
    const store = albStore();
    const group = world.existing(store.albServerGroups.get("sgp-1"));
    const servers = group.servers.map((server) => ({ ...server, port: 81 }));
    store.albServerGroups.put({ ...group, id: "sgp-2", servers });
    store.albRules.put({
      ...{ id: "rule-1", regionId: world.REGION, createdTime: "2026-01-01T00:00:00Z", tags: [] },
      ...{ listenerId: "lsn-1", direction: "Request", name: "", priority: 1, conditions },
      actions: actions.map((action, index) => ({ ...action, Order: index + 1 })),
      availableTime: "2026-01-01T00:00:00.000Z",
    });
    const group1 = world.existing(store.securityGroups.get("sg-1"));
    group1.rules = [world.rule({ cidr: "10.0.0.0/24", portRange: "80/90" })];
    return store;
  }
  const toSecond = {
    Type: "ForwardGroup",
    ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-2", Weight: 100 }] },
  };
  const connect = async (store: Store, http: HttpRequest) =>
    fabricOf(store).connect(
      {
        ...{ regionId: world.REGION, vpcId: "vpc-1", from: { address: world.EGRESS_ADDRESS } },
        ...{ to: "10.0.0.10", port: 80 },
      },
      http,
    );
  const portOf = async (store: Store, http: HttpRequest) => {
    const connection = await connect(store, http);
    assert.ok(connection.ok && !connection.answer);
    return connection.port;
  };

  const conditions: readonly [what: string, AlbRuleCondition, fits: HttpRequest, other: HttpRequest][] = [
    [
      "host",
      { Type: "Host", HostConfig: { Values: ["*.example.com"] } },
      request("/"),
      request("/", { host: "example.org" }),
    ],
    ["path", { Type: "Path", PathConfig: { Values: ["/v1/*"] } }, request("/v1/a?b"), request("/v2/a")],
    [
      "regular expression",
      { Type: "Path", PathConfig: { Values: ["~^/v[0-9]$"] } },
      request("/v1"),
      request("/vx"),
    ],
    [
      "method",
      { Type: "Method", MethodConfig: { Values: ["POST"] } },
      request("/", { method: "POST" }),
      request("/"),
    ],
    [
      "header",
      { Type: "Header", HeaderConfig: { Key: "X-Beta", Values: ["y*"] } },
      request("/", { headers: { "x-beta": "yes" } }),
      request("/"),
    ],
    [
      "query",
      { Type: "QueryString", QueryStringConfig: { Values: [{ Key: "a", Value: "1" }] } },
      request("/?a=1"),
      request("/?a=2"),
    ],
    [
      "cookie",
      { Type: "Cookie", CookieConfig: { Values: [{ Key: "beta", Value: "1" }] } },
      request("/", { headers: { cookie: "alpha=0; beta=1" } }),
      request("/"),
    ],
    [
      "source",
      { Type: "SourceIp", SourceIpConfig: { Values: [world.EGRESS] } },
      request("/"),
      request("/none", { method: "" }),
    ],
  ];
  for (const [what, condition, fits, other] of conditions) {
    it(`forwards by ${what}`, async () => {
      const store = storeWith([condition], [toSecond]);
      assert.equal(await portOf(store, fits), 40_081);
      if (what !== "source") assert.equal(await portOf(store, other), 40_080);
    });
  }

  it("answers itself with a fixed response or a redirect", async () => {
    const config = { HttpCode: "403", Content: "no", ContentType: "text/plain" };
    const fixed = storeWith([], [{ Type: "FixedResponse", FixedResponseConfig: config }]);
    const connection = await connect(fixed, request("/"));
    assert.ok(connection.ok && connection.answer);
    assert.deepEqual(connection.answer, { status: 403, headers: ["content-type", "text/plain"], body: "no" });
    const target = { HttpCode: "308", Protocol: "HTTPS", Port: "443" };
    const redirect = storeWith([], [{ Type: "Redirect", RedirectConfig: target }]);
    const moved = await connect(redirect, request("/a?b=1"));
    assert.ok(moved.ok && moved.answer);
    assert.deepEqual(moved.answer.headers, ["location", "https://api.example.com/a?b=1"]);
  });

  it("changes path and headers before it forwards", async () => {
    const store = storeWith(
      [],
      [
        { Type: "Rewrite", RewriteConfig: { Path: "/new" } },
        {
          Type: "InsertHeader",
          InsertHeaderConfig: { Key: "X-Via", Value: "alb", ValueType: "UserDefined" },
        },
        { Type: "RemoveHeader", RemoveHeaderConfig: { Key: "X-Old" } },
        toSecond,
      ],
    );
    const connection = await connect(store, request("/old?a=1"));
    assert.ok(connection.ok && !connection.answer);
    const headers = [
      { name: "x-via", value: "alb" },
      { name: "x-old", value: undefined },
    ];
    assert.deepEqual(connection.change, { target: "/new?a=1", host: "api.example.com", headers });
  });
});

describe("CLB rules in the fabric", () => {
  it("forwards by domain and path, the most specific rule first", async () => {
    const store = world.tutorialStore();
    store.securityGroups.put(world.securityGroup());
    store.loadBalancers.put(world.balancer({ listeners: [world.listener({ protocol: "http" })] }));
    const group = (id: string, port: number) =>
      store.vServerGroups.put({
        ...{ id, regionId: world.REGION, createdTime: "", tags: [], name: "", loadBalancerId: "lb-1" },
        servers: [{ serverId: "i-1", port, weight: 100, type: "ecs", serverIp: "10.0.0.5", description: "" }],
      });
    const rule = (id: string, domain: string, url: string, vServerGroupId: string) =>
      store.clbRules.put({
        ...{ id, regionId: world.REGION, createdTime: "", tags: [], name: "", loadBalancerId: "lb-1" },
        ...{ listenerPort: 80, domain, url, vServerGroupId, listenerSync: "on", attributes: {} },
      });
    for (const port of [81, 82, 83]) group(`rsp-${port}`, port);
    rule("rule-1", "", "/v1", "rsp-81");
    rule("rule-2", "*.example.com", "", "rsp-82");
    rule("rule-3", "api.example.com", "/v1", "rsp-83");
    const portOf = async (http: HttpRequest) => {
      const connection = await fabricOf(store).connect(
        {
          ...{ regionId: world.REGION, vpcId: "vpc-1", from: { address: world.EGRESS_ADDRESS } },
          ...{ to: world.balancer().id, port: 80 },
        },
        http,
      );
      assert.ok(connection.ok && !connection.answer);
      return connection.port;
    };
    assert.equal(await portOf(request("/v1/a")), 40_083);
    assert.equal(await portOf(request("/v2")), 40_082);
    assert.equal(await portOf(request("/v1", { host: "example.org" })), 40_081);
    assert.equal(await portOf(request("/v10", { host: "example.org" })), 40_080);
  });
});

describe("Network ACLs in the fabric", () => {
  it("drop what no inbound rule of the vSwitch accepts", async () => {
    const store = world.tutorialStore();
    const entry = (policy: "accept" | "drop", cidr: string) => ({
      ...{ id: "nae-1", name: "", description: "", policy, protocol: "tcp", port: "80/80", cidr },
      ...{ type: "custom", ipVersion: "IPV4" },
    });
    const acl = store.networkAcls.put({
      ...{ id: "nacl-1", regionId: world.REGION, createdTime: "", tags: [], name: "", description: "" },
      ...{ vpcId: "vpc-1", ingress: [entry("accept", world.EGRESS)], egress: [], vswitchIds: ["vsw-1"] },
    });
    const connect = async () =>
      fabricOf(store).connect({
        ...{ regionId: world.REGION, vpcId: "vpc-1", from: { address: world.EGRESS_ADDRESS } },
        ...{ to: "i-1", port: 80 },
      });
    assert.equal((await connect()).ok, true);
    store.networkAcls.put({ ...acl, ingress: [entry("drop", "0.0.0.0/0")] });
    const refused = await connect();
    assert.equal(refused.ok ? "" : refused.stoppedAt.kind, "network-acl");
    store.networkAcls.put({ ...acl, ingress: [] });
    assert.equal((await connect()).ok, false);
  });
});

describe("Rules of load balancers and network ACLs", () => {
  const authority = new TestAuthority();
  let cloud: TestCloud;
  let place: Awaited<ReturnType<typeof addInstance>>;
  beforeEach(async () => {
    cloud = await startTestCloud();
    place = await addInstance(cloud);
  });
  afterEach(() => cloud.close());

  const alb = (action: string, query: Query = {}) => cloud.call(versions.alb, action, query);
  const slb = (action: string, query: Query = {}) => cloud.call(versions.slb, action, query);
  const vpc = (action: string, query: Query = {}) => cloud.call(versions.vpc, action, query);

  /** The records of an ALB with a listener. Its creation is tested elsewhere. */
  function addAlb(): { ListenerId: string; LoadBalancerId: string } {
    const from = albStore();
    const tables = ["albLoadBalancers", "albListeners", "albServerGroups"] as const;
    cloud.store.albLoadBalancers.put({ ...world.existing(from[tables[0]].get("alb-1")), vpcId: place.vpcId });
    cloud.store.albListeners.put(world.existing(from[tables[1]].get("lsn-1")));
    cloud.store.albServerGroups.put({ ...world.existing(from[tables[2]].get("sgp-1")), vpcId: place.vpcId });
    return { ListenerId: "lsn-1", LoadBalancerId: "alb-1" };
  }
  const forward = (prefix = ""): Query => ({
    [`${prefix}RuleActions.1.Type`]: "ForwardGroup",
    [`${prefix}RuleActions.1.Order`]: "1",
    [`${prefix}RuleActions.1.ForwardGroupConfig.ServerGroupTuples.1.ServerGroupId`]: "sgp-1",
    [`${prefix}RuleActions.1.ForwardGroupConfig.ServerGroupTuples.1.Weight`]: "100",
  });
  const byPath = (path: string, prefix = ""): Query => ({
    [`${prefix}RuleConditions.1.Type`]: "Path",
    [`${prefix}RuleConditions.1.PathConfig.Values.1`]: path,
  });

  it("an ALB rule is created, changed and deleted", async () => {
    const { ListenerId } = addAlb();
    const rule = { ListenerId, RuleName: "v1", Priority: "10", ...forward(), ...byPath("/v1/*") };
    const RuleId = textAt(
      await alb("CreateRule", { ...rule, "Tag.1.Key": "a", "Tag.1.Value": "b" }),
      "RuleId",
    );
    assert.equal(await readCode(alb("CreateRule", rule)), "Conflict.Priority");
    const group = { ServerGroupId: "sgp-1" };
    assert.equal(await readCode(alb("DeleteServerGroup", group)), "ResourceInUse.ServerGroup");
    await alb("UpdateRuleAttribute", { RuleId, RuleName: "v2", ...byPath("/v2/*") });
    const found = at(await alb("ListRules", { "ListenerIds.1": ListenerId }), "Rules.0");
    assert.deepEqual(
      [at(found, "RuleName"), at(found, "RuleConditions.0.PathConfig.Values.0")],
      ["v2", "/v2/*"],
    );
    await alb("DeleteRule", { RuleId });
    assert.deepEqual(at(await alb("ListRules", { "RuleIds.1": RuleId }), "Rules"), []);
  });

  it("several ALB rules are created, changed and deleted together", async () => {
    const { ListenerId } = addAlb();
    const one = (index: number) => ({
      [`Rules.${index}.RuleName`]: `rule-${index}`,
      [`Rules.${index}.Priority`]: String(index),
      ...forward(`Rules.${index}.`),
      ...byPath("/a", `Rules.${index}.`),
    });
    const made = await alb("CreateRules", { ListenerId, ...one(1), ...one(2) });
    const ids = (at(made, "RuleIds") as { RuleId: string }[]).map(({ RuleId }) => RuleId);
    await alb("UpdateRulesAttribute", { "Rules.1.RuleId": ids[0] ?? "", "Rules.1.RuleName": "first" });
    assert.equal(at(await alb("ListRules", { "RuleIds.1": ids[0] ?? "" }), "Rules.0.RuleName"), "first");
    await alb("DeleteRules", { "RuleIds.1": ids[0] ?? "", "RuleIds.2": ids[1] ?? "" });
    assert.equal(at(await alb("ListRules"), "TotalCount"), 0);
  });

  it("an ALB listener has scripts and further certificates", async () => {
    const { ListenerId } = addAlb();
    const script = { "AScripts.1.AScriptName": "deny", "AScripts.1.ScriptContent": "exit(403)" };
    const made = await alb("CreateAScripts", {
      ListenerId,
      "AScripts.1.Position": "RequestHead",
      "AScripts.1.Enabled": "true",
      ...script,
    });
    const AScriptId = textAt(made, "AScriptIds.0.AScriptId");
    await alb("UpdateAScripts", { "AScripts.1.AScriptId": AScriptId, "AScripts.1.Enabled": "false" });
    assert.equal(at(await alb("ListAScripts", { "AScriptIds.1": AScriptId }), "AScripts.0.Enabled"), false);
    await alb("DeleteAScripts", { "AScriptIds.1": AScriptId });
    const pair = { ListenerId, "Certificates.1.CertificateId": "1-cn-hangzhou" };
    await alb("AssociateAdditionalCertificatesWithListener", pair);
    const certificates = await alb("ListListenerCertificates", { ListenerId });
    assert.equal(at(certificates, "Certificates.0.CertificateId"), "1-cn-hangzhou");
    await alb("DissociateAdditionalCertificatesFromListener", pair);
    assert.deepEqual(at(await alb("ListListenerCertificates", { ListenerId }), "Certificates"), []);
  });

  it("an ALB uses an Internet Shared Bandwidth instance, and a security policy of its own", async () => {
    const { LoadBalancerId, ListenerId } = addAlb();
    const BandwidthPackageId = textAt(
      await vpc("CreateCommonBandwidthPackage", { Bandwidth: "20" }),
      "BandwidthPackageId",
    );
    await alb("AttachCommonBandwidthPackageToLoadBalancer", { LoadBalancerId, BandwidthPackageId });
    assert.equal(cloud.store.albLoadBalancers.get(LoadBalancerId)?.bandwidthPackageId, BandwidthPackageId);
    await alb("DetachCommonBandwidthPackageFromLoadBalancer", { LoadBalancerId, BandwidthPackageId });
    const policy = {
      SecurityPolicyName: "strict",
      "TLSVersions.1": "TLSv1.2",
      "Ciphers.1": "AES256-GCM-SHA384",
    };
    const SecurityPolicyId = textAt(await alb("CreateSecurityPolicy", policy), "SecurityPolicyId");
    await alb("UpdateListenerAttribute", { ListenerId, SecurityPolicyId });
    const relations = await alb("ListSecurityPolicyRelations", { "SecurityPolicyIds.1": SecurityPolicyId });
    assert.equal(at(relations, "SecrityPolicyRelations.0.RelatedListeners.0.ListenerId"), ListenerId);
    assert.equal(
      await readCode(alb("DeleteSecurityPolicy", { SecurityPolicyId })),
      "ResourceInUse.SecurityPolicy",
    );
  });

  it("a CLB rule follows its listener until it has settings of its own", async () => {
    const LoadBalancerId = await addBalancer(cloud, place);
    const VServerGroupId = textAt(await slb("CreateVServerGroup", { LoadBalancerId }), "VServerGroupId");
    const listener = { LoadBalancerId, ListenerPort: "80" };
    await slb("CreateLoadBalancerHTTPListener", { ...listener, VServerGroupId });
    const RuleList = JSON.stringify([
      { Domain: "a.example.com", Url: "/v1", VServerGroupId, RuleName: "v1" },
    ]);
    const made = await slb("CreateRules", { ...listener, RuleList });
    const RuleId = textAt(made, "Rules.Rule.0.RuleId");
    assert.equal(await readCode(slb("CreateRules", { ...listener, RuleList })), "DomainExist");
    const seen = await slb("DescribeLoadBalancerHTTPListenerAttribute", listener);
    assert.equal(at(seen, "Rules.Rule.0.Url"), "/v1");
    const removal = () => readCode(slb("DeleteVServerGroup", { VServerGroupId }));
    await slb("DescribeVServerGroups", { LoadBalancerId, IncludeRule: "true" });
    await slb("SetRule", {
      RuleId,
      RuleName: "first",
      ListenerSync: "off",
      Scheduler: "rr",
      HealthCheckInterval: "20",
    });
    const found = await slb("DescribeRuleAttribute", { RuleId });
    assert.deepEqual(
      [found.RuleName, found.Scheduler, found.HealthCheckInterval, found.HealthCheck],
      ["first", "rr", 20, "on"],
    );
    await slb("SetRule", { RuleId, ListenerSync: "off", HealthCheck: "off" });
    const off = await slb("DescribeRuleAttribute", { RuleId });
    assert.deepEqual([off.HealthCheck, off.HealthCheckInterval, off.HealthCheckURI], ["off", 0, ""]);
    await slb("DescribeRules", listener);
    await slb("DeleteRules", { RuleIds: `['${RuleId}']` });
    assert.equal(await readCode(slb("DescribeRuleAttribute", { RuleId })), "InvalidRuleId.NotFound");
    assert.equal(await removal(), "RspoolVipExist");
  });

  it("an HTTPS listener of a CLB has certificates for further domains", async () => {
    const { body, privateKey } = await authority.issue(["api.example.com"]);
    const certificate = { ServerCertificate: body, PrivateKey: privateKey, ServerCertificateName: "shop" };
    const ServerCertificateId = textAt(
      await slb("UploadServerCertificate", certificate),
      "ServerCertificateId",
    );
    const LoadBalancerId = await addBalancer(cloud, place);
    const listener = { LoadBalancerId, ListenerPort: "443" };
    await slb("CreateLoadBalancerHTTPSListener", {
      ...listener,
      BackendServerPort: "80",
      ServerCertificateId,
    });
    const extension = { ...listener, Domain: "shop.example.com", ServerCertificateId };
    const DomainExtensionId = textAt(await slb("CreateDomainExtension", extension), "DomainExtensionId");
    const found = await slb("DescribeDomainExtensionAttribute", { DomainExtensionId });
    assert.equal(found.Domain, "shop.example.com");
    const list = await slb("DescribeDomainExtensions", listener);
    assert.equal(at(list, "DomainExtensions.DomainExtension.0.DomainExtensionId"), DomainExtensionId);
    await slb("SetDomainExtensionAttribute", { DomainExtensionId, ServerCertificateId });
    await slb("DeleteDomainExtension", { DomainExtensionId });
  });

  it("a network ACL belongs to vSwitches and copies entries", async () => {
    const acl = { VpcId: place.vpcId, NetworkAclName: "web", "Tag.1.Key": "a", "Tag.1.Value": "b" };
    const NetworkAclId = textAt(await vpc("CreateNetworkAcl", acl), "NetworkAclId");
    const other = textAt(await vpc("CreateNetworkAcl", acl), "NetworkAclId");
    const named = { NetworkAclId };
    await vpc("ModifyNetworkAclAttributes", { ...named, NetworkAclName: "front" });
    const entry = { Policy: "drop", Protocol: "tcp", Port: "80/80" };
    const entries = (direction: string) =>
      Object.fromEntries(
        Object.entries(entry).map(([name, value]) => [`${direction}AclEntries.1.${name}`, value]),
      );
    await vpc("UpdateNetworkAclEntries", {
      ...{ ...named, UpdateIngressAclEntries: "true", UpdateEgressAclEntries: "true" },
      ...{ ...entries("Ingress"), ...entries("Egress") },
    });
    await vpc("CopyNetworkAclEntries", { NetworkAclId: other, SourceNetworkAclId: NetworkAclId });
    const copied = await vpc("DescribeNetworkAclAttributes", { NetworkAclId: other });
    assert.equal(at(copied, "NetworkAclAttribute.IngressAclEntries.IngressAclEntry.0.Policy"), "drop");
    const resource = { "Resource.1.ResourceId": place.vswitchId, "Resource.1.ResourceType": "VSwitch" };
    await vpc("AssociateNetworkAcl", { ...named, ...resource });
    const refusal = vpc("AssociateNetworkAcl", { NetworkAclId: other, ...resource });
    assert.equal(await readCode(refusal), "OperationDenied.OtherNetworkAcl");
    const found = await vpc("DescribeNetworkAcls", { ResourceId: place.vswitchId, ResourceType: "VSwitch" });
    assert.equal(at(found, "NetworkAcls.NetworkAcl.0.NetworkAclName"), "front");
    const vswitch = await vpc("DescribeVSwitchAttributes", { VSwitchId: place.vswitchId });
    assert.equal(vswitch.NetworkAclId, NetworkAclId);
    assert.equal(await readCode(vpc("DeleteNetworkAcl", named)), "DependencyViolation.NetworkAcl");
    await vpc("UnassociateNetworkAcl", { ...named, ...resource });
    await vpc("DeleteNetworkAcl", named);
    assert.equal(await readCode(vpc("DescribeNetworkAclAttributes", named)), "InvalidNetworkAcl.NotFound");
  });

  it("the certificate service lists uploaded certificates", async () => {
    const { body, privateKey } = await authority.issue(["api.example.com"]);
    const given = { Name: "shop", Cert: body, Key: privateKey };
    await cloud.call(versions.cas, "UploadUserCertificate", given);
    const list = await cloud.call(versions.cas, "ListUserCertificateOrder", {
      OrderType: "CERT",
      Keyword: "sh",
    });
    assert.equal(at(list, "CertificateOrderList.0.Sans"), "api.example.com");
    const none = await cloud.call(versions.cas, "ListUserCertificateOrder", { OrderType: "BUY" });
    assert.equal(none.TotalCount, 0);
  });
});
