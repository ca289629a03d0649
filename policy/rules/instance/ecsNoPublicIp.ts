import { unlessListed } from "../../core/exceptions";
import { strings } from "../../core/options";
import { type ResourceView, resourceRule } from "../../core/rule";
import { all, complies, type Verdict, violates, whenKnown } from "../../core/verdict";
import { ecsType as type } from "./backEnds";
import { ecs } from "./exampleResources";
import { scalingConfigurationType } from "./scalingGroups";

/** Properties that give an instance a public address. */
export const publicIpReads = ["internetMaxBandwidthOut", "allocatePublicIp"] as const;

/** Checks that an instance, or the instances of a scaling configuration, get no Internet bandwidth. */
export const noInternetBandwidth = (instance: ResourceView): Verdict =>
  whenKnown("internetMaxBandwidthOut", instance.get("internetMaxBandwidthOut"), (actual) =>
    actual === undefined || actual === 0
      ? complies
      : violates({ property: "internetMaxBandwidthOut", actual, expected: "0" }),
  );

/** Checks that an instance gets no public address. */
export const noPublicIp = (instance: ResourceView): Verdict =>
  all([
    noInternetBandwidth(instance),
    whenKnown("allocatePublicIp", instance.get("allocatePublicIp"), (actual) =>
      actual === true
        ? violates({
            property: "allocatePublicIp",
            actual,
            expected: "false",
            hint: "Remove allocatePublicIp.",
          })
        : complies,
    ),
  ]);

export const ecsNoPublicIp = resourceRule({
  name: "ecs-no-public-ip",
  title: "Instance has no public address",
  description: "An instance has no public IP address, unless the option publicInstances lists it.",
  why:
    "The rule evaluates each instance before it is created, so it also works with --skip-preview. It " +
    "cannot know whether the gateway calls the instance; ecs-backend-no-public-ip checks that.",
  severity: "high",
  level: "advisory",
  tags: ["ecs-instance-no-public-ip"],
  coveredBy: ["ecs-backend-no-public-ip"],
  hint: "Set internetMaxBandwidthOut to 0. For outbound traffic, use a NAT gateway.",
  argument: "service",
  type,
  otherTypes: [scalingConfigurationType],
  reads: {
    [type]: ["instanceName", ...publicIpReads],
    [scalingConfigurationType]: ["instanceName", "internetMaxBandwidthOut"],
  },
  options: {
    publicInstances: strings([], "Instances that are public on purpose, by instanceName or resource name."),
  },
  evaluate(instance, { publicInstances }) {
    const names = { instanceName: instance.get("instanceName"), name: instance.name };
    const check = instance.type === type ? noPublicIp : noInternetBandwidth;
    return unlessListed("publicInstances", publicInstances, names, () => check(instance));
  },
  examples: {
    fails: [ecs({ internetMaxBandwidthOut: 10 })],
    passes: [ecs({ internetMaxBandwidthOut: 0 })],
  },
});
