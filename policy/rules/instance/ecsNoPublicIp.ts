import { unlessNamed } from "../../core/exceptions";
import { strings } from "../../core/options";
import { type ResourceFacts, resourceRule } from "../../core/rule";
import { all, complies, type Verdict, violates, whenKnown } from "../../core/verdict";
import { ecsType as type } from "./backEnds";
import { ecs } from "./exampleResources";

/** What is read to tell whether an instance gets a public address of its own. */
export const publicIpReads = ["internetMaxBandwidthOut", "allocatePublicIp"] as const;

/** Whether an instance gets a public address of its own. */
export const noPublicIp = (instance: ResourceFacts): Verdict =>
  all([
    whenKnown("internetMaxBandwidthOut", instance.at("internetMaxBandwidthOut"), (seen) =>
      seen === undefined || seen === 0
        ? complies
        : violates({ property: "internetMaxBandwidthOut", seen, wanted: "0" }),
    ),
    whenKnown("allocatePublicIp", instance.at("allocatePublicIp"), (seen) =>
      seen === true
        ? violates({
            property: "allocatePublicIp",
            seen,
            wanted: "false",
            remedy: "Remove allocatePublicIp.",
          })
        : complies,
    ),
  ]);

export const ecsNoPublicIp = resourceRule({
  name: "ecs-no-public-ip",
  title: "Instances have no public address",
  description: "An instance has no public IP address, unless the team has named it.",
  why:
    "Judged before an instance is created, also where no preview came before. Whether the gateway leads to it is known " +
    "only later: ecs-backend-no-public-ip looks at that.",
  severity: "high",
  level: "advisory",
  tags: ["ecs-instance-no-public-ip"],
  remedy: "Let internetMaxBandwidthOut be 0; for calls to the Internet use a NAT gateway.",
  argument: "service makes instances without public addresses",
  type,
  reads: { [type]: ["instanceName", ...publicIpReads] },
  options: {
    publicInstances: strings(
      [],
      "Instances that are public on purpose, by instanceName or name in the program.",
    ),
  },
  judge(instance, { publicInstances }) {
    const names = { instanceName: instance.at("instanceName"), name: instance.name };
    return unlessNamed("publicInstances", publicInstances, names, () => noPublicIp(instance));
  },
  examples: {
    fails: [ecs({ internetMaxBandwidthOut: 10 })],
    passes: [ecs({ internetMaxBandwidthOut: 0 })],
  },
});
