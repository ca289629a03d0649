import { isUnknown } from "../../core/facts";
import { type Judgement, stackRule } from "../../core/rule";
import type { Node, Stack } from "../../core/stack";
import { undecided, violates } from "../../core/verdict";
import { unknownTarget } from "../backEndTypes";
import { backEndReads, type Entry, ecsType, entriesOf } from "./backEnds";
import { ecs, serverGroup, vswitch } from "./exampleResources";

const vswitchType = "alicloud:vpc/switch:Switch";

export const ecsBackendZones = stackRule({
  name: "ecs-backend-two-zones",
  title: "A service stands in two zones",
  description:
    "The instances behind one authorization, server group or balancer stand in at least two zones.",
  why: "A zone can fail as a whole. Instances in another one go on answering.",
  severity: "medium",
  level: "advisory",
  tags: ["alb-server-group-multi-zone"],
  remedy: "Put a second instance into a vSwitch of another zone, behind a balancer.",
  argument: "network.zones, service.instances and balancer",
  type: ecsType,
  reads: {
    ...backEndReads,
    [ecsType]: [...(backEndReads[ecsType] ?? []), "vswitchId", "availabilityZone"],
    [vswitchType]: ["zoneId"],
  },
  options: {},
  judge: (stack) => entriesOf(stack).flatMap((entry) => verdictOf(stack, entry)),
  examples: {
    fails: [vswitch("first", "cn-hangzhou-h"), inSwitch("web", "first"), serverGroup({ ref: "web" })],
    passes: [
      vswitch("first", "cn-hangzhou-h"),
      vswitch("second", "cn-hangzhou-i"),
      inSwitch("web", "first"),
      inSwitch("web-2", "second"),
      serverGroup({ ref: "web" }, { ref: "web-2" }),
    ],
  },
});

function inSwitch(name: string, ref: string) {
  return ecs({ vswitchId: { ref } }, name);
}

function verdictOf(stack: Stack, { front: resource, instances, possible }: Entry): Judgement[] {
  const zones = instances.map((instance) => zoneOf(stack, instance));
  const known = new Set(zones.filter((zone) => zone !== undefined));
  if (known.size > 1) return [];
  if (possible.length > 0) return [{ resource, ...undecided(unknownTarget(resource)) }];
  if (zones.includes(undefined) && instances.length > 1) {
    return [{ resource, ...undecided("the zones of its instances are not known yet") }];
  }
  const names = instances.map(({ name }) => name).join(", ");
  const zone = [...known][0];
  const seen = zone === undefined ? `one zone, with ${names}` : `${zone}, with ${names}`;
  return [
    { resource, ...violates({ property: "the zone of its instances", seen, wanted: "at least two zones" }) },
  ];
}

/** The zone of an instance, or of its vSwitch, which has one before it is created. */
function zoneOf(stack: Stack, instance: Node): string | undefined {
  const [vswitch] = stack.linked(instance, "vswitchId", vswitchType);
  const zone = [vswitch?.at("zoneId"), instance.at("availabilityZone")].find(
    (each) => each !== undefined && !isUnknown(each) && each !== "",
  );
  return typeof zone === "string" ? zone : undefined;
}
