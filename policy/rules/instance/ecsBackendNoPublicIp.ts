import { type Evaluation, stackRule } from "../../core/rule";
import type { StackResource } from "../../core/stack";
import { decideIf, undecided, type Verdict } from "../../core/verdict";
import { explainUncertainty, vpcAccessType } from "../backEndTypes";
import { evaluateUnseen, findLinks } from "../balancer/backEnds";
import { accessTo } from "../balancer/exampleResources";
import { checkAttachments, eipAssociationType, publicAttachmentReads } from "../balancer/publicAttachments";
import { ecsType, findBackEnds, gatewayBackEndReads } from "./backEnds";
import { noInternetBandwidth, noPublicIp, publicIpReads } from "./ecsNoPublicIp";
import { ecs } from "./exampleResources";
import { ScalingGroups, scalingConfigurationType, scalingGroupType } from "./scalingGroups";

const association = {
  type: eipAssociationType,
  name: "public",
  props: { allocationId: "eip-1", instanceId: { ref: "web" }, instanceType: "EcsInstance" },
};

export const ecsBackendNoPublicIp = stackRule({
  name: "ecs-backend-no-public-ip",
  title: "Instance behind the gateway has no public address",
  description:
    "An instance that the gateway calls, directly or through a load balancer, has no public IP address " +
    "and no EIP. This includes the instances of scaling groups.",
  why: "An instance with a public address can be called without the authentication and throttling of the gateway.",
  severity: "high",
  level: "mandatory",
  tags: ["ecs-instance-no-public-ip", "ess-scaling-configuration-enabled-internet-check"],
  hint: "Set internetMaxBandwidthOut to 0. For outbound traffic, use a NAT gateway.",
  argument: "service",
  type: ecsType,
  otherTypes: [scalingGroupType, vpcAccessType],
  reads: {
    ...gatewayBackEndReads,
    ...publicAttachmentReads,
    [ecsType]: [...(gatewayBackEndReads[ecsType] ?? []), ...publicIpReads],
    [scalingConfigurationType]: [
      ...(gatewayBackEndReads[scalingConfigurationType] ?? []),
      "internetMaxBandwidthOut",
    ],
  },
  options: {},
  evaluate(stack): Evaluation[] {
    const scalingGroups = new ScalingGroups(stack);
    const backEnds = findBackEnds(stack, scalingGroups);
    return [
      ...[...backEnds].flatMap(([instance, source]) =>
        checkInstance(instance, scalingGroups).map(([resource, verdict]) => ({
          resource,
          ...decideIf(source.isCertain, verdict, explainUncertainty(source)),
        })),
      ),
      ...checkAttachments(stack, backEnds),
      ...evaluateUnseen(findLinks(stack, [ecsType]).unseen),
    ];
  },
  examples: {
    fails: [ecs(), accessTo({ ref: "web" }), association],
    passes: [ecs({ internetMaxBandwidthOut: 0 }), accessTo({ ref: "web" })],
  },
});

/** Checks an instance, or the configurations of a scaling group. */
function checkInstance(
  instance: StackResource,
  scalingGroups: ScalingGroups,
): readonly (readonly [StackResource, Verdict])[] {
  if (instance.type !== scalingGroupType) return [[instance, noPublicIp(instance)]];
  const configurations = scalingGroups.findConfigurations(instance);
  return configurations.length === 0
    ? [[instance, undecided("its scaling configuration is not in this stack")]]
    : configurations.map((configuration) => [configuration, noInternetBandwidth(configuration)]);
}
