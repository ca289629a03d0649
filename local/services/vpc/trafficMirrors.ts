import type { StoredResource } from "../../store/model";
import { type Call, vpcOperation } from "../common/call";
import { newResourceId } from "../common/ids";
import { storedKind, type Values } from "../common/stored";
import { keyValueTags } from "../common/tags";
import { vpcError } from "./errors";

const text = { type: "string" } as const;
const texts = { type: "list", item: text } as const;
const name = { ...text, maxLength: 128 } as const;
const description = { ...text, maxLength: 256 } as const;
const everywhere = { ClientToken: text, DryRun: { type: "boolean", implemented: [false] } } as const;
const id = { type: "string", required: true } as const;
const plainTags = ({ tags }: StoredResource) => ({ Tags: keyValueTags(tags) });

const ruleFields = {
  Priority: { type: "integer", min: 1, max: 10 },
  Protocol: { type: "string", enum: ["ALL", "ICMP", "TCP", "UDP"] },
  SourceCidrBlock: text,
  DestinationCidrBlock: text,
  SourcePortRange: text,
  DestinationPortRange: text,
} as const;
const action = { type: "string", enum: ["accept", "drop"] } as const;
const ipVersion = { type: "string", implemented: ["IPv4"] } as const;
const maxRules = 10;
const ruleList = {
  type: "objects",
  max: maxRules,
  fields: { ...ruleFields, Action: action, IpVersion: ipVersion },
} as const;

type Rule = Values & { TrafficMirrorFilterRuleId: string; Priority?: unknown };
const directions = { IngressRules: "ingress", EgressRules: "egress" } as const;
type Direction = keyof typeof directions;
const directionNames = Object.keys(directions) as Direction[];
const rulesOf = ({ values }: StoredResource, direction: Direction) => (values[direction] ?? []) as Rule[];

export const mirrorFilter = storedKind({
  define: vpcOperation,
  kind: "vpc traffic mirror filter",
  idName: "TrafficMirrorFilterId",
  newId: "tmf",
  notFound: "ResourceNotFound.TrafficMirrorFilter",
  fields: { TrafficMirrorFilterName: name, TrafficMirrorFilterDescription: description },
  tags: plainTags,
  describe: (_call, filter) => ({
    TrafficMirrorFilterStatus: "Created",
    CreationTime: filter.createdTime,
    ...Object.fromEntries(
      directionNames.map((direction) => [
        direction,
        rulesOf(filter, direction).map((rule) => ({
          ...rule,
          TrafficDirection: directions[direction],
          TrafficMirrorFilterId: filter.id,
          TrafficMirrorFilterRuleStatus: "Created",
        })),
      ]),
    ),
  }),
});

/** New rules of one direction, which must not have the priority of another one. */
function createRules(call: Call, given: readonly Values[], present: readonly Rule[]): Rule[] {
  const rules = [...present];
  for (const one of given) {
    checkPriority(rules, one.Priority);
    rules.push({
      ...withPorts({ IpVersion: "IPv4", ...withoutEmpty(one) }),
      TrafficMirrorFilterRuleId: newResourceId("tmr", call.regionId),
    });
  }
  if (rules.length > maxRules) throw vpcError("QuotaExceeded.TrafficMirrorRule", maxRules);
  return rules;
}

/** All ports, unless the rule names some. Only TCP and UDP have ports. */
function withPorts<T extends Values>(rule: T): T {
  const all = { SourcePortRange: "-1/-1", DestinationPortRange: "-1/-1" };
  return rule.Protocol === "TCP" || rule.Protocol === "UDP" ? { ...all, ...rule } : { ...rule, ...all };
}

const withoutEmpty = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ""));

function checkPriority(rules: readonly Rule[], priority: unknown): void {
  const same = rules.find((rule) => priority !== undefined && rule.Priority === priority);
  if (same) throw vpcError("Duplicated.RulePriority", priority, same.TrafficMirrorFilterRuleId);
}

function findRule(call: Call, ruleId: string): { filter: StoredResource; direction: Direction; rule: Rule } {
  for (const filter of mirrorFilter.all(call.store)) {
    for (const direction of directionNames) {
      const rule = rulesOf(filter, direction).find((one) => one.TrafficMirrorFilterRuleId === ruleId);
      if (rule) return { filter, direction, rule };
    }
  }
  throw vpcError("ResourceNotFound.TrafficMirrorRule", ruleId);
}

const mirrorFilters = [
  mirrorFilter.create("CreateTrafficMirrorFilter", {
    fixed: { IngressRules: ruleList, EgressRules: ruleList, ResourceGroupId: text },
    prepare: (call, given) => ({
      IngressRules: createRules(call, given.IngressRules as Values[], []),
      EgressRules: createRules(call, given.EgressRules as Values[], []),
    }),
    answer: (_call, filter) => ({
      TrafficMirrorFilterId: filter.id,
      ResourceGroupId: filter.resourceGroupId,
    }),
  }),
  mirrorFilter.list("ListTrafficMirrorFilters", {
    filters: { TrafficMirrorFilterIds: texts, TrafficMirrorFilterName: text, ResourceGroupId: text },
    fieldOf: { TrafficMirrorFilterIds: "TrafficMirrorFilterId" },
    as: "TrafficMirrorFilters",
    byToken: true,
    countAs: "Count",
  }),
  mirrorFilter.changing("UpdateTrafficMirrorFilterAttribute"),
  mirrorFilter.remove("DeleteTrafficMirrorFilter", {}, (call, filter) => {
    const user = mirrorSession
      .all(call.store)
      .find(({ values }) => values.TrafficMirrorFilterId === filter.id);
    if (user) throw vpcError("DependencyViolation.TrafficMirrorSession", filter.id, user.id);
  }),
  vpcOperation({
    action: "CreateTrafficMirrorFilterRules",
    parameters: { ...everywhere, TrafficMirrorFilterId: id, IngressRules: ruleList, EgressRules: ruleList },
    handle(call, p) {
      const filter = mirrorFilter.find(call, p.TrafficMirrorFilterId);
      const added = directionNames.map((direction) => {
        const present = rulesOf(filter, direction);
        const all = createRules(call, p[direction], present);
        return [direction, all, all.slice(present.length)] as const;
      });
      mirrorFilter.change(filter, Object.fromEntries(added));
      return Object.fromEntries(
        added.map(([direction, , rules]) => [
          direction,
          rules.map((rule) => ({ InstanceId: rule.TrafficMirrorFilterRuleId })),
        ]),
      );
    },
  }),
  vpcOperation({
    action: "UpdateTrafficMirrorFilterRuleAttribute",
    parameters: { ...everywhere, ...ruleFields, RuleAction: action, TrafficMirrorFilterRuleId: id },
    handle(call, { ClientToken: _token, DryRun: _dryRun, RuleAction, ...given }) {
      const { filter, direction, rule } = findRule(call, given.TrafficMirrorFilterRuleId);
      const isOther = (one: Rule) => one.TrafficMirrorFilterRuleId !== rule.TrafficMirrorFilterRuleId;
      const rules = rulesOf(filter, direction);
      checkPriority(rules.filter(isOther), given.Priority);
      const action = RuleAction && { Action: RuleAction };
      const changed = withPorts({ ...rule, ...withoutEmpty(given), ...action });
      mirrorFilter.change(filter, { [direction]: rules.map((one) => (isOther(one) ? one : changed)) });
      return {};
    },
  }),
  vpcOperation({
    action: "DeleteTrafficMirrorFilterRules",
    parameters: { ...everywhere, TrafficMirrorFilterId: id, TrafficMirrorFilterRuleIds: texts },
    handle(call, p) {
      const filter = mirrorFilter.find(call, p.TrafficMirrorFilterId);
      const ids = p.TrafficMirrorFilterRuleIds;
      const isKept = (rule: Rule) => !ids.includes(rule.TrafficMirrorFilterRuleId);
      mirrorFilter.change(
        filter,
        Object.fromEntries(
          directionNames.map((direction) => [direction, rulesOf(filter, direction).filter(isKept)]),
        ),
      );
      return {};
    },
  }),
];

export const mirrorSession = storedKind({
  define: vpcOperation,
  kind: "vpc traffic mirror session",
  idName: "TrafficMirrorSessionId",
  newId: "tms",
  notFound: "ResourceNotFound.TrafficMirrorSession",
  fields: {
    TrafficMirrorSessionName: name,
    TrafficMirrorSessionDescription: description,
    TrafficMirrorTargetId: text,
    TrafficMirrorTargetType: { type: "string", enum: ["NetworkInterface", "SLB"] },
    TrafficMirrorFilterId: text,
    VirtualNetworkId: { type: "integer", min: 0, max: 16_777_215 },
    Priority: { type: "integer", min: 1, max: 32_766 },
    Enabled: { type: "boolean" },
    PacketLength: { type: "integer", min: 64, max: 8500 },
  },
  defaults: { Enabled: false, PacketLength: 1500 },
  tags: plainTags,
  describe: (_call, { createdTime }) => ({
    TrafficMirrorSessionStatus: "Created",
    TrafficMirrorSessionBusinessStatus: "Normal",
    CreationTime: createdTime,
  }),
});

function checkInterface({ store }: Call, eni: string): void {
  const isPrimary =
    store.instances.find(({ networkInterfaceId }) => networkInterfaceId === eni) !== undefined;
  if (!isPrimary && !store.networkInterfaces.get(eni))
    throw vpcError("ResourceNotFound.NetworkInterface", eni);
}

/** Whether everything that a session refers to exists, and its priority is free. */
function checkSession(call: Call, values: Values, present?: StoredResource): void {
  mirrorFilter.find(call, values.TrafficMirrorFilterId);
  const target = String(values.TrafficMirrorTargetId);
  if (values.TrafficMirrorTargetType === "NetworkInterface") checkInterface(call, target);
  else if (!call.store.loadBalancers.get(target)) throw vpcError("ResourceNotFound.LoadBalancer", target);
  const same = others(call, present).find((one) => one.values.Priority === values.Priority);
  if (same) throw vpcError("Duplicated.SessionPriority", values.Priority, same.id);
}

const others = (call: Call, present: StoredResource | undefined) =>
  mirrorSession.inScope(call).filter((one) => one.id !== present?.id);

const sourcesOf = ({ values }: StoredResource) => values.TrafficMirrorSourceIds as string[];
const sources = { TrafficMirrorSourceIds: { ...texts, required: true } } as const;

/** The least network ID that no session has. */
function freeNetworkId(call: Call): number {
  const used = new Set(mirrorSession.all(call.store).map(({ values }) => values.VirtualNetworkId));
  let free = 1;
  while (used.has(free)) free += 1;
  return free;
}

const mirrorSessions = [
  mirrorSession.create("CreateTrafficMirrorSession", {
    fixed: { ...sources, ResourceGroupId: text },
    required: ["TrafficMirrorTargetId", "TrafficMirrorTargetType", "TrafficMirrorFilterId", "Priority"],
    prepare(call, given) {
      checkSession(call, given);
      for (const eni of given.TrafficMirrorSourceIds as string[]) checkInterface(call, eni);
      return { VirtualNetworkId: given.VirtualNetworkId ?? freeNetworkId(call) };
    },
    answer: (_call, session) => ({
      TrafficMirrorSessionId: session.id,
      ResourceGroupId: session.resourceGroupId,
    }),
  }),
  mirrorSession.list("ListTrafficMirrorSessions", {
    filters: {
      ...{ TrafficMirrorSessionIds: texts, TrafficMirrorSessionName: text, TrafficMirrorFilterId: text },
      ...{ TrafficMirrorTargetId: text, ResourceGroupId: text, Enabled: { type: "boolean" } },
      ...{ Priority: { type: "integer" }, VirtualNetworkId: { type: "integer" } },
    },
    fieldOf: { TrafficMirrorSessionIds: "TrafficMirrorSessionId" },
    more: { TrafficMirrorSourceId: text },
    as: "TrafficMirrorSessions",
    byToken: true,
    matches: (_call, session, { TrafficMirrorSourceId }) =>
      !TrafficMirrorSourceId || sourcesOf(session).includes(String(TrafficMirrorSourceId)),
  }),
  mirrorSession.changing("UpdateTrafficMirrorSessionAttribute", {
    prepare(call, given, session) {
      checkSession(call, { ...session.values, ...withoutEmpty(given) }, session);
      return undefined;
    },
  }),
  mirrorSession.changing("AddSourcesToTrafficMirrorSession", {
    only: [],
    more: sources,
    prepare(call, given, session) {
      const added = given.TrafficMirrorSourceIds as string[];
      for (const eni of added) checkInterface(call, eni);
      return { TrafficMirrorSourceIds: [...new Set([...sourcesOf(session), ...added])] };
    },
  }),
  mirrorSession.changing("RemoveSourcesFromTrafficMirrorSession", {
    only: [],
    more: sources,
    prepare: (_call, given, session) => ({
      TrafficMirrorSourceIds: sourcesOf(session).filter(
        (eni) => !(given.TrafficMirrorSourceIds as string[]).includes(eni),
      ),
    }),
  }),
  mirrorSession.remove("DeleteTrafficMirrorSession"),
];

/** Traffic mirrors. The local cloud mirrors no traffic. */
export const trafficMirrors = [
  ...mirrorFilters,
  ...mirrorSessions,
  vpcOperation({
    action: "OpenTrafficMirrorService",
    parameters: { ClientToken: text },
    handle: () => ({ Code: "OK", Message: "" }),
  }),
  vpcOperation({
    action: "GetTrafficMirrorServiceStatus",
    parameters: { ClientToken: text },
    handle: () => ({ Enabled: true, Code: "OK", Message: "" }),
  }),
];
