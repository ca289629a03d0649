/** A stack like a public example of Alibaba Cloud, and the mandatory findings that it must cause. */
export interface PublicExample {
  readonly name: string;
  /** Folder of the example in the repository `alibabacloud-automation/landing-with-terraform`. */
  readonly source: string;
  /** Program with the same resources and the same values of the properties that rules read. */
  readonly program: string;
  /** Mandatory findings: rule and resource. */
  readonly refused: readonly string[];
}

const imports = 'import * as alicloud from "@pulumi/alicloud";\n';

const network = `
const vpc = new alicloud.vpc.Network("vpc", { vpcName: "example", cidrBlock: "172.16.0.0/16" });
const zones = ["cn-hangzhou-h", "cn-hangzhou-i"];
const vswitches = ["172.16.0.0/24", "172.16.2.0/24"].map((cidrBlock, index) =>
  new alicloud.vpc.Switch(\`vswitch-\${index}\`, { vpcId: vpc.id, cidrBlock, zoneId: zones[index]! }));
const zoneMappings = vswitches.map(({ id, zoneId }) => ({ vswitchId: id, zoneId }));
`;

/** Two web servers with public bandwidth and a password, open to private addresses on port 80. */
const webServers = `
const securityGroup = new alicloud.ecs.SecurityGroup("web", { securityGroupName: "web", vpcId: vpc.id });
for (const type of ["ingress", "egress"]) {
  new alicloud.ecs.SecurityGroupRule(type, {
    type, ipProtocol: "tcp", nicType: "intranet", policy: "accept", portRange: "80/80", priority: 1,
    securityGroupId: securityGroup.id, cidrIp: "10.0.0.0/8",
  });
}
const instances = vswitches.map((vswitch, index) => new alicloud.ecs.Instance(\`web-\${index}\`, {
  availabilityZone: zones[index]!, vswitchId: vswitch.id, securityGroups: [securityGroup.id],
  imageId: "aliyun_2_1903_x64_20G_alibase_20240628.vhd", instanceType: "ecs.e-c1m1.large",
  systemDiskCategory: "cloud_essd", instanceName: \`web-\${index}\`, internetMaxBandwidthOut: 10, password: "Canary-1234",
}));
`;

const api = `
const group = new alicloud.apigateway.Group("group", { name: "example", description: "example", basePath: "/" });
new alicloud.apigateway.Api("api", {
  groupId: group.id, name: "example", description: "example", authType: "APP", forceNonceCheck: false,
  requestConfig: { protocol: "HTTP", method: "GET", path: "/example/path", mode: "MAPPING" },
  serviceType: "HTTP",
  httpServiceConfig: {
    address: "http://apigateway-backend.alicloudapi.com:8080", method: "GET", path: "/web/cloudapi", timeout: 12,
    aoneName: "cloudapi-openapi",
  },
  requestParameters: [
    { name: "example", type: "STRING", required: "OPTIONAL", in: "QUERY", inService: "QUERY", nameService: "exampleservice" },
  ],
  stageNames: ["RELEASE", "TEST"],
});
`;
const apiFindings = ["api-group-custom-domain-bound group", "api-request-protocol-https api"];

const gatewayInstance = `
const instance = new alicloud.apigateway.Instance("gateway", {
  instanceName: "example", instanceSpec: "api.s1.small", httpsPolicy: "HTTPS2_TLS1_0", zoneId: "cn-hangzhou-MAZ6",
  paymentType: "PayAsYouGo", instanceType: "normal",
});
`;

const albListener = (serverGroup: string) => `
new alicloud.alb.Listener("http", {
  loadBalancerId: alb.id, listenerProtocol: "HTTP", listenerPort: 80,
  defaultActions: [{ type: "ForwardGroup", forwardGroupConfig: { serverGroupTuples: [{ serverGroupId: ${serverGroup}.id }] } }],
});
`;
const albWith = (addressType: string) => `
const alb = new alicloud.alb.LoadBalancer("alb", {
  loadBalancerName: "example", loadBalancerEdition: "Basic", addressType: "${addressType}", addressAllocatedMode: "Fixed",
  vpcId: vpc.id, loadBalancerBillingConfig: { payType: "PayAsYouGo" }, zoneMappings,
});
`;

export const publicExamples: readonly PublicExample[] = [
  {
    name: "an instance behind API Gateway",
    source: "quickstarts/Api_Gateway/101-api-gateway-vpc-access-docs-Example",
    program: `${imports}
const vpc = new alicloud.vpc.Network("vpc", { vpcName: "example", cidrBlock: "10.4.0.0/16" });
const zoneId = "cn-hangzhou-h";
const vswitch = new alicloud.vpc.Switch("vswitch", { vpcId: vpc.id, cidrBlock: "10.4.0.0/24", zoneId });
const securityGroup = new alicloud.ecs.SecurityGroup("web", { securityGroupName: "web", description: "New security group", vpcId: vpc.id });
const instance = new alicloud.ecs.Instance("web", {
  availabilityZone: zoneId, instanceName: "web", imageId: "ubuntu_18_04_x64_20G_alibase_20231225.vhd",
  instanceType: "ecs.e-c1m1.large", securityGroups: [securityGroup.id], vswitchId: vswitch.id,
});
new alicloud.apigateway.VpcAccess("access", { name: "example", vpcId: vpc.id, instanceId: instance.id, port: 8080 });
`,
    refused: [],
  },
  {
    name: "an API with a public back end",
    source: "quickstarts/Api_Gateway/101-api-gateway-api-docs-Example",
    program: imports + api,
    refused: apiFindings,
  },
  {
    name: "an API with a CORS plug-in",
    source: "quickstarts/Api_Gateway/101-api-gateway-plugin-docs-Example",
    program: `${imports}${api}
new alicloud.apigateway.Plugin("cors", {
  pluginName: "cors", description: "cors", pluginType: "cors",
  pluginData: JSON.stringify({ allowOrigins: "api.foo.com", allowMethods: "GET,POST", allowHeaders: "Authorization", maxAge: 172800 }),
});
`,
    refused: apiFindings,
  },
  {
    name: "a gateway instance with an allow list",
    source: "quickstarts/Api_Gateway/101-api-gateway-instance-acl-attachment-docs-Example",
    program: `${imports}${gatewayInstance}
const list = new alicloud.apigateway.AccessControlList("list", { accessControlListName: "example", addressIpVersion: "ipv4" });
new alicloud.apigateway.AclEntryAttachment("entry", { aclId: list.id, entry: "128.0.0.1/32", comment: "test comment" });
new alicloud.apigateway.InstanceAclAttachment("attachment", { instanceId: instance.id, aclId: list.id, aclType: "white" });
`,
    refused: ["api-gateway-instance-tls-policy gateway"],
  },
  {
    name: "the log of API Gateway",
    source: "quickstarts/Api_Gateway/101-api-gateway-log-config-docs-Example",
    program: `${imports}
const project = new alicloud.log.Project("project", { projectName: "example-12345", description: "example" });
const store = new alicloud.log.Store("store", {
  projectName: project.projectName, logstoreName: "example-12345", shardCount: 3, autoSplit: true, maxSplitShardCount: 60, appendMeta: true,
});
new alicloud.apigateway.LogConfig("log", { slsProject: project.projectName, slsLogStore: store.logstoreName, logType: "PROVIDER" });
`,
    refused: [],
  },
  {
    name: "a public website behind an ALB",
    source:
      "quickstarts/Application_Load_Balancer(ALB)/201-use-case-use-alb-instance-to-provide-ipv4-services",
    program: `${imports}${network}${webServers}${albWith("Internet")}
const servers = new alicloud.alb.ServerGroup("servers", {
  protocol: "HTTP", serverGroupName: "servers", vpcId: vpc.id,
  servers: instances.map(({ id, privateIp }) => ({ port: 80, serverId: id, serverIp: privateIp, serverType: "Ecs" })),
  stickySessionConfig: { stickySessionEnabled: true, cookie: "cookie", stickySessionType: "Server" },
  healthCheckConfig: {
    healthCheckEnabled: true, healthCheckConnectPort: 80, healthCheckHost: "tf-example.com", healthCheckMethod: "HEAD",
    healthCheckCodes: ["http_2xx", "http_3xx", "http_4xx"], healthCheckHttpVersion: "HTTP1.1", healthCheckInterval: 2,
    healthCheckPath: "/tf-example", healthCheckProtocol: "HTTP", healthCheckTimeout: 5, healthyThreshold: 3, unhealthyThreshold: 3,
  },
});
${albListener("servers")}`,
    refused: [],
  },
  {
    name: "a public website behind a CLB",
    source:
      "quickstarts/Classic_Load_Balancer(SLB)/201-use-case-slb-quickly-implements-load-balancing-for-ipv4-service",
    program: `${imports}${network}${webServers}
const clb = new alicloud.slb.ApplicationLoadBalancer("clb", {
  loadBalancerName: "example", loadBalancerSpec: "slb.s2.small", addressType: "internet", addressIpVersion: "ipv4",
  vswitchId: vswitches[0]!.id, instanceChargeType: "PayBySpec",
});
const servers = new alicloud.slb.ServerGroup("servers", { loadBalancerId: clb.id, name: "servers" });
instances.forEach(({ id }, index) => new alicloud.slb.ServerGroupServerAttachment(\`server-\${index}\`, {
  serverGroupId: servers.id, serverId: id, port: 80, weight: 100, type: "ecs",
}));
new alicloud.slb.Listener("http", {
  loadBalancerId: clb.id, serverGroupId: servers.id, backendPort: 80, frontendPort: 80, protocol: "http", bandwidth: 10,
});
`,
    refused: [],
  },
  {
    name: "a public service behind an NLB",
    source:
      "quickstarts/Classic_Load_Balancer(SLB)/201-use-case-nlb-quickly-implements-load-balancing-for-ipv4-services",
    program: `${imports}${network}${webServers}
const servers = new alicloud.nlb.ServerGroup("servers", {
  serverGroupName: "servers", serverGroupType: "Instance", vpcId: vpc.id, scheduler: "Wrr", protocol: "TCP",
  connectionDrainTimeout: 60, addressIpVersion: "Ipv4",
  healthCheck: { healthCheckEnabled: true, healthCheckType: "TCP", healthCheckConnectPort: 0, healthyThreshold: 2, unhealthyThreshold: 2 },
});
const nlb = new alicloud.nlb.LoadBalancer("nlb", {
  loadBalancerName: "example", loadBalancerType: "Network", addressType: "Internet", addressIpVersion: "Ipv4", vpcId: vpc.id, zoneMappings,
});
new alicloud.nlb.Listener("tcp", {
  listenerProtocol: "TCP", listenerPort: 80, loadBalancerId: nlb.id, serverGroupId: servers.id, idleTimeout: 900,
  proxyProtocolEnabled: true, cps: 10000, mss: 0,
});
`,
    refused: [],
  },
  {
    name: "an internal ALB with addresses of another network",
    source: "solution/tech-solution/alb-acrlb/alb",
    program: `${imports}${network}${albWith("Intranet")}
const servers = new alicloud.alb.ServerGroup("servers", {
  protocol: "HTTP", vpcId: vpc.id, serverGroupName: "servers", serverGroupType: "Ip",
  healthCheckConfig: { healthCheckEnabled: false }, stickySessionConfig: { stickySessionEnabled: false },
  servers: ["10.1.0.8", "10.2.0.8"].map((address) => ({
    port: 80, serverId: address, serverIp: address, serverType: "Ip", remoteIpEnabled: true, weight: 100,
  })),
});
${albListener("servers")}`,
    refused: [],
  },
  {
    name: "an application on one instance",
    source: "solution/tech-solution/ecs-deploy-deepsite-application",
    program: `${imports}
const vpc = new alicloud.vpc.Network("vpc", { cidrBlock: "192.168.0.0/16", vpcName: "example" });
const vswitch = new alicloud.vpc.Switch("vswitch", { vpcId: vpc.id, cidrBlock: "192.168.0.0/24", zoneId: "cn-hangzhou-h" });
const securityGroup = new alicloud.ecs.SecurityGroup("app", { vpcId: vpc.id, securityGroupName: "app" });
for (const port of [8080, 80, 443]) {
  new alicloud.ecs.SecurityGroupRule(\`tcp-\${port}\`, {
    type: "ingress", ipProtocol: "tcp", nicType: "intranet", policy: "accept", portRange: \`\${port}/\${port}\`, priority: 1,
    securityGroupId: securityGroup.id, cidrIp: "192.168.0.0/24",
  });
}
new alicloud.ecs.Instance("app", {
  instanceName: "app", systemDiskCategory: "cloud_essd", imageId: "aliyun_3_x64_20G_alibase_20251030.vhd",
  vswitchId: vswitch.id, password: "Canary-1234", instanceType: "ecs.e-c1m2.large", internetMaxBandwidthOut: 5,
  securityGroups: [securityGroup.id],
});
`,
    refused: [],
  },
];
