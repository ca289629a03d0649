import * as alicloud from "@pulumi/alicloud";
import type * as pulumi from "@pulumi/pulumi";

// "create": all resources. "literal": all, with literal values instead of outputs of others. "deploy": those that the local
// cloud implements; "update" and "replace" change each of them. "read": those that exist, by `.get`. "delete": none.
const phase = process.env.PHASE ?? "create";
const [isUpdated, isReplaced] = [phase === "update", phase === "replace"];
const changed = isUpdated || isReplaced ? "2" : "";
const opts: pulumi.CustomResourceOptions = isReplaced ? { replaceOnChanges: ["*"] } : {};
const id = (output: pulumi.Output<string> | undefined, literal: string): pulumi.Input<string> =>
  output && phase !== "literal" ? output : literal;
const tags = { version: `1${changed}` };

function network() {
  const vpc = new alicloud.vpc.Network("vpc", { vpcName: `shop${changed}`, cidrBlock: "10.0.0.0/16" }, opts);
  const vswitches = ["h", "i"].map(
    (zone, index) =>
      new alicloud.vpc.Switch(
        `vswitch-${zone}`,
        {
          vpcId: id(vpc.id, "vpc-1"),
          zoneId: `cn-hangzhou-${zone}`,
          cidrBlock: `10.0.${index}.0/24`,
          vswitchName: `shop${changed}`,
        },
        opts,
      ),
  );
  const group = new alicloud.ecs.SecurityGroup(
    "group",
    { vpcId: id(vpc.id, "vpc-1"), securityGroupName: `shop${changed}`, description: "shop" },
    opts,
  );
  const list = new alicloud.ecs.EcsPrefixList(
    "list",
    {
      prefixListName: `shop${changed}`,
      addressFamily: "IPv4",
      maxEntries: 2,
      entries: [{ cidr: "10.0.0.0/16" }],
    },
    opts,
  );
  new alicloud.ecs.SecurityGroupRule(
    "rule",
    {
      securityGroupId: id(group.id, "sg-1"),
      type: "ingress",
      ipProtocol: "tcp",
      portRange: "80/80",
      cidrIp: "10.0.0.0/16",
      description: `shop${changed}`,
    },
    opts,
  );
  new alicloud.ecs.SecurityGroupRule(
    "list-rule",
    {
      securityGroupId: id(group.id, "sg-1"),
      type: "ingress",
      ipProtocol: "tcp",
      portRange: "81/81",
      prefixListId: id(list.id, "pl-1"),
      description: `shop${changed}`,
    },
    opts,
  );
  const instance = new alicloud.ecs.Instance(
    "instance",
    {
      instanceName: `shop${changed}`,
      imageId: "aliyun_3_x64_20G_alibase_20260101.vhd",
      instanceType: "ecs.g7.large",
      vswitchId: id(vswitches[0]?.id, "vsw-1"),
      securityGroups: [id(group.id, "sg-1")],
      systemDiskCategory: "cloud_essd",
      tags,
    },
    opts,
  );
  return { vpc, vswitches, group, instance };
}

type Network = ReturnType<typeof network>;

function classic({ vswitches, instance }: Network) {
  const clb = new alicloud.slb.ApplicationLoadBalancer(
    "clb",
    {
      loadBalancerName: `clb${changed}`,
      addressType: "intranet",
      vswitchId: id(vswitches[0]?.id, "vsw-1"),
      loadBalancerSpec: "slb.s1.small",
    },
    opts,
  );
  const servers = new alicloud.slb.ServerGroup(
    "clb-servers",
    { loadBalancerId: id(clb.id, "lb-1"), name: `shop${changed}` },
    opts,
  );
  new alicloud.slb.ServerGroupServerAttachment(
    "clb-server",
    {
      serverGroupId: id(servers.id, "rsp-1"),
      serverId: id(instance.id, "i-1"),
      port: 80,
      weight: isUpdated ? 50 : 100,
    },
    opts,
  );
  new alicloud.slb.Listener(
    "clb-listener",
    {
      loadBalancerId: id(clb.id, "lb-1"),
      protocol: "tcp",
      frontendPort: 80,
      bandwidth: -1,
      serverGroupId: id(servers.id, "sgp-1"),
      healthCheck: "on",
      description: `shop${changed}`,
    },
    opts,
  );
  return clb;
}

function application({ vpc, vswitches }: Network) {
  const alb = new alicloud.alb.LoadBalancer(
    "alb",
    {
      loadBalancerName: `alb${changed}`,
      addressType: "Intranet",
      addressAllocatedMode: "Dynamic",
      loadBalancerEdition: "Basic",
      loadBalancerBillingConfig: { payType: "PayAsYouGo" },
      vpcId: id(vpc.id, "vpc-1"),
      zoneMappings: vswitches.map((vswitch) => ({
        vswitchId: id(vswitch.id, "vsw-1"),
        zoneId: id(vswitch.zoneId, "cn-hangzhou-h"),
      })),
    },
    opts,
  );
  const servers = new alicloud.alb.ServerGroup(
    "alb-servers",
    {
      serverGroupName: `shop${changed}`,
      vpcId: id(vpc.id, "vpc-1"),
      protocol: "HTTP",
      healthCheckConfig: { healthCheckEnabled: true },
      stickySessionConfig: { stickySessionEnabled: false },
    },
    opts,
  );
  new alicloud.alb.Listener(
    "alb-listener",
    {
      loadBalancerId: id(alb.id, "alb-1"),
      listenerProtocol: "HTTP",
      listenerPort: 80,
      listenerDescription: `shop${changed}`,
      defaultActions: [
        {
          type: "ForwardGroup",
          forwardGroupConfig: { serverGroupTuples: [{ serverGroupId: id(servers.id, "sgp-1") }] },
        },
      ],
    },
    opts,
  );
  return alb;
}

function gateway({ vpc }: Network, clb: alicloud.slb.ApplicationLoadBalancer) {
  const group = new alicloud.apigateway.Group(
    "api-group",
    { name: "shop", description: `shop${changed}`, basePath: "/" },
    opts,
  );
  const access = new alicloud.apigateway.VpcAccess(
    "access",
    { name: `shop${changed}`, vpcId: id(vpc.id, "vpc-1"), instanceId: id(clb.id, "lb-1"), port: 80 },
    opts,
  );
  const api = new alicloud.apigateway.Api(
    "api",
    {
      name: "items",
      groupId: id(group.id, "group-1"),
      description: `items${changed}`,
      authType: "APP",
      serviceType: "HTTP-VPC",
      requestConfig: { protocol: "HTTPS", method: "GET", path: "/items", mode: "PASSTHROUGH" },
      httpVpcServiceConfig: { name: access.name, path: "/items", method: "GET", timeout: 1000 },
      stageNames: ["RELEASE"],
    },
    { ...opts, dependsOn: [access] },
  );
  const app = new alicloud.apigateway.App("app", { name: "shop_app", description: `shop${changed}` }, opts);
  new alicloud.apigateway.AppAttachment(
    "app-attachment",
    {
      appId: id(app.id, "1"),
      apiId: id(api.apiId, "api-1"),
      groupId: id(group.id, "group-1"),
      stageName: "RELEASE",
    },
    opts,
  );
  const plugin = new alicloud.apigateway.Plugin(
    "plugin",
    {
      pluginName: `limit${changed}`,
      pluginType: "trafficControl",
      pluginData: JSON.stringify({ unit: "MINUTE", apiDefault: 100 }),
    },
    opts,
  );
  new alicloud.apigateway.GroupPluginAttachment(
    "group-plugin",
    { groupId: id(group.id, "group-1"), pluginId: id(plugin.id, "plugin-1"), stageName: "RELEASE" },
    opts,
  );
  new alicloud.apigateway.PluginAttachment(
    "api-plugin",
    {
      groupId: id(group.id, "group-1"),
      apiId: id(api.apiId, "api-1"),
      pluginId: id(plugin.id, "plugin-1"),
      stageName: "RELEASE",
    },
    opts,
  );
  return { group, api };
}

/** Resources that the local cloud does not implement: a preview shows them. */
function undeployable(
  { vpc, vswitches, group, instance }: Network,
  { group: apiGroup }: ReturnType<typeof gateway>,
  clb: alicloud.slb.ApplicationLoadBalancer,
) {
  const nlb = new alicloud.nlb.LoadBalancer("nlb", {
    loadBalancerName: "nlb",
    addressType: "Intranet",
    vpcId: id(vpc.id, "vpc-1"),
    zoneMappings: vswitches.map((vswitch) => ({
      vswitchId: id(vswitch.id, "vsw-1"),
      zoneId: id(vswitch.zoneId, "cn-hangzhou-h"),
    })),
  });
  const servers = new alicloud.nlb.ServerGroup("nlb-servers", {
    serverGroupName: "shop",
    vpcId: id(vpc.id, "vpc-1"),
    healthCheck: { healthCheckEnabled: true },
  });
  new alicloud.nlb.Listener("nlb-listener", {
    loadBalancerId: id(nlb.id, "nlb-1"),
    serverGroupId: id(servers.id, "sgp-1"),
    listenerPort: 443,
    listenerProtocol: "TCPSSL",
    securityPolicyId: "tls_cipher_policy_1_2",
  });
  new alicloud.nlb.SecurityPolicy("nlb-policy", {
    tlsVersions: ["TLSv1.2"],
    ciphers: ["ECDHE-RSA-AES128-SHA"],
  });
  new alicloud.alb.SecurityPolicy("alb-policy", {
    securityPolicyName: "shop",
    tlsVersions: ["TLSv1.2"],
    ciphers: ["ECDHE-RSA-AES128-SHA"],
  });
  const albAcl = new alicloud.alb.Acl("alb-acl", { aclName: "shop", aclEntries: [{ entry: "10.0.0.0/16" }] });
  new alicloud.alb.AclEntryAttachment("alb-acl-entry", {
    aclId: id(albAcl.id, "acl-1"),
    entry: "10.1.0.0/16",
  });
  const clbAcl = new alicloud.slb.Acl("clb-acl", { name: "shop", entryLists: [{ entry: "10.0.0.0/16" }] });
  new alicloud.slb.AclEntryAttachment("clb-acl-entry", {
    aclId: id(clbAcl.id, "acl-1"),
    entry: "10.1.0.0/16",
  });
  new alicloud.slb.TlsCipherPolicy("clb-policy", {
    tlsCipherPolicyName: "shop",
    tlsVersions: ["TLSv1.2"],
    ciphers: ["AES256-SHA256"],
  });
  new alicloud.slb.BackendServer("clb-backend", {
    loadBalancerId: id(clb.id, "lb-1"),
    backendServers: [{ serverId: id(instance.id, "i-1"), weight: 100 }],
  });
  const scaling = new alicloud.ess.ScalingGroup("scaling", {
    scalingGroupName: "shop",
    minSize: 1,
    maxSize: 2,
    vswitchIds: vswitches.map((vswitch) => id(vswitch.id, "vsw-1")),
    loadbalancerIds: [id(clb.id, "lb-1")],
  });
  new alicloud.ess.ScalingConfiguration("scaling-configuration", {
    scalingGroupId: id(scaling.id, "asg-1"),
    imageId: "aliyun_3_x64_20G_alibase_20260101.vhd",
    instanceType: "ecs.g7.large",
    securityGroupIds: [id(group.id, "sg-1")],
    internetMaxBandwidthOut: 0,
  });
  new alicloud.ess.ServerGroupAttachment("scaling-nlb", {
    scalingGroupId: id(scaling.id, "asg-1"),
    serverGroupId: id(servers.id, "sgp-1"),
    type: "NLB",
    port: 80,
    weight: 100,
  });
  new alicloud.ess.ScalingGroupVServerGroups("scaling-clb", {
    scalingGroupId: id(scaling.id, "asg-1"),
    vserverGroups: [
      {
        loadbalancerId: id(clb.id, "lb-1"),
        vserverAttributes: [{ vserverGroupId: "rsp-1", port: 80, weight: 100 }],
      },
    ],
  });
  new alicloud.ess.Attachment("scaling-instance", {
    scalingGroupId: id(scaling.id, "asg-1"),
    instanceIds: [id(instance.id, "i-1")],
  });
  const role = new alicloud.ram.Role("role", { roleName: "shop", assumeRolePolicyDocument: "{}" });
  const policy = new alicloud.ram.Policy("policy", {
    policyName: "shop",
    policyDocument: JSON.stringify({ Version: "1", Statement: [] }),
  });
  new alicloud.ram.RolePolicyAttachment("role-policy", {
    roleName: id(role.id, "shop"),
    policyName: id(policy.id, "shop"),
    policyType: "Custom",
  });
  new alicloud.ecs.RamRoleAttachment("role-attachment", {
    instanceId: id(instance.id, "i-1"),
    ramRoleName: id(role.id, "shop"),
  });
  new alicloud.nlb.LoadBalancerSecurityGroupAttachment("nlb-group", {
    loadBalancerId: id(nlb.id, "nlb-1"),
    securityGroupId: id(group.id, "sg-1"),
  });
  const eip = new alicloud.ecs.EipAddress("eip", { addressName: "shop" });
  new alicloud.ecs.EipAssociation("eip-association", {
    allocationId: id(eip.id, "eip-1"),
    instanceId: id(instance.id, "i-1"),
  });
  const own = new alicloud.apigateway.Instance("gateway", {
    instanceName: "shop",
    instanceSpec: "api.s1.small",
    httpsPolicy: "HTTPS2_TLS1_2",
    zoneId: "cn-hangzhou-MAZ6",
    paymentType: "PayAsYouGo",
  });
  const acl = new alicloud.apigateway.AccessControlList("gateway-acl", {
    accessControlListName: "shop",
    addressIpVersion: "ipv4",
    aclEntrys: [{ aclEntryIp: "10.0.0.0/16" }],
  });
  new alicloud.apigateway.AclEntryAttachment("gateway-acl-entry", {
    aclId: id(acl.id, "acl-1"),
    entry: "10.1.0.0/16",
  });
  new alicloud.apigateway.InstanceAclAttachment("gateway-acl-attachment", {
    instanceId: id(own.id, "apigateway-1"),
    aclId: id(acl.id, "acl-1"),
    aclType: "white",
  });
  new alicloud.apigateway.LogConfig("log", { logType: "PROVIDER", slsProject: "shop", slsLogStore: "shop" });
  new alicloud.dns.AlidnsRecord("record", {
    domainName: "example.com",
    rr: "api",
    type: "CNAME",
    value: id(apiGroup.subDomain, "group-1.example.com"),
  });
  new alicloud.ros.Stack("ros", {
    stackName: "shop",
    templateBody: JSON.stringify({ ROSTemplateFormatVersion: "2015-09-01" }),
    parameters: [{ parameterKey: "GroupId", parameterValue: id(apiGroup.id, "group-1") }],
  });
}

const ids = JSON.parse(process.env.IDS ?? "{}") as Record<string, string>;
if (phase === "read") {
  const existing = (name: string) => ids[name] ?? "";
  alicloud.vpc.Network.get("read-vpc", existing("vpc"));
  alicloud.vpc.Switch.get("read-vswitch", existing("vswitch-h"));
  alicloud.ecs.SecurityGroup.get("read-group", existing("group"));
  alicloud.ecs.EcsPrefixList.get("read-list", existing("list"));
  alicloud.ecs.SecurityGroupRule.get("read-rule", existing("rule"));
  alicloud.ecs.Instance.get("read-instance", existing("instance"));
  alicloud.slb.Listener.get("read-clb-listener", existing("clb-listener"));
  alicloud.alb.Listener.get("read-alb-listener", existing("alb-listener"));
  alicloud.apigateway.Group.get("read-api-group", existing("api-group"));
  alicloud.apigateway.Plugin.get("read-plugin", existing("plugin"));
  const clb = alicloud.slb.ApplicationLoadBalancer.get("read-clb", existing("clb"));
  const alb = alicloud.alb.LoadBalancer.get("read-alb", existing("alb"));
  new alicloud.apigateway.VpcAccess("to-clb", {
    name: "to-clb",
    vpcId: existing("vpc"),
    instanceId: clb.id,
    port: 80,
  });
  new alicloud.apigateway.VpcAccess("to-alb", {
    name: "to-alb",
    vpcId: existing("vpc"),
    instanceId: alb.id,
    port: 80,
  });
} else if (phase !== "delete") {
  const shared = network();
  const clb = classic(shared);
  application(shared);
  const service = gateway(shared, clb);
  if (phase === "create" || phase === "literal") undeployable(shared, service, clb);
}
