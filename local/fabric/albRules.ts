import ipaddr from "ipaddr.js";
import { memoize } from "../memoize";
import type { AlbListener, AlbRule, AlbRuleAction, AlbRuleCondition } from "../store/model";
import type { Store } from "../store/store";
import type { FixedAnswer, HttpRequest, RequestChange } from "./hops";

/** A request as the conditions of a rule read it. */
interface Facts {
  method: string;
  host: string;
  path: string;
  query: string;
  parameters: URLSearchParams;
  header(name: string): string | undefined;
  source: string;
}

/** What a listener does with a request. */
export interface Decision {
  /** Undefined for the default action. */
  rule: AlbRule | undefined;
  /** Groups of the action ForwardGroup, with their weights. */
  groups: readonly { id: string; weight: number }[];
  change: RequestChange;
  answer: FixedAnswer | undefined;
}

/** The decision of the first rule whose conditions are all true, otherwise the listener's default action. */
export function decide(
  store: Store,
  listener: AlbListener,
  request: HttpRequest | undefined,
  { host, from }: { host: string; from: string },
): Decision {
  const groups = [{ id: listener.serverGroupId, weight: 100 }];
  const byDefault: Decision = { rule: undefined, groups, change: {}, answer: undefined };
  if (request === undefined || store.albRules.size === 0) return byDefault;
  const rules = store.albRules
    .filter(({ listenerId, direction }) => listenerId === listener.id && direction === "Request")
    .sort((a, b) => a.priority - b.priority);
  if (rules.length === 0) return byDefault;
  const facts = readFacts(request, host, from);
  const rule = rules.find(({ conditions }) => conditions.every((one) => isTrue(one, facts)));
  return rule ? apply(rule, facts, listener) : byDefault;
}

function readFacts({ method, target, headers }: HttpRequest, host: string, source: string): Facts {
  const [path = "", query = ""] = target.split(/\?(.*)/s);
  const header = (name: string) => {
    const value = headers[name.toLowerCase()];
    return typeof value === "object" ? value.join(",") : value;
  };
  const name = host.replace(/:\d+$/, "").toLowerCase();
  return { method, host: name, path, query, parameters: new URLSearchParams(query), header, source };
}

/** `*` stands for any characters, `?` for one. A text after `~` is a regular expression (ALB documentation). */
const pattern = memoize((text: string): RegExp => {
  if (text.startsWith("~")) return new RegExp(text.replace(/^~\*?/, ""), text.startsWith("~*") ? "i" : "");
  const escaped = text.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`);
});

const matchesOne = (values: readonly string[], text: string): boolean =>
  values.some((value) => pattern(value).test(text));

/** Conditions of other types belong to answers. */
function isTrue(condition: AlbRuleCondition, facts: Facts): boolean {
  const { HostConfig, PathConfig, HeaderConfig, QueryStringConfig, MethodConfig } = condition;
  const { CookieConfig, SourceIpConfig } = condition;
  if (HostConfig)
    return matchesOne(
      HostConfig.Values.map((name) => name.toLowerCase()),
      facts.host,
    );
  if (PathConfig) return matchesOne(PathConfig.Values, facts.path);
  if (MethodConfig) return MethodConfig.Values.includes(facts.method);
  if (HeaderConfig) {
    const value = facts.header(HeaderConfig.Key ?? "");
    return value !== undefined && matchesOne(HeaderConfig.Values, value);
  }
  if (QueryStringConfig) {
    const all = [...facts.parameters];
    return QueryStringConfig.Values.some(({ Key, Value = "" }) =>
      all.some(([key, value]) => (!Key || key === Key) && pattern(Value).test(value)),
    );
  }
  if (CookieConfig) {
    const cookies = (facts.header("cookie") ?? "").split(/;\s*/).map((one) => one.split(/=(.*)/s));
    return CookieConfig.Values.some(({ Key, Value = "" }) =>
      cookies.some(([key, value = ""]) => key === Key && pattern(Value).test(value)),
    );
  }
  if (SourceIpConfig) return SourceIpConfig.Values.some((block) => contains(block, facts.source));
  return false;
}

function contains(block: string, source: string): boolean {
  const address = ipaddr.parse(source);
  if (!block.includes("/")) return ipaddr.parse(block).toString() === address.toString();
  const [network, bits] = ipaddr.parseCIDR(block);
  return address.kind() === network.kind() && address.match(network, bits);
}

function apply(rule: AlbRule, facts: Facts, listener: AlbListener): Decision {
  const decision: Decision = { rule, groups: [], change: {}, answer: undefined };
  for (const action of rule.actions) {
    decision.change = changeBy(action, facts, decision.change);
    const { ForwardGroupConfig, FixedResponseConfig, RedirectConfig } = action;
    if (ForwardGroupConfig) {
      decision.groups = ForwardGroupConfig.ServerGroupTuples.map(({ ServerGroupId = "", Weight = 100 }) => ({
        id: ServerGroupId,
        weight: Weight,
      }));
    }
    if (FixedResponseConfig) {
      const { HttpCode = "503", Content = "", ContentType = "text/plain" } = FixedResponseConfig;
      decision.answer = { status: Number(HttpCode), headers: ["content-type", ContentType], body: Content };
    }
    if (RedirectConfig) {
      const location = redirectTo(RedirectConfig, facts, listener);
      const status = Number(RedirectConfig.HttpCode || "301");
      decision.answer = { status, headers: ["location", location], body: "" };
    }
  }
  return decision;
}

/** Replaces the variables of redirects and rewrites. */
function fill(text: string | undefined, variable: string, facts: Facts): string {
  const own: Record<string, string> = { host: facts.host, path: facts.path, query: facts.query };
  return (text || `\${${variable}}`).replace(
    /\$\{(host|path|query)\}/g,
    (_, name: string) => own[name] ?? "",
  );
}

/** A value that keeps the one of the request is a variable, in braces. */
const ownValue = (text = ""): string => (text.startsWith("$") ? "" : text);

function redirectTo(
  { Host, Path, Query, Port, Protocol }: NonNullable<AlbRuleAction["RedirectConfig"]>,
  facts: Facts,
  listener: AlbListener,
): string {
  const own = listener.protocol.toLowerCase();
  const protocol = ownValue(Protocol).toLowerCase() || own;
  const port = ownValue(Port) || String(listener.port);
  const isDefault = port === (protocol === "https" ? "443" : "80");
  const query = fill(Query, "query", facts);
  const host = fill(Host, "host", facts);
  const path = fill(Path, "path", facts);
  return `${protocol}://${host}${isDefault ? "" : `:${port}`}${path}${query === "" ? "" : `?${query}`}`;
}

function changeBy(action: AlbRuleAction, facts: Facts, change: RequestChange): RequestChange {
  const { RewriteConfig, InsertHeaderConfig, RemoveHeaderConfig } = action;
  if (RewriteConfig) {
    const query = fill(RewriteConfig.Query, "query", facts);
    const target = `${fill(RewriteConfig.Path, "path", facts)}${query === "" ? "" : `?${query}`}`;
    return { ...change, target, host: fill(RewriteConfig.Host, "host", facts) };
  }
  const headers = change.headers ?? [];
  if (InsertHeaderConfig?.Key) {
    const { Key, Value = "", ValueType } = InsertHeaderConfig;
    const value =
      ValueType === "ReferenceHeader"
        ? facts.header(Value)
        : ValueType === "SystemDefined"
          ? facts.source
          : Value;
    return { ...change, headers: [...headers, { name: Key.toLowerCase(), value }] };
  }
  if (RemoveHeaderConfig?.Key)
    return {
      ...change,
      headers: [...headers, { name: RemoveHeaderConfig.Key.toLowerCase(), value: undefined }],
    };
  return change;
}
