import { type Judgement, stackRule } from "../../core/rule";
import type { Node, Stack } from "../../core/stack";
import { all, complies, undecided, type Verdict, violates, whenKnown } from "../../core/verdict";
import { flowLog, vpc } from "./exampleResources";

const type = "alicloud:vpc/network:Network";
const vswitchType = "alicloud:vpc/switch:Switch";
const flowLogType = "alicloud:vpc/flowLog:FlowLog";

export const vpcFlowLogActive = stackRule({
  name: "vpc-flow-log-active",
  title: "Traffic of the VPC is recorded",
  description: "A VPC, or each of its vSwitches, has a flow log that is active.",
  why: "After an attack only a record of connections tells who came past the gateway, and from where.",
  severity: "low",
  level: "advisory",
  tags: ["vpc-flow-logs-enabled"],
  remedy: "Add a vpc.FlowLog of the VPC with a log project and store.",
  type,
  reads: { [type]: [], [vswitchType]: ["vpcId"], [flowLogType]: ["resourceId", "status"] },
  options: {},
  judge(stack): Judgement[] {
    const logs = stack.ofType(flowLogType);
    const ofVpcs = targets(stack, logs, type);
    const ofSwitches = targets(stack, logs, vswitchType);
    const switches = stack.ofType(vswitchType);
    return stack.ofType(type).map((network) => {
      const inside = switches.filter((vswitch) => stack.linked(vswitch, "vpcId", type).includes(network));
      const perSwitch = inside.map((vswitch) => ofSwitches.get(vswitch) ?? []);
      const isCovered = inside.length > 0 && perSwitch.every((own) => own.length > 0);
      const own = ofVpcs.get(network) ?? (isCovered ? perSwitch.flat() : []);
      return { resource: network, ...verdictOf(own, logs) };
    });
  },
  examples: {
    fails: [vpc(), flowLog({ resourceId: { ref: "shop" }, status: "Inactive" })],
    passes: [vpc(), flowLog({ resourceId: { ref: "shop" } })],
  },
});

function targets(stack: Stack, logs: readonly Node[], ofType: string): ReadonlyMap<Node, readonly Node[]> {
  const found = new Map<Node, Node[]>();
  for (const log of logs) {
    for (const target of stack.linked(log, "resourceId", ofType)) {
      found.set(target, [...(found.get(target) ?? []), log]);
    }
  }
  return found;
}

function verdictOf(own: readonly Node[], logs: readonly Node[]): Verdict {
  if (own.length === 0) {
    // A log of something that comes from nowhere we know may be of this VPC.
    const stray = logs.find(
      (log) => typeof log.at("resourceId") !== "string" && log.from("resourceId").length === 0,
    );
    return stray
      ? undecided(`what ${stray.name} records is not known yet`)
      : violates({ property: "flow log", seen: undefined, wanted: "one of the VPC, or one of each vSwitch" });
  }
  return all(
    own.map((log) =>
      whenKnown("status", log.at("status"), (seen) =>
        seen === "Inactive"
          ? violates({ property: `status of ${log.name}`, seen, wanted: '"Active"', remedy: "Activate it." })
          : complies,
      ),
    ),
  );
}
