import { type Judgement, stackRule } from "../../core/rule";
import { provided } from "../../core/verdict";
import { unknownTarget, vpcAccessType } from "../backEndTypes";
import { accessTo } from "../balancer/exampleResources";
import { attachedTo, eipAssociationType, publicAddressReads } from "../balancer/publicAddresses";
import { backEndReads, backEndsOf, ecsType } from "./backEnds";
import { noPublicIp, publicIpReads } from "./ecsNoPublicIp";
import { ecs } from "./exampleResources";

const ledElsewhere =
  "no authorization of this stack leads the gateway to its balancer, but one elsewhere may";
const association = {
  type: eipAssociationType,
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
    ...publicAddressReads,
    [ecsType]: [...(backEndReads[ecsType] ?? []), ...publicIpReads],
  },
  options: {},
  judge(stack): Judgement[] {
    const backEnds = backEndsOf(stack);
    const found = [
      ...[...backEnds].map(([instance, { front, isSure }]) => ({
        resource: instance,
        ...provided(isSure, noPublicIp(instance), unknownTarget(front)),
      })),
      ...attachedTo(stack, backEnds),
    ];
    // A balancer of another kind of service has instances too, which may be public.
    const isService = stack.ofType(vpcAccessType).length > 0;
    return found.map((each) => ({ ...each, ...provided(isService, each, ledElsewhere) }));
  },
  examples: {
    fails: [ecs(), accessTo({ ref: "web" }), association],
    passes: [ecs({ internetMaxBandwidthOut: 0 }), accessTo({ ref: "web" })],
  },
});
