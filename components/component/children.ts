import * as pulumi from "@pulumi/pulumi";
import type * as random from "@pulumi/random";
import type * as alicloud from "../alicloud";
import type { AlbZones } from "../dynamic/albZones/resource";
import type { AppCredentials } from "../dynamic/appCredentials/resource";
import type { Authorization } from "../dynamic/authorization/resource";
import type { BalancerPlace } from "../dynamic/balancerPlace/resource";
import type { BoundDomain } from "../dynamic/customDomain/resource";
import type { EgressAddresses } from "../dynamic/egressAddresses/resource";
import type { PublishedApis } from "../dynamic/publication/resource";
import type { Readiness } from "../dynamic/readiness/resource";
import type { RouteNames } from "../dynamic/routeNames/resource";
import { checkDefaultProviders, type Package } from "./defaultProviders";
import { isUniqueRole, refuseTakenNames, type UniqueRole } from "./takenNames";
import { type Transform, transformed } from "./transform";

/** Every kind of child that the parts have, by its role: what makes it. */
export interface ChildKinds {
  /** The VPC. */
  vpc: typeof alicloud.vpc.Network;
  /** A vSwitch. */
  vswitch: typeof alicloud.vpc.Switch;
  /** Security group of the instances. */
  securityGroup: typeof alicloud.ecs.SecurityGroup;
  /** A rule that lets somebody in. */
  securityGroupRule: typeof alicloud.ecs.SecurityGroupRule;
  /** An ECS instance. */
  instance: typeof alicloud.ecs.Instance;
  /** The vSwitch that the CLB stays in. */
  balancerPlace: typeof BalancerPlace;
  /** The CLB. */
  clb: typeof alicloud.slb.ApplicationLoadBalancer;
  /** Instances behind the CLB, as a group. */
  clbServerGroup: typeof alicloud.slb.ServerGroup;
  /** One of them. */
  clbServer: typeof alicloud.slb.ServerGroupServerAttachment;
  /** Listener of the CLB. */
  clbListener: typeof alicloud.slb.Listener;
  /** The ALB. */
  alb: typeof alicloud.alb.LoadBalancer;
  /** Zones of the ALB. */
  albZones: typeof AlbZones;
  /** Servers behind the ALB. */
  albServerGroup: typeof alicloud.alb.ServerGroup;
  /** Listener of the ALB. */
  albListener: typeof alicloud.alb.Listener;
  /** A security group of the ALB. */
  albSecurityGroupAttachment: typeof alicloud.alb.LoadBalancerSecurityGroupAttachment;
  /** What is known of the addresses that the gateway calls from. */
  egressAddresses: typeof EgressAddresses;
  /** Those addresses as a prefix list. */
  egressList: typeof alicloud.ecs.EcsPrefixList;
  /** End of the name of the authorization. */
  nameSuffix: typeof random.RandomString;
  /** VPC access authorization. */
  vpcAccess: typeof alicloud.apigateway.VpcAccess;
  /** API group. */
  group: typeof alicloud.apigateway.Group;
  /** What is known of the routes before. */
  routeNames: typeof RouteNames;
  /** An API. */
  api: typeof alicloud.apigateway.Api;
  /** APIs as published in one environment. */
  publication: typeof PublishedApis;
  /** An app. */
  app: typeof alicloud.apigateway.App;
  /** A generated AppCode, AppKey or AppSecret. */
  generatedCredential: typeof random.RandomPassword;
  /** What an app authenticates itself with. */
  appCredentials: typeof AppCredentials;
  /** Right of an app to call APIs. */
  authorization: typeof Authorization;
  /** A plug-in. */
  plugin: typeof alicloud.apigateway.Plugin;
  /** Plug-in on one API. */
  pluginAttachment: typeof alicloud.apigateway.PluginAttachment;
  /** Plug-in on all APIs of the group. */
  groupPluginAttachment: typeof alicloud.apigateway.GroupPluginAttachment;
  /** Record in Alibaba Cloud DNS. */
  dnsRecord: typeof alicloud.dns.AlidnsRecord;
  /** A domain as it is bound. */
  customDomain: typeof BoundDomain;
  /** The check that the gateway reaches the back end. */
  readiness: typeof Readiness;
  /** Dedicated gateway instance. */
  gatewayInstance: typeof alicloud.apigateway.Instance;
  /** Access list of the instance. */
  accessControlList: typeof alicloud.apigateway.AccessControlList;
  /** Entries of that list. */
  aclEntryAttachment: typeof alicloud.apigateway.AclEntryAttachment;
  /** The list on the instance. */
  instanceAclAttachment: typeof alicloud.apigateway.InstanceAclAttachment;
  /** Log project. */
  logProject: typeof alicloud.log.Project;
  /** Logstore of the access log. */
  logStore: typeof alicloud.log.Store;
  /** Index of the Logstore. */
  logStoreIndex: typeof alicloud.log.StoreIndex;
  /** Where the access log goes to. */
  logConfig: typeof alicloud.apigateway.LogConfig;
}

type Role = keyof ChildKinds;
type ArgsOf<Kind> = Kind extends new (
  name: string,
  args: infer Args,
  opts?: pulumi.CustomResourceOptions,
) => unknown
  ? NonNullable<Args> & object
  : never;
type ResourceOf<Kind> = Kind extends new (...args: never[]) => infer Made ? Made : never;

/** Changes of children by their role, made last, after every default. See {@link Transform}. */
export type ChildTransforms = { [Key in keyof ChildKinds]?: Transform<ArgsOf<ChildKinds[Key]>> };

/**
 * Children by role, and under it by their name without that of the component: `nodes.api["get-item"]`,
 * `nodes.vswitch["vswitch-0"]`.
 */
export type Nodes = {
  readonly [Key in keyof ChildKinds]: Readonly<Record<string, ResourceOf<ChildKinds[Key]>>>;
};

const dynamic = (type: string) => `pulumi-nodejs:dynamic/alicloud-vpc-api:${type}`;

/** Type token of each role. As texts: the SDK's classes are loaded when a program first uses them. */
export const childTypes: Readonly<Record<Role, string>> = {
  vpc: "alicloud:vpc/network:Network",
  vswitch: "alicloud:vpc/switch:Switch",
  securityGroup: "alicloud:ecs/securityGroup:SecurityGroup",
  securityGroupRule: "alicloud:ecs/securityGroupRule:SecurityGroupRule",
  instance: "alicloud:ecs/instance:Instance",
  balancerPlace: dynamic("BalancerPlace"),
  clb: "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer",
  clbServerGroup: "alicloud:slb/serverGroup:ServerGroup",
  clbServer: "alicloud:slb/serverGroupServerAttachment:ServerGroupServerAttachment",
  clbListener: "alicloud:slb/listener:Listener",
  alb: "alicloud:alb/loadBalancer:LoadBalancer",
  albZones: dynamic("AlbZones"),
  albServerGroup: "alicloud:alb/serverGroup:ServerGroup",
  albListener: "alicloud:alb/listener:Listener",
  albSecurityGroupAttachment:
    "alicloud:alb/loadBalancerSecurityGroupAttachment:LoadBalancerSecurityGroupAttachment",
  egressAddresses: dynamic("EgressAddresses"),
  egressList: "alicloud:ecs/ecsPrefixList:EcsPrefixList",
  nameSuffix: "random:index/randomString:RandomString",
  vpcAccess: "alicloud:apigateway/vpcAccess:VpcAccess",
  group: "alicloud:apigateway/group:Group",
  routeNames: dynamic("RouteNames"),
  api: "alicloud:apigateway/api:Api",
  publication: dynamic("Publication"),
  app: "alicloud:apigateway/app:App",
  generatedCredential: "random:index/randomPassword:RandomPassword",
  appCredentials: dynamic("AppCredentials"),
  authorization: dynamic("Authorization"),
  plugin: "alicloud:apigateway/plugin:Plugin",
  pluginAttachment: "alicloud:apigateway/pluginAttachment:PluginAttachment",
  groupPluginAttachment: "alicloud:apigateway/groupPluginAttachment:GroupPluginAttachment",
  dnsRecord: "alicloud:dns/alidnsRecord:AlidnsRecord",
  customDomain: dynamic("CustomDomain"),
  readiness: dynamic("Readiness"),
  gatewayInstance: "alicloud:apigateway/instance:Instance",
  accessControlList: "alicloud:apigateway/accessControlList:AccessControlList",
  aclEntryAttachment: "alicloud:apigateway/aclEntryAttachment:AclEntryAttachment",
  instanceAclAttachment: "alicloud:apigateway/instanceAclAttachment:InstanceAclAttachment",
  logProject: "alicloud:log/project:Project",
  logStore: "alicloud:log/store:Store",
  logStoreIndex: "alicloud:log/storeIndex:StoreIndex",
  logConfig: "alicloud:apigateway/logConfig:LogConfig",
};

/** The cloud's own protection against deletion, by role; and how it is taken away. */
const protection: { [Key in Role]?: Record<"on" | "off", Partial<ArgsOf<ChildKinds[Key]>>> } = {
  instance: { on: { deletionProtection: true }, off: { deletionProtection: false } },
  clb: { on: { deleteProtection: "on" }, off: { deleteProtection: "off" } },
  alb: { on: { deletionProtectionEnabled: true }, off: { deletionProtectionEnabled: false } },
};

/**
 * Roles whose replacement takes the place of the old one in the cloud: both have the same name, port, path or id there.
 * Were the new one created first, the cloud would refuse it, or the deletion of the old one would take it away again.
 * This holds for a replacement that the engine alone decides on too, such as `pulumi up --replace`, for which no
 * provider is asked. A server of a CLB is not among them: with a new instance it is another one, and calls would fail
 * while the balancer has no server.
 */
const deletedBeforeReplaced: ReadonlySet<Role> = new Set<Role>([
  // A block that overlaps another is refused.
  "vswitch",
  // Refused, or taken for the same, where there is one already.
  ...(["securityGroupRule", "clbListener", "albListener", "albSecurityGroupAttachment"] as const),
  // The name, and the target, are unique in the region.
  "vpcAccess",
  // The name is unique.
  ...(["group", "app", "accessControlList", "logProject", "logStore"] as const),
  // Name, and path with method, are unique in the group.
  "api",
  // Published, authorized, attached and bound is one and the same API, app or domain.
  ...(["publication", "authorization", "customDomain", "pluginAttachment", "groupPluginAttachment"] as const),
  ...(["aclEntryAttachment", "instanceAclAttachment"] as const),
  // A record with the same value is refused.
  "dnsRecord",
  // There is one.
  ...(["logStoreIndex", "logConfig"] as const),
]);

/** What a component may be told about all its children. */
export interface ComponentArgs {
  /** Changes of single kinds of children, made last. @default none */
  transform?: ChildTransforms;
  /**
   * Protects everything from deletion: Pulumi refuses to delete or replace it, and the cloud refuses to release
   * instances and balancers. To delete it after all, run `pulumi up` with `false` first: left out, it changes nothing
   * that the cloud protects.
   *
   * @default neither protects nor takes protection away
   */
  protect?: boolean;
}

/** What children were registered with, after every transform of the components that they are in. */
const registrations = new WeakMap<pulumi.Resource, Registration>();

/** Arguments and options of a child, after every transform. */
export interface Registration {
  args: pulumi.Inputs;
  options: pulumi.CustomResourceOptions;
  /** Whether a transform has changed them. */
  isTransformed: boolean;
}

/** What a child was registered with; undefined for a resource that is only looked up. */
export const registrationOf = (child: pulumi.Resource): Registration | undefined => registrations.get(child);

/** The arguments that a child was registered with, when a transform has changed them. */
export function changedArgsOf(child: pulumi.Resource): pulumi.Inputs | undefined {
  const registration = registrations.get(child);
  return registration?.isTransformed ? registration.args : undefined;
}

/**
 * Lets a preview look whether somebody else has the name of a child that is to be created. Without an engine, as in
 * tests with mocks, there is no account to look into.
 *
 * @param more what the child's own arguments do not say, and its name is unique with
 */
export async function checkNames(
  role: UniqueRole,
  child: pulumi.CustomResource,
  more: pulumi.Inputs = {},
): Promise<void> {
  if (!pulumi.runtime.isDryRun() || !pulumi.runtime.hasEngine()) return;
  // Every transform has run by then.
  await Promise.resolve();
  const { args, options } = registrations.get(child) ?? {};
  if (args === undefined || options?.import !== undefined) return;
  const provider = options?.provider ?? options?.parent?.getProvider("alicloud:index:Any");
  const { region } = (provider ?? {}) as { region?: pulumi.Output<string> };
  await refuseTakenNames(role, child, { ...args, ...more }, region);
}

const roleOf: ReadonlyMap<string, Role> = new Map(
  Object.entries(childTypes).map(([role, type]) => [type, role as Role] as const),
);

/**
 * Options that reach every child of a component: they apply the settings, and gather the children in `nodes`.
 *
 * @param name name of the component, which the names of its children begin with
 * @param packages packages that children are of, besides `alicloud`
 * @throws RunError when the engine has no provider for one of them
 */
export function childrenOf(
  name: string,
  { transform = {}, protect }: ComponentArgs,
  opts: pulumi.ComponentResourceOptions = {},
  packages: readonly Package[] = [],
): { options: pulumi.ComponentResourceOptions; nodes: Nodes } {
  checkDefaultProviders(name, ["alicloud", ...packages], opts);
  const nodes = Object.fromEntries(Object.keys(childTypes).map((role) => [role, {}])) as {
    [Key in Role]: Record<string, pulumi.Resource>;
  };
  const apply: pulumi.ResourceTransformation = ({ resource, type, name: full, props, opts: given }) => {
    const role = roleOf.get(type);
    if (role === undefined) return undefined;
    nodes[role][full.startsWith(`${name}-`) ? full.slice(name.length + 1) : full] = resource;
    // What is only looked up has no arguments.
    if (given.id !== undefined) return undefined;
    const own = protect === undefined ? {} : protection[role]?.[protect ? "on" : "off"];
    const [, args, options] = transformed(
      transform[role] as Transform<object>,
      full,
      { ...props, ...own },
      deletedBeforeReplaced.has(role) ? { deleteBeforeReplace: true, ...given } : given,
    );
    const isFirst = !registrations.has(resource);
    const isTransformed =
      transform[role] !== undefined || registrations.get(resource)?.isTransformed === true;
    registrations.set(resource, { args, options, isTransformed });
    if (isFirst && isUniqueRole(role) && role !== "customDomain")
      void checkNames(role, resource as pulumi.CustomResource);
    return { props: args, opts: options };
  };
  const options = pulumi.mergeOptions(opts, {
    transformations: [apply],
    ...(protect === undefined ? {} : { protect }),
  });
  return { options, nodes: nodes as unknown as Nodes };
}
