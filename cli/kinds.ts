/** Singular and plural names of resource kinds, in the order in which a stack creates them. */
const kinds: Record<string, [one: string, many: string]> = {
  resourceGroup: ["resource group", "resource groups"],
  vpc: ["VPC", "VPCs"],
  vswitch: ["vSwitch", "vSwitches"],
  ipv6Gateway: ["IPv6 gateway", "IPv6 gateways"],
  eip: ["elastic IP address", "elastic IP addresses"],
  anycastEip: ["Anycast address", "Anycast addresses"],
  ipam: ["IPAM", "IPAMs"],
  ipamPool: ["IPAM pool", "IPAM pools"],
  bandwidthPackage: ["shared bandwidth", "shared bandwidths"],
  kmsKey: ["KMS key", "KMS keys"],
  instance: ["ECS instance", "ECS instances"],
  networkInterface: ["network interface", "network interfaces"],
  keyPair: ["key pair", "key pairs"],
  securityGroup: ["security group", "security groups"],
  prefixList: ["prefix list", "prefix lists"],
  loadBalancer: ["CLB", "CLBs"],
  vServerGroup: ["server group", "server groups"],
  clbAccessControlList: ["CLB access list", "CLB access lists"],
  clbCertificate: ["CLB certificate", "CLB certificates"],
  albLoadBalancer: ["ALB", "ALBs"],
  albServerGroup: ["ALB server group", "ALB server groups"],
  albListener: ["ALB listener", "ALB listeners"],
  albAcl: ["ALB access list", "ALB access lists"],
  albHealthCheckTemplate: ["health check template", "health check templates"],
  vpcAccess: ["VPC access authorization", "VPC access authorizations"],
  gatewayInstance: ["gateway instance", "gateway instances"],
  accessControlList: ["access list", "access lists"],
  apiGroup: ["API group", "API groups"],
  api: ["API", "APIs"],
  apiModel: ["model", "models"],
  backend: ["back end", "back ends"],
  app: ["app", "apps"],
  customDomain: ["custom domain", "custom domains"],
  dnsDomain: ["DNS domain", "DNS domains"],
  dnsRecord: ["DNS record", "DNS records"],
  plugin: ["plug-in", "plug-ins"],
  pluginAttachment: ["plug-in attachment", "plug-in attachments"],
  logProject: ["log project", "log projects"],
  logStore: ["Logstore", "Logstores"],
  logConfig: ["access log", "access logs"],
  authorization: ["app authorization", "app authorizations"],
};

/** Describes how many resources of each kind a local cloud holds. */
export function describeHoldings(byKind: unknown): string {
  const counts = new Map(typeof byKind === "object" && byKind !== null ? Object.entries(byKind) : []);
  const known = Object.keys(kinds).filter((kind) => counts.has(kind));
  const others = [...counts.keys()].filter((kind) => !(kind in kinds));
  const words = [...known, ...others].map((kind) => {
    const count = counts.get(kind);
    const [one, many] = kinds[kind] ?? [kind, kind];
    return `${count} ${count === 1 ? one : many}`;
  });
  return words.join(", ") || "nothing";
}
