import { parseJson } from "../../parsing";
import type { ParametersOf } from "../../rpc/parameterTypes";
import type { ClbRule } from "../../store/model";
import { type Call, slbOperation } from "../common/call";
import { newResourceId } from "../common/ids";
import { isoSeconds } from "../common/times";
import { parseLoosely } from "./backendServers";
import { slbError } from "./errors";
import { listenerSettings } from "./listenerSettings";
import { findLoadBalancer, loadBalancerId, onOff } from "./loadBalancers";
import { findVServerGroup } from "./vServerGroups";

const ruleId = { type: "string", required: true } as const;
const port = { type: "integer", min: 1, max: 65535, required: true } as const;
const protocol = { type: "string", enum: ["http", "https"] } as const;

/** What a rule can have instead of the settings of its listener. */
const settings = pickSettings(
  ...(["Scheduler", "StickySession", "StickySessionType", "CookieTimeout", "Cookie"] as const),
  ...(["HealthCheck", "HealthCheckDomain", "HealthCheckURI", "HealthCheckConnectPort"] as const),
  ...(["HealthCheckHttpCode", "HealthCheckInterval", "HealthCheckTimeout"] as const),
  ...(["HealthyThreshold", "UnhealthyThreshold"] as const),
);

function pickSettings<K extends keyof typeof listenerSettings>(
  ...names: K[]
): Pick<typeof listenerSettings, K> {
  return Object.fromEntries(names.map((name) => [name, listenerSettings[name]])) as Pick<
    typeof listenerSettings,
    K
  >;
}

function findRule(call: Call, id: string): ClbRule {
  const rule = call.store.clbRules.get(id);
  if (!rule) throw slbError("InvalidRuleId.NotFound", id);
  return rule;
}

interface GivenRule {
  name: string;
  domain: string;
  url: string;
  vServerGroupId: string;
}

/** Reads the parameter RuleList, a list of objects as JSON. */
function parseRules(text: string): GivenRule[] {
  let list: unknown;
  try {
    list = parseJson(text);
  } catch {
    throw slbError("InvalidRuleList.Malformed", "it is not JSON");
  }
  if (!Array.isArray(list) || list.length === 0 || list.length > 10)
    throw slbError("InvalidRuleList.Malformed", "it is not a list of 1 to 10 rules");
  return list.map((item: unknown) => {
    const fields = new Map(
      Object.entries(typeof item === "object" && item !== null ? item : {}).map(([name, value]) => [
        name,
        String(value),
      ]),
    );
    const [domain = "", url = ""] = [fields.get("Domain"), fields.get("Url")];
    if (domain === "" && url === "")
      throw slbError("InvalidRuleList.Malformed", "a rule needs Domain or Url");
    if (url !== "" && !/^\/.{0,79}$/.test(url))
      throw slbError("InvalidRuleList.Malformed", `Url ${url} is not a path of at most 80 characters`);
    return {
      ...{ domain, url },
      name: fields.get("RuleName") ?? "",
      vServerGroupId: fields.get("VServerGroupId") ?? "",
    };
  });
}

/** Whether a setting has no value, because what it belongs to is off. */
const isOff = ({ HealthCheck, StickySession }: ClbRule["attributes"], key: string): boolean =>
  (HealthCheck === "off" && /^HealthCheck.|Threshold$/.test(key)) ||
  (StickySession === "off" && /^StickySessionType$|^Cookie/.test(key));

const describe = ({ id, name, domain, url, vServerGroupId, listenerSync, attributes }: ClbRule) => {
  const numbers = /^(CookieTimeout|HealthCheck(ConnectPort|Interval|Timeout)|(Unh|H)ealthyThreshold)$/;
  const values = Object.keys(settings).map((key) => {
    const value = isOff(attributes, key) ? "" : (attributes[key] ?? "");
    return [key, numbers.test(key) ? Number(value) : value];
  });
  return {
    RuleId: id,
    RuleName: name,
    Domain: domain,
    Url: url,
    VServerGroupId: vServerGroupId,
    ListenerSync: listenerSync,
    ...Object.fromEntries(values),
  };
};

/** The rules of a listener, as answers of the listener contain them. */
export const describeRules = (call: Call, balancerId: string, listenerPort: number) =>
  call.store.clbRules
    .filter((rule) => rule.loadBalancerId === balancerId && rule.listenerPort === listenerPort)
    .map(describe);

/** Deletes the rules of a load balancer or of one of its listeners with it. */
export function deleteRules(call: Call, balancerId: string, listenerPort?: number): void {
  for (const rule of call.store.clbRules.all()) {
    if (rule.loadBalancerId === balancerId && rule.listenerPort === (listenerPort ?? rule.listenerPort))
      call.store.clbRules.delete(rule.id);
  }
}

/** Settings of a rule that no longer follows its listener. Source: SetRule. */
const ownSettings: Readonly<Record<string, string>> = {
  Scheduler: "wrr",
  StickySession: "off",
  HealthCheck: "on",
  HealthCheckURI: "/",
  HealthCheckHttpCode: "http_2xx",
  HealthCheckInterval: "2",
  HealthCheckTimeout: "5",
  HealthyThreshold: "3",
  UnhealthyThreshold: "3",
};

const textsOf = (p: ParametersOf<typeof settings>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(p)
      .filter(([name, value]) => name in settings && value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  );

/** Forwarding rules of HTTP and HTTPS listeners. The fabric applies those of HTTP. */
export const rules = [
  slbOperation({
    action: "CreateRules",
    parameters: {
      LoadBalancerId: loadBalancerId,
      ListenerPort: port,
      ListenerProtocol: protocol,
      RuleList: { type: "string", required: true },
    },
    handle(call, p) {
      const balancer = findLoadBalancer(call, p.LoadBalancerId);
      const listener = balancer.listeners.find(
        (one) => one.port === p.ListenerPort && (one.protocol === "http" || one.protocol === "https"),
      );
      if (!listener) throw slbError("ListenerNotFound", "HTTP or HTTPS", p.ListenerPort, balancer.id);
      const given = parseRules(p.RuleList);
      for (const { domain, url, vServerGroupId } of given) {
        findVServerGroup(call, vServerGroupId);
        const other = describeRules(call, balancer.id, listener.port).find(
          (one) => one.Domain === domain && one.Url === url,
        );
        if (other) throw slbError("DomainExist", domain + url, other.RuleId);
      }
      const created = given.map((one) =>
        call.store.clbRules.put({
          id: newResourceId("rule", balancer.regionId),
          regionId: balancer.regionId,
          createdTime: isoSeconds(call.cloud.clock()),
          tags: [],
          loadBalancerId: balancer.id,
          listenerPort: listener.port,
          ...one,
          listenerSync: "on",
          attributes: {},
        }),
      );
      return { Rules: { Rule: created.map(({ id, name }) => ({ RuleId: id, RuleName: name })) } };
    },
  }),
  slbOperation({
    action: "DescribeRules",
    parameters: { LoadBalancerId: loadBalancerId, ListenerPort: port, ListenerProtocol: protocol },
    handle(call, p) {
      const { id } = findLoadBalancer(call, p.LoadBalancerId);
      return { Rules: { Rule: describeRules(call, id, p.ListenerPort) } };
    },
  }),
  slbOperation({
    action: "DescribeRuleAttribute",
    parameters: { RuleId: ruleId },
    handle(call, p) {
      const rule = findRule(call, p.RuleId);
      return {
        ...describe(rule),
        LoadBalancerId: rule.loadBalancerId,
        ListenerPort: String(rule.listenerPort),
      };
    },
  }),
  slbOperation({
    action: "SetRule",
    parameters: {
      RuleId: ruleId,
      RuleName: { type: "string", maxLength: 80 },
      VServerGroupId: { type: "string" },
      ListenerSync: onOff,
      ...settings,
    },
    handle(call, p) {
      const rule = findRule(call, p.RuleId);
      if (p.VServerGroupId) rule.vServerGroupId = findVServerGroup(call, p.VServerGroupId).id;
      rule.name = p.RuleName ?? rule.name;
      rule.listenerSync = p.ListenerSync ?? rule.listenerSync;
      const present = rule.listenerSync === "off" ? { ...ownSettings, ...rule.attributes } : {};
      const attributes = { ...present, ...(rule.listenerSync === "off" && textsOf(p)) };
      // The load balancer writes the cookie itself (insert), or the server does, which names it (server).
      if (p.StickySessionType === "insert") delete attributes.Cookie;
      if (p.StickySessionType === "server") delete attributes.CookieTimeout;
      rule.attributes = attributes;
      return {};
    },
  }),
  slbOperation({
    action: "DeleteRules",
    parameters: { RuleIds: { type: "string", required: true } },
    handle(call, p) {
      const ids = parseLoosely(p.RuleIds);
      if (!Array.isArray(ids)) throw slbError("InvalidRuleList.Malformed", "it is not a list");
      const found = ids.map(String).map((id) => findRule(call, id));
      for (const { id } of found) call.store.clbRules.delete(id);
      return {};
    },
  }),
];
