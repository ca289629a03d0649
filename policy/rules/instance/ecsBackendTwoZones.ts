import { type Evaluation, stackRule } from "../../core/rule";
import type { Stack, StackResource } from "../../core/stack";
import { isUnknown } from "../../core/values";
import { undecided, violates } from "../../core/verdict";
import { explainUnknownTarget } from "../backEndTypes";
import { backEndReads, type Entry, ecsType, findEntries } from "./backEnds";
import { ecs, serverGroup, vswitch } from "./exampleResources";

const vswitchType = "alicloud:vpc/switch:Switch";

export const ecsBackendTwoZones = stackRule({
  name: "ecs-backend-two-zones",
  title: "Service is in two zones",
  description:
    "The instances of a VPC access authorization, server group or load balancer are in at least two zones.",
  why: "If a zone fails, instances in another zone still serve requests.",
  severity: "medium",
  level: "advisory",
  tags: ["alb-server-group-multi-zone"],
  hint: "Add an instance in a vSwitch of another zone, behind a load balancer.",
  argument: "network.zones, service.instances and balancer",
  type: ecsType,
  reads: {
    ...backEndReads,
    [ecsType]: [...(backEndReads[ecsType] ?? []), "vswitchId", "availabilityZone"],
    [vswitchType]: ["zoneId"],
  },
  options: {},
  evaluate: (stack) => findEntries(stack).flatMap((entry) => checkEntry(stack, entry)),
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

function checkEntry(stack: Stack, { source: resource, instances, possible }: Entry): Evaluation[] {
  const zones = instances.map((instance) => findZone(stack, instance));
  const known = new Set(zones.filter((zone) => zone !== undefined));
  if (known.size > 1) return [];
  if (possible.length > 0) return [{ resource, ...undecided(explainUnknownTarget(resource)) }];
  if (zones.includes(undefined) && instances.length > 1) {
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

/** Finds the zone of an instance: of its vSwitch, which sets it as an input, or its own. */
function findZone(stack: Stack, instance: StackResource): string | undefined {
  const [vswitch] = stack.findReferenced(instance, "vswitchId", vswitchType);
  const zone = [vswitch?.get("zoneId"), instance.get("availabilityZone")].find(
    (each) => each !== undefined && !isUnknown(each) && each !== "",
  );
  return typeof zone === "string" ? zone : undefined;
}
