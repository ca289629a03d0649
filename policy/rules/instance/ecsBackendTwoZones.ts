import { type Evaluation, stackRule } from "../../core/rule";
import type { Stack, StackResource } from "../../core/stack";
import { isUnknown } from "../../core/values";
import { undecided, violates } from "../../core/verdict";
import { explainUnknownTarget } from "../backEndTypes";
import { backEndReads, type Entry, ecsType, findEntries } from "./backEnds";
import { ecs, serverGroup, vswitch } from "./exampleResources";
import { scalingGroupType } from "./scalingGroups";

const vswitchType = "alicloud:vpc/switch:Switch";

export const ecsBackendTwoZones = stackRule({
  name: "ecs-backend-two-zones",
  title: "Service is in two zones",
  description:
    "The instances of a VPC access authorization, server group or load balancer, also those that a scaling group " +
    "creates, are in at least two zones.",
  why: "If a zone fails, instances in another zone still serve requests.",
  severity: "medium",
  level: "advisory",
  tags: ["alb-server-group-multi-zone", "ess-scaling-group-attach-multi-switch"],
  hint: "Add an instance, or a vSwitch of the scaling group, in another zone, behind a load balancer.",
  argument: "network.zones, service.instances and balancer",
  type: ecsType,
  otherTypes: [scalingGroupType],
  reads: {
    ...backEndReads,
    [ecsType]: [...(backEndReads[ecsType] ?? []), "vswitchId", "availabilityZone"],
    [scalingGroupType]: [...(backEndReads[scalingGroupType] ?? []), "vswitchId", "vswitchIds"],
    [vswitchType]: ["zoneId"],
  },
  options: {},
  evaluate(stack) {
    const evaluations = findEntries(stack).flatMap((entry) => checkEntry(stack, entry));
    // A scaling group that several server groups use has one finding.
    return [...new Map(evaluations.map((evaluation) => [evaluation.resource, evaluation])).values()];
  },
  examples: {
    fails: [vswitch("first", "cn-hangzhou-h"), inSwitch("web", "first"), serverGroup({ ref: "web" })],
    passes: [
      vswitch("first", "cn-hangzhou-h"),
      vswitch("second", "cn-hangzhou-i", "10.0.1.0/24"),
      inSwitch("web", "first"),
      inSwitch("web-2", "second"),
      serverGroup({ ref: "web" }, { ref: "web-2" }),
    ],
  },
});

function inSwitch(name: string, ref: string) {
  return ecs({ vswitchId: { ref } }, name);
}

function checkEntry(stack: Stack, { source, instances, possible }: Entry): Evaluation[] {
  const [first] = instances;
  const resource = instances.length === 1 && first?.type === scalingGroupType ? first : source;
  const zones = instances.flatMap((instance) => findZones(stack, instance));
  const known = new Set(zones.filter((zone) => zone !== undefined));
  if (known.size > 1) return [];
  if (possible.length > 0) return [{ resource, ...undecided(explainUnknownTarget(source)) }];
  if (zones.includes(undefined) && zones.length > 1) {
    return [{ resource, ...undecided("the zones of its instances are unknown at preview") }];
  }
  const names = instances.map(({ name }) => name).join(", ");
  const zone = [...known][0];
  const actual = zone === undefined ? `one zone, with ${names}` : `${zone}, with ${names}`;
  return [
    {
      resource,
      ...violates({ property: "zones of its instances", actual, expected: "at least two zones" }),
    },
  ];
}

type Zones = readonly (string | undefined)[];

/** Finds the zone of an instance, or the zones of the vSwitches of a scaling group; undefined for an unknown one. */
function findZones(stack: Stack, instance: StackResource): Zones {
  return instance.type === scalingGroupType ? findGroupZones(stack, instance) : [findZone(stack, instance)];
}

function findGroupZones(stack: Stack, group: StackResource): Zones {
  const property = group.get("vswitchIds") === undefined ? "vswitchId" : "vswitchIds";
  const value = group.get(property);
  const ids: readonly unknown[] = Array.isArray(value) ? value : [value];
  const known = ids
    .filter((id) => typeof id === "string")
    .map((id) => stack.findByValue(group, id, vswitchType, "id")[0]);
  // The vSwitches of unknown IDs are among the dependencies.
  const linked = group
    .dependencies(property)
    .filter((other) => other.type === vswitchType && !known.includes(other));
  const isIncomplete = ids.filter(isUnknown).length > linked.length || known.length + linked.length === 0;
  return [
    ...[...known, ...linked].map((vswitch) => findKnownZone(vswitch?.get("zoneId"))),
    ...(isIncomplete ? [undefined, undefined] : []),
  ];
}

/** Finds the zone of an instance: of its vSwitch, which sets it as an input, or its own. */
function findZone(stack: Stack, instance: StackResource): string | undefined {
  const [vswitch] = stack.findReferenced(instance, "vswitchId", vswitchType);
  return findKnownZone(vswitch?.get("zoneId"), instance.get("availabilityZone"));
}

const findKnownZone = (...zones: readonly unknown[]): string | undefined =>
  zones.find((zone): zone is string => typeof zone === "string" && zone !== "");
