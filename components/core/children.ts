import type * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import type * as random from "@pulumi/random";
import type * as gap from "../cloudapi/resources";
import { type Transform, transformed } from "./transform";

/** Every kind of child that the parts have, by its role: what makes it. */
interface Kinds {
  vpc: typeof alicloud.vpc.Network;
  vswitch: typeof alicloud.vpc.Switch;
  securityGroup: typeof alicloud.ecs.SecurityGroup;
  securityGroupRule: typeof alicloud.ecs.SecurityGroupRule;
  instance: typeof alicloud.ecs.Instance;
  clb: typeof alicloud.slb.ApplicationLoadBalancer;
  clbServerGroup: typeof alicloud.slb.ServerGroup;
  clbServer: typeof alicloud.slb.ServerGroupServerAttachment;
  clbListener: typeof alicloud.slb.Listener;
  alb: typeof alicloud.alb.LoadBalancer;
  albServerGroup: typeof alicloud.alb.ServerGroup;
  albListener: typeof alicloud.alb.Listener;
  albSecurityGroupAttachment: typeof alicloud.alb.LoadBalancerSecurityGroupAttachment;
  egressAddresses: typeof gap.EgressAddresses;
  egressList: typeof alicloud.ecs.EcsPrefixList;
  nameSuffix: typeof random.RandomString;
  vpcAccess: typeof alicloud.apigateway.VpcAccess;
  group: typeof alicloud.apigateway.Group;
  api: typeof alicloud.apigateway.Api;
  publication: typeof gap.PublishedApis;
  app: typeof alicloud.apigateway.App;
  generatedCredential: typeof random.RandomPassword;
  appCredentials: typeof gap.AppCredentials;
  authorization: typeof gap.Authorization;
  plugin: typeof alicloud.apigateway.Plugin;
  pluginAttachment: typeof alicloud.apigateway.PluginAttachment;
  groupPluginAttachment: typeof alicloud.apigateway.GroupPluginAttachment;
  dnsRecord: typeof alicloud.dns.AlidnsRecord;
  customDomain: typeof gap.BoundDomain;
  readiness: typeof gap.Readiness;
  gatewayInstance: typeof alicloud.apigateway.Instance;
  accessControlList: typeof alicloud.apigateway.AccessControlList;
  aclEntryAttachment: typeof alicloud.apigateway.AclEntryAttachment;
  instanceAclAttachment: typeof alicloud.apigateway.InstanceAclAttachment;
  logProject: typeof alicloud.log.Project;
  logStore: typeof alicloud.log.Store;
  logStoreIndex: typeof alicloud.log.StoreIndex;
  logConfig: typeof alicloud.apigateway.LogConfig;
}

type Role = keyof Kinds;
type ArgsOf<Kind> = Kind extends new (
  name: string,
  args: infer Args,
  opts?: pulumi.CustomResourceOptions,
) => unknown
  ? NonNullable<Args> & object
  : never;
type ResourceOf<Kind> = Kind extends new (...args: never[]) => infer Made ? Made : never;

/** Changes of children by their role, made last, after every default. See {@link Transform}. */
export type ChildTransforms = { [Key in Role]?: Transform<ArgsOf<Kinds[Key]>> };

/**
 * Children by role, and under it by their name without that of the component: `nodes.api["get-item"]`,
 * `nodes.vswitch["vswitch-0"]`.
 */
export type Nodes = { readonly [Key in Role]: Readonly<Record<string, ResourceOf<Kinds[Key]>>> };

const dynamic = (type: string) => `pulumi-nodejs:dynamic/alicloud-vpc-api:${type}`;

/** Type token of each role. As texts: the SDK's classes are loaded when a program first uses them. */
export const childTypes: Readonly<Record<Role, string>> = {
  vpc: "alicloud:vpc/network:Network",
  vswitch: "alicloud:vpc/switch:Switch",
  securityGroup: "alicloud:ecs/securityGroup:SecurityGroup",
  securityGroupRule: "alicloud:ecs/securityGroupRule:SecurityGroupRule",
  instance: "alicloud:ecs/instance:Instance",
  clb: "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer",
  clbServerGroup: "alicloud:slb/serverGroup:ServerGroup",
  clbServer: "alicloud:slb/serverGroupServerAttachment:ServerGroupServerAttachment",
  clbListener: "alicloud:slb/listener:Listener",
  alb: "alicloud:alb/loadBalancer:LoadBalancer",
  albServerGroup: "alicloud:alb/serverGroup:ServerGroup",
  albListener: "alicloud:alb/listener:Listener",
  albSecurityGroupAttachment:
    "alicloud:alb/loadBalancerSecurityGroupAttachment:LoadBalancerSecurityGroupAttachment",
  egressAddresses: dynamic("EgressAddresses"),
  egressList: "alicloud:ecs/ecsPrefixList:EcsPrefixList",
  nameSuffix: "random:index/randomString:RandomString",
  vpcAccess: "alicloud:apigateway/vpcAccess:VpcAccess",
  group: "alicloud:apigateway/group:Group",
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
const protection: { [Key in Role]?: Record<"on" | "off", Partial<ArgsOf<Kinds[Key]>>> } = {
  instance: { on: { deletionProtection: true }, off: { deletionProtection: false } },
  clb: { on: { deleteProtection: "on" }, off: { deleteProtection: "off" } },
  alb: { on: { deletionProtectionEnabled: true }, off: { deletionProtectionEnabled: false } },
};

/** What a component may be told about all its children. */
export interface ChildSettings {
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

/** Arguments of children that a transform has changed. */
const changed = new WeakMap<pulumi.Resource, pulumi.Inputs>();

/** The arguments that a child was registered with, when a transform has changed them. */
export const changedArgsOf = (child: pulumi.Resource): pulumi.Inputs | undefined => changed.get(child);

const roleOf: ReadonlyMap<string, Role> = new Map(
  Object.entries(childTypes).map(([role, type]) => [type, role as Role] as const),
);

/**
 * Options that reach every child of a component: they apply the settings, and gather the children in `nodes`.
 *
 * @param name name of the component, which the names of its children begin with
 */
export function childrenOf(
  name: string,
  { transform = {}, protect }: ChildSettings,
  opts: pulumi.ComponentResourceOptions = {},
): { options: pulumi.ComponentResourceOptions; nodes: Nodes } {
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
      given,
    );
    if (transform[role] !== undefined) changed.set(resource, args);
    return { props: args, opts: options };
  };
  const options = pulumi.mergeOptions(opts, {
    transformations: [apply],
    ...(protect === undefined ? {} : { protect }),
  });
  return { options, nodes: nodes as unknown as Nodes };
}
