/** Names of kinds of the local cloud's resources that differ from the words of the kind. */
const names: Readonly<Record<string, string>> = {
  accessControlList: "access list",
  albAcl: "ALB access list",
  albHealthCheckTemplate: "health check template",
  albLoadBalancer: "ALB",
  anycastEip: "Anycast address",
  apiModel: "model",
  authorization: "app authorization",
  autoSnapshotPolicy: "automatic snapshot policy",
  backend: "back end",
  bandwidthPackage: "shared bandwidth",
  clbAccessControlList: "CLB access list",
  eip: "elastic IP address",
  forwardEntry: "DNAT entry",
  hpcCluster: "HPC cluster",
  instance: "ECS instance",
  loadBalancer: "CLB",
  logConfig: "access log",
  logStore: "Logstore",
  natGateway: "NAT gateway",
  plugin: "plug-in",
  pluginAttachment: "plug-in attachment",
  ramRole: "RAM role",
  routeEntry: "route",
  snatEntry: "SNAT entry",
  vpcAccess: "VPC access authorization",
  vServerGroup: "server group",
  vswitch: "vSwitch",
};

/** Describes how many resources of each kind a local cloud holds. */
export function describeHoldings(byKind: unknown): string {
  const counts = Object.entries(typeof byKind === "object" && byKind !== null ? byKind : {});
  const words = counts.map(([kind, count]) => `${count} ${nameKind(kind, count === 1)}`);
  return words.join(", ") || "nothing";
}

/** Name of a kind: `dnsRecord` is a DNS record. */
function nameKind(kind: string, isOne: boolean): string {
  const words = kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const derived = words
    .replace(/\b(vpc|ecs|clb|alb|api|dns|ipam|kms)\b/g, (acronym) => acronym.toUpperCase())
    .replace("ipv6", "IPv6");
  const name = names[kind] ?? derived;
  return isOne ? name : pluralize(name);
}

function pluralize(name: string): string {
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return `${name}${/(s|ch|x)$/.test(name) ? "es" : "s"}`;
}
