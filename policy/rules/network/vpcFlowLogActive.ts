import { type Judgement, stackRule } from "../../core/rule";
import type { Node, Stack } from "../../core/stack";
import { all, complies, undecided, type Verdict, violates, whenKnown } from "../../core/verdict";
import { cis } from "../cis";
import { flowLog, vpc } from "./exampleResources";

const type = "alicloud:vpc/network:Network";
const vswitchType = "alicloud:vpc/switch:Switch";
const flowLogType = "alicloud:vpc/flowLog:FlowLog";
/** Where a log says what it writes to. */
const stores = ["projectName", "logStoreName"] as const;

export const vpcFlowLogActive = stackRule({
  name: "vpc-flow-log-active",
  title: "Traffic of the VPC is recorded",
  description: "A VPC, or each of its vSwitches, has a flow log that is active and names where it writes to.",
  why: "After an attack only a record of connections tells who came past the gateway, and from where.",
  severity: "low",
  level: "advisory",
  tags: ["vpc-flow-logs-enabled", "vpc_flow_logs_disabled", "cis_v200_3_3"],
  framework: cis("3.3"),
  remedy: "Add a vpc.FlowLog of the VPC with a log project and store.",
  type,
  reads: { [type]: [], [vswitchType]: ["vpcId"], [flowLogType]: ["resourceId", "status", ...stores] },
  options: {},
  judge(stack): Judgement[] {
    const logs = stack.ofType(flowLogType);
    // A log of something that comes from nowhere we know may be of any VPC.
    const stray = logs.find(
      (log) => typeof log.at("resourceId") !== "string" && log.from("resourceId").length === 0,
    );
    const ofVpcs = targets(stack, logs, type);
    const ofSwitches = targets(stack, logs, vswitchType);
    const switches = new Map<Node, Node[]>();
    for (const vswitch of stack.ofType(vswitchType)) {
      for (const network of stack.linked(vswitch, "vpcId", type)) {
        const inside = switches.get(network);
        if (inside) inside.push(vswitch);
        else switches.set(network, [vswitch]);
      }
    }
    return stack.ofType(type).map((network) => {
      const perSwitch = (switches.get(network) ?? []).map((vswitch) => ofSwitches.get(vswitch) ?? []);
      const isCovered = perSwitch.length > 0 && perSwitch.every((own) => own.length > 0);
      const own = ofVpcs.get(network) ?? (isCovered ? perSwitch.flat() : []);
      return { resource: network, ...verdictOf(own, stray) };
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

function verdictOf(own: readonly Node[], stray: Node | undefined): Verdict {
  if (own.length === 0) {
    return stray
      ? undecided(`what ${stray.name} records is not known yet`)
      : violates({ property: "flow log", seen: undefined, wanted: "one of the VPC, or one of each vSwitch" });
  }
  return all(own.flatMap((log) => [isActive(log), ...stores.map((property) => isNamed(log, property))]));
}

const isActive = (log: Node): Verdict =>
  whenKnown("status", log.at("status"), (seen) =>
    seen === "Inactive"
      ? violates({ property: `status of ${log.name}`, seen, wanted: '"Active"', remedy: "Activate it." })
      : complies,
  );

/** A name that is known later is one. */
function isNamed(log: Node, property: (typeof stores)[number]): Verdict {
  const seen = log.at(property);
  if (seen !== undefined && seen !== "") return complies;
  const remedy = `Let ${property} be where ${log.name} is to write to.`;
  return violates({ property: `${property} of ${log.name}`, seen, wanted: "a name", remedy });
}
