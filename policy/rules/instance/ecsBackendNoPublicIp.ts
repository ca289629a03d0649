import { type Evaluation, stackRule } from "../../core/rule";
import { decideIf } from "../../core/verdict";
import { explainUncertainty } from "../backEndTypes";
import { accessTo } from "../balancer/exampleResources";
import { checkAttachments, eipAssociationType, publicAttachmentReads } from "../balancer/publicAttachments";
import { ecsType, findBackEnds, gatewayBackEndReads } from "./backEnds";
import { noPublicIp, publicIpReads } from "./ecsNoPublicIp";
import { ecs } from "./exampleResources";

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
    "and no EIP.",
  why: "An instance with a public address can be called without the authentication and throttling of the gateway.",
  severity: "high",
  level: "mandatory",
  tags: ["ecs-instance-no-public-ip"],
  hint: "Set internetMaxBandwidthOut to 0. For outbound traffic, use a NAT gateway.",
  argument: "service",
  type: ecsType,
  reads: {
    ...gatewayBackEndReads,
    ...publicAttachmentReads,
    [ecsType]: [...(gatewayBackEndReads[ecsType] ?? []), ...publicIpReads],
  },
  options: {},
  evaluate(stack): Evaluation[] {
    const backEnds = findBackEnds(stack);
    return [
      ...[...backEnds].map(([instance, source]) => ({
        resource: instance,
        ...decideIf(source.isCertain, noPublicIp(instance), explainUncertainty(source)),
      })),
      ...checkAttachments(stack, backEnds),
    ];
  },
  examples: {
    fails: [ecs(), accessTo({ ref: "web" }), association],
    passes: [ecs({ internetMaxBandwidthOut: 0 }), accessTo({ ref: "web" })],
  },
});
