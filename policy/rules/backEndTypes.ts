import { type Reference, resolveReference } from "../core/reference";
import type { Stack, StackResource } from "../core/stack";

export const vpcAccessType = "alicloud:apigateway/vpcAccess:VpcAccess";
export const albType = "alicloud:alb/loadBalancer:LoadBalancer";
/** CLB. */
export const clbType = "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer";
/** CLB, by the former name of its type. */
export const formerClbType = "alicloud:slb/loadBalancer:LoadBalancer";
export const nlbType = "alicloud:nlb/loadBalancer:LoadBalancer";
export const ecsType = "alicloud:ecs/instance:Instance";
export const albGroupType = "alicloud:alb/serverGroup:ServerGroup";
export const nlbGroupType = "alicloud:nlb/serverGroup:ServerGroup";
export const clbGroupType = "alicloud:slb/serverGroup:ServerGroup";

/** Properties with private addresses of an instance. */
export const instanceAddresses = ["privateIp", "ipv6Addresses"];

/** Properties that may name an instance. */
export const instanceNames = ["id", ...instanceAddresses];

const types = [albType, clbType, formerClbType, nlbType, ecsType];
const byId = (each: readonly string[]) => Object.fromEntries(each.map((type) => [type, ["id"]]));

/**
 * Resolves the back end of a VPC access authorization.
 *
 * @param paths properties that may name a back end, for each type that the rule reads
 */
export const resolveBackEnd = (
  stack: Stack,
  access: StackResource,
  paths: Readonly<Record<string, readonly string[]>>,
) => resolveReference(stack, access, "instanceId", { ...byId(types), ...paths });

/** Types other than back ends that may have a public address or a bandwidth package. */
const others = [
  "alicloud:ecs/eipAddress:EipAddress",
  "alicloud:ecs/eip:Eip",
  "alicloud:vpc/natGateway:NatGateway",
  "alicloud:vpc/hAVip:HAVip",
  "alicloud:vpc/haVipv2:HaVipv2",
  "alicloud:ecs/ecsNetworkInterface:EcsNetworkInterface",
  "alicloud:vpc/networkInterface:NetworkInterface",
];

/** Resolves the target of an attachment that gives public access. */
export const resolveAttachedTarget = (stack: Stack, attachment: StackResource, property: string): Reference =>
  resolveReference(stack, attachment, property, byId([...types, ...others]));

/** The resource that requests to a back end come from. */
export interface BackEndSource {
  readonly source: StackResource;
  /** Whether it certainly is a back end. */
  readonly isCertain: boolean;
  /** Why that is uncertain. @default the target of the source is unknown */
  readonly reason?: string;
}

/** Explains why it is uncertain whether a resource is a back end. */
export const explainUncertainty = ({ source, reason }: BackEndSource): string =>
  reason ?? explainUnknownTarget(source);

/** Explains that the target of a resource is only read. */
export const explainUnreadTarget = (of: StackResource, target: string): string =>
  `${target}, the target of ${of.name}, is only read, and its properties are not part of the preview`;

/** Explains that the target of a resource is unknown. */
export const explainUnknownTarget = (of: StackResource): string =>
  `the target of ${of.name} is unknown at preview`;
