import { type Judgement, stackRule } from "../../core/rule";
import { provided } from "../../core/verdict";
import { whyUnsure } from "../backEndTypes";
import { accessTo } from "../balancer/exampleResources";
import { attachedTo, eipAssociationType, publicAddressReads } from "../balancer/publicAddresses";
import { backEndsOf, ecsType, gatewayBackEndReads } from "./backEnds";
import { noPublicIp, publicIpReads } from "./ecsNoPublicIp";
import { ecs } from "./exampleResources";

const association = {
  type: eipAssociationType,
  name: "public",
  props: { allocationId: "eip-1", instanceId: { ref: "web" }, instanceType: "EcsInstance" },
};

export const ecsBackendNoPublicIp = stackRule({
  name: "ecs-backend-no-public-ip",
  title: "Instances behind the gateway have no public address",
  description:
    "An instance that the gateway leads to, by itself or by a balancer, has no public IP address and no EIP.",
  why: "With a public address it can be called past the gateway, without its authentication and throttling.",
  severity: "high",
  level: "mandatory",
  tags: ["ecs-instance-no-public-ip"],
  remedy: "Let internetMaxBandwidthOut be 0; for calls to the Internet use a NAT gateway.",
  argument: "service puts instances without public addresses behind the gateway",
  type: ecsType,
  reads: {
    ...gatewayBackEndReads,
    ...publicAddressReads,
    [ecsType]: [...(gatewayBackEndReads[ecsType] ?? []), ...publicIpReads],
  },
  options: {},
  judge(stack): Judgement[] {
    const backEnds = backEndsOf(stack);
    return [
      ...[...backEnds].map(([instance, front]) => ({
        resource: instance,
        ...provided(front.isSure, noPublicIp(instance), whyUnsure(front)),
      })),
      ...attachedTo(stack, backEnds),
    ];
  },
  examples: {
    fails: [ecs(), accessTo({ ref: "web" }), association],
    passes: [ecs({ internetMaxBandwidthOut: 0 }), accessTo({ ref: "web" })],
  },
});
