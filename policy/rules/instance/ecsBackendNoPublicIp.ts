import { isUnknown } from "../../core/facts";
import { type Judgement, stackRule } from "../../core/rule";
import type { Node, Stack } from "../../core/stack";
import { violates } from "../../core/verdict";
import { backEndReads, backEndsOf, ecsType } from "./backEnds";
import { noPublicIp, publicIpReads } from "./ecsNoPublicIp";
import { accessTo, ecs } from "./exampleResources";

const associationType = "alicloud:ecs/eipAssociation:EipAssociation";

const association = {
  type: associationType,
  name: "public",
  props: { allocationId: "eip-1", instanceId: { ref: "web" }, instanceType: "EcsInstance" },
};

export const ecsBackendNoPublicIp = stackRule({
  name: "ecs-backend-no-public-ip",
  title: "Instances behind the gateway have no public address",
  description: "An instance that the gateway or a balancer leads to has no public IP address and no EIP.",
  why: "With a public address it can be called past the gateway, without its authentication and throttling.",
  severity: "high",
  level: "mandatory",
  tags: ["ecs-instance-no-public-ip"],
  remedy: "Let internetMaxBandwidthOut be 0; for calls to the Internet use a NAT gateway.",
  argument: "service puts instances without public addresses behind the gateway",
  type: ecsType,
  reads: {
    ...backEndReads,
    [ecsType]: [...(backEndReads[ecsType] ?? []), ...publicIpReads],
    [associationType]: ["instanceId"],
  },
  options: {},
  judge(stack) {
    const backEnds = backEndsOf(stack);
    return [
      ...[...backEnds.keys()].map((instance) => ({ resource: instance, ...noPublicIp(instance) })),
      ...associationsOf(stack, backEnds),
    ];
  },
  examples: {
    fails: [ecs(), accessTo({ ref: "web" }), association],
    passes: [ecs({ internetMaxBandwidthOut: 0 }), accessTo({ ref: "web" })],
  },
});

function associationsOf(stack: Stack, backEnds: ReadonlyMap<Node, Node>): Judgement[] {
  return stack.ofType(associationType).flatMap((resource) => {
    const instance = stack.linked(resource, "instanceId", ecsType).find((each) => backEnds.has(each));
    if (!instance) return [];
    const seen = resource.at("instanceId");
    return {
      resource,
      ...violates({
        property: "instanceId",
        seen: isUnknown(seen) ? instance.name : seen,
        wanted: `another target than ${instance.name}, which ${backEnds.get(instance)?.name} leads to`,
        remedy: `Remove ${resource.name}: it gives the instance a public address.`,
      }),
    };
  });
}
