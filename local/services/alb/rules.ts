import type { ParametersOf } from "../../rpc/parameterTypes";
import type { AlbRule, AlbRuleAction, AlbRuleCondition } from "../../store/model";
import { albOperation, type Call, inScope } from "../common/call";
import { newResourceId } from "../common/ids";
import { createTags, hasTags, keyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { albError } from "./errors";
import { newJob, settledAt } from "./jobs";
import { findListener } from "./listeners";
import { clientToken, dryRun } from "./loadBalancers";
import { listed, listParameters } from "./pages";
import { findServerGroup } from "./serverGroups";

const text = { type: "string" } as const;
const texts = { type: "list", item: text } as const;
const flag = { type: "boolean" } as const;
const number = { type: "integer" } as const;
const ruleId = { type: "string", required: true } as const;
const common = { ClientToken: clientToken, DryRun: dryRun } as const;
const values = { type: "object", fields: { Values: texts } } as const;
const keyedValues = { type: "object", fields: { Key: text, Values: texts } } as const;
const pairs = {
  type: "object",
  fields: { Values: { type: "objects", fields: { Key: text, Value: text } } },
} as const;
const place = { Host: text, Path: text, Query: text } as const;
const groups = {
  type: "objects",
  fields: { ServerGroupId: text, Weight: { type: "integer", min: 0, max: 100 } },
} as const;

/** Parameters of create and update calls. */
const settings = {
  RuleName: { type: "string", minLength: 2, maxLength: 128 },
  Priority: { type: "integer", min: 1, max: 10_000 },
  RuleConditions: {
    type: "objects",
    fields: {
      Type: {
        type: "string",
        required: true,
        enum: [
          ...(["Host", "Path", "Header", "QueryString", "Method", "Cookie", "SourceIp"] as const),
          ...(["ResponseHeader", "ResponseStatusCode"] as const),
        ],
      },
      HostConfig: values,
      PathConfig: values,
      HeaderConfig: keyedValues,
      QueryStringConfig: pairs,
      MethodConfig: values,
      CookieConfig: pairs,
      SourceIpConfig: values,
      ResponseHeaderConfig: keyedValues,
      ResponseStatusCodeConfig: values,
    },
  },
  RuleActions: {
    type: "objects",
    fields: {
      Order: { type: "integer", min: 1, max: 50_000 },
      Type: {
        type: "string",
        required: true,
        enum: [
          ...([
            "ForwardGroup",
            "Redirect",
            "FixedResponse",
            "Rewrite",
            "InsertHeader",
            "RemoveHeader",
          ] as const),
          ...(["TrafficLimit", "TrafficMirror", "Cors"] as const),
        ],
      },
      ForwardGroupConfig: {
        type: "object",
        fields: {
          ServerGroupTuples: groups,
          ServerGroupStickySession: { type: "object", fields: { Enabled: flag, Timeout: number } },
        },
      },
      RedirectConfig: { type: "object", fields: { ...place, HttpCode: text, Port: text, Protocol: text } },
      FixedResponseConfig: { type: "object", fields: { Content: text, ContentType: text, HttpCode: text } },
      RewriteConfig: { type: "object", fields: place },
      InsertHeaderConfig: {
        type: "object",
        fields: { Key: text, Value: text, ValueType: text, CoverEnabled: flag },
      },
      RemoveHeaderConfig: { type: "object", fields: { Key: text } },
      TrafficLimitConfig: { type: "object", fields: { QPS: number, PerIpQps: number } },
      TrafficMirrorConfig: {
        type: "object",
        fields: {
          TargetType: text,
          MirrorGroupConfig: { type: "object", fields: { ServerGroupTuples: groups } },
        },
      },
      CorsConfig: {
        type: "object",
        fields: {
          AllowOrigin: texts,
          AllowMethods: texts,
          AllowHeaders: texts,
          ExposeHeaders: texts,
          AllowCredentials: text,
          MaxAge: number,
        },
      },
    },
  },
} as const;
const direction = { type: "string", enum: ["Request", "Response"] } as const;
const newRule = {
  ...settings,
  RuleName: { ...settings.RuleName, required: true },
  Priority: { ...settings.Priority, required: true },
  RuleActions: { ...settings.RuleActions, required: true },
  Direction: direction,
  Tag: tagParameter,
} as const;

/** Actions that end a rule. Each rule of requests has one of them. */
const finalActions: readonly string[] = ["ForwardGroup", "Redirect", "FixedResponse"];

function findRule(call: Call, id: string): AlbRule {
  const rule = call.store.albRules.get(id);
  if (!rule) throw albError("ResourceNotFound.Rule", id);
  return rule;
}

/** The configuration of its type only, which is all that the service answers. */
function readConditions(given: ParametersOf<typeof settings>["RuleConditions"]): AlbRuleCondition[] {
  return given.map((condition) => ({
    Type: condition.Type,
    [`${condition.Type}Config`]: condition[`${condition.Type}Config`],
  }));
}

function readActions(
  call: Call,
  vpcId: string,
  given: ParametersOf<typeof settings>["RuleActions"],
): AlbRuleAction[] {
  const actions = given.map((action, index) => ({
    Type: action.Type,
    Order: action.Order ?? index + 1,
    [`${action.Type}Config`]: action[`${action.Type}Config`],
  }));
  for (const { Type, ForwardGroupConfig } of given) {
    if (Type !== "ForwardGroup") continue;
    const { ServerGroupTuples } = ForwardGroupConfig;
    if (ServerGroupTuples.length === 0)
      throw albError("IllegalParam.RuleActions", "the action forwards to no server group");
    for (const { ServerGroupId } of ServerGroupTuples) {
      const group = findServerGroup(call, ServerGroupId ?? "");
      if (group.vpcId !== "" && group.vpcId !== vpcId)
        throw albError("UnmatchedParam.VpcId", group.id, group.vpcId, vpcId);
    }
  }
  return actions.sort((a, b) => a.Order - b.Order);
}

const describe = (call: Call, rule: AlbRule) => ({
  RuleId: rule.id,
  RuleName: rule.name,
  RuleStatus: call.cloud.clock().getTime() < Date.parse(rule.availableTime) ? "Provisioning" : "Available",
  ListenerId: rule.listenerId,
  LoadBalancerId: call.store.albListeners.get(rule.listenerId)?.loadBalancerId ?? "",
  Priority: rule.priority,
  Direction: rule.direction,
  RuleConditions: rule.conditions,
  RuleActions: rule.actions,
  Tags: keyValueTags(rule.tags),
});

function checkPriority(
  call: Call,
  rule: Pick<AlbRule, "listenerId" | "direction">,
  priority: number,
  id = "",
) {
  const other = call.store.albRules.find(
    (one) =>
      one.id !== id &&
      one.listenerId === rule.listenerId &&
      one.direction === rule.direction &&
      one.priority === priority,
  );
  if (other) throw albError("Conflict.Priority", priority, other.id);
}

function create(call: Call, listenerId: string, p: ParametersOf<typeof newRule>): AlbRule {
  const listener = findListener(call, listenerId);
  const place = { listenerId: listener.id, direction: p.Direction ?? "Request" };
  checkPriority(call, place, p.Priority);
  const vpcId = call.store.albLoadBalancers.get(listener.loadBalancerId)?.vpcId ?? "";
  const actions = readActions(call, vpcId, p.RuleActions);
  if (place.direction === "Request" && !actions.some(({ Type }) => finalActions.includes(Type)))
    throw albError("IllegalParam.RuleActions", `one of them must be ${finalActions.join(", ")}`);
  return call.store.albRules.put({
    id: newResourceId("rule", listener.regionId),
    regionId: listener.regionId,
    createdTime: isoSeconds(call.cloud.clock()),
    tags: createTags(p.Tag),
    ...place,
    name: p.RuleName,
    priority: p.Priority,
    conditions: readConditions(p.RuleConditions),
    actions,
    availableTime: settledAt(call),
  });
}

function update(call: Call, p: ParametersOf<typeof settings> & { RuleId: string }): AlbRule {
  const rule = findRule(call, p.RuleId);
  if (p.Priority !== undefined) checkPriority(call, rule, p.Priority, rule.id);
  const listener = findListener(call, rule.listenerId);
  const vpcId = call.store.albLoadBalancers.get(listener.loadBalancerId)?.vpcId ?? "";
  rule.name = p.RuleName ?? rule.name;
  rule.priority = p.Priority ?? rule.priority;
  if (p.RuleConditions.length > 0) rule.conditions = readConditions(p.RuleConditions);
  if (p.RuleActions.length > 0) rule.actions = readActions(call, vpcId, p.RuleActions);
  rule.availableTime = settledAt(call);
  return rule;
}

/** Forwarding rules of listeners. The fabric applies those of requests. */
export const rules = [
  albOperation({
    action: "CreateRule",
    parameters: { ...common, ListenerId: ruleId, ...newRule },
    handle(call, p) {
      const rule = create(call, p.ListenerId, p);
      return { RuleId: rule.id, ...newJob(call, "CreateRule", rule, "rule") };
    },
  }),
  albOperation({
    action: "CreateRules",
    parameters: {
      ...common,
      ListenerId: ruleId,
      Rules: { type: "objects", max: 10, required: true, fields: newRule },
    },
    handle(call, p) {
      const created = p.Rules.map((one) => create(call, p.ListenerId, one));
      return {
        RuleIds: created.map(({ id, priority }) => ({ RuleId: id, Priority: priority })),
        ...newJob(call, "CreateRules", findListener(call, p.ListenerId), "listener"),
      };
    },
  }),
  albOperation({
    action: "ListRules",
    parameters: {
      RuleIds: texts,
      ListenerIds: texts,
      LoadBalancerIds: texts,
      Direction: direction,
      Tag: tagParameter,
      ...listParameters,
    },
    handle(call, p) {
      const rows = call.store.albRules
        .filter((rule) => inScope(call, rule) && hasTags(rule, p.Tag))
        .map((rule) => describe(call, rule))
        .filter(
          (rule) =>
            (p.RuleIds.length === 0 || p.RuleIds.includes(rule.RuleId)) &&
            (p.ListenerIds.length === 0 || p.ListenerIds.includes(rule.ListenerId)) &&
            (p.LoadBalancerIds.length === 0 || p.LoadBalancerIds.includes(rule.LoadBalancerId)) &&
            (!p.Direction || p.Direction === rule.Direction),
        );
      return listed("Rules", rows, p);
    },
  }),
  albOperation({
    action: "UpdateRuleAttribute",
    parameters: { ...common, RuleId: ruleId, ...settings },
    handle: (call, p) => newJob(call, "UpdateRuleAttribute", update(call, p), "rule"),
  }),
  albOperation({
    action: "UpdateRulesAttribute",
    parameters: {
      ...common,
      Rules: { type: "objects", max: 10, required: true, fields: { RuleId: ruleId, ...settings } },
    },
    handle(call, p) {
      const [first] = p.Rules.map((one) => update(call, one));
      return first ? newJob(call, "UpdateRulesAttribute", first, "rule") : {};
    },
  }),
  albOperation({
    action: "DeleteRule",
    parameters: { ...common, RuleId: ruleId },
    handle(call, p) {
      const rule = findRule(call, p.RuleId);
      call.store.albRules.delete(rule.id);
      return newJob(call, "DeleteRule", rule, "rule");
    },
  }),
  albOperation({
    action: "DeleteRules",
    parameters: { ...common, RuleIds: { ...texts, required: true } },
    handle(call, p) {
      const found = p.RuleIds.map((id) => findRule(call, id));
      for (const { id } of found) call.store.albRules.delete(id);
      return found[0] ? newJob(call, "DeleteRules", found[0], "rule") : {};
    },
  }),
];
