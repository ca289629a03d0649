import { type Reference, referenceOf } from "../core/reference";
import type { Node, Stack } from "../core/stack";

export const vpcAccessType = "alicloud:apigateway/vpcAccess:VpcAccess";
export const albType = "alicloud:alb/loadBalancer:LoadBalancer";
/** The SDK's name for a CLB. */
export const clbType = "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer";
/** The SDK's former name for a CLB. */
export const formerClbType = "alicloud:slb/loadBalancer:LoadBalancer";
export const nlbType = "alicloud:nlb/loadBalancer:LoadBalancer";
export const ecsType = "alicloud:ecs/instance:Instance";

const types = [albType, clbType, formerClbType, nlbType, ecsType];
const byId = (each: readonly string[]) => Object.fromEntries(each.map((type) => [type, ["id"]]));

/**
 * Where an authorization leads. What comes from one kind of back end leads to no other.
 *
 * @param paths what a back end is named by, for each type that the rule reads
 */
export const leadsTo = (stack: Stack, access: Node, paths: Readonly<Record<string, readonly string[]>>) =>
  referenceOf(stack, access, "instanceId", { ...byId(types), ...paths });

/** What else than a back end may have a public address or a bandwidth package. */
const others = [
  "alicloud:ecs/eipAddress:EipAddress",
  "alicloud:ecs/eip:Eip",
  "alicloud:vpc/natGateway:NatGateway",
  "alicloud:vpc/hAVip:HAVip",
  "alicloud:vpc/haVipv2:HaVipv2",
  "alicloud:ecs/ecsNetworkInterface:EcsNetworkInterface",
  "alicloud:vpc/networkInterface:NetworkInterface",
];

/** What a resource gives a public address to. */
export const attachedTarget = (stack: Stack, attachment: Node, property: string): Reference =>
  referenceOf(stack, attachment, property, byId([...types, ...others]));

/** What leads to a back end. */
export interface Front {
  readonly front: Node;
  /** Whether it does; else it is not known yet where it leads. */
  readonly isSure: boolean;
  /** Why it is not sure, when it is not that. */
  readonly reason?: string;
}

/** Why something is not known to be a back end, in words that complete "not decided, because …". */
export const whyUnsure = ({ front, reason }: Front): string => reason ?? unknownTarget(front);

/** Why a resource is not known to be a back end. */
export const unknownTarget = (of: Node): string => `what ${of.name} leads to is not known yet`;
