import { isUnknown, type Unknown } from "../core/facts";
import type { ValuesOf } from "../core/options";
import { referenceOf } from "../core/reference";
import type { Node, Stack } from "../core/stack";
import { type Binder, type binderOptions, knownBinders, propertiesOf } from "./binder";
import { whyNotOwn } from "./domainName";
import { domainsInTemplate, parametersOf } from "./rosTemplate";

export const groupType = "alicloud:apigateway/group:Group";
export const rosType = "alicloud:ros/stack:Stack";

export type BinderSettings = ValuesOf<typeof binderOptions>;

/** A domain, what binds it, and the groups that it is bound to, or is for one of. */
export interface Binding {
  readonly by: Node;
  /** Property that has the domain. */
  readonly property: string;
  /** A text, or Unknown. */
  readonly domain: unknown;
  /** Undefined where nothing tells. */
  readonly hasCertificate: boolean | Unknown | undefined;
  readonly isIntranet: boolean;
  /** Empty when the group is of another stack, or not known yet. */
  readonly groups: readonly Node[];
  /** Whether it may be a group's of which nobody can tell yet. */
  mayBeOf(group: Node): boolean;
}

/** All that a stack says of bound domains. */
export interface Evidence {
  readonly bindings: readonly Binding[];
  /** Templates that bind fewer domains than there are groups that they are given. */
  readonly short: readonly {
    readonly by: Node;
    readonly domains: number;
    readonly groups: readonly Node[];
  }[];
  /** Templates that cannot be read yet, and the groups that they are given. */
  readonly unread: readonly { readonly by: Node; readonly groups: readonly Node[] }[];
  /** Templates that nobody can read, and why. */
  readonly broken: readonly { readonly by: Node; readonly why: string }[];
}

/** What rules on domains read. */
export const bindingReads: Readonly<Record<string, readonly string[]>> = {
  [groupType]: ["name", "subDomain", "vpcDomain"],
  [rosType]: ["templateBody", "templateUrl", "parameters"],
  ...readsOfBinders(knownBinders),
};

export function readsOfBinders(binders: readonly Binder[]): Record<string, readonly string[]> {
  const types = new Set(binders.map(({ type }) => type));
  return Object.fromEntries(
    [...types].map((type) => [type, binders.filter((it) => it.type === type).flatMap(propertiesOf)]),
  );
}

/** Reads all that binds domains to the groups of a stack. */
export function evidenceIn(stack: Stack, settings: BinderSettings): Evidence {
  const named = new Set(settings.binders.map(({ type }) => type));
  // What the team says of a type that is known without it goes before that.
  const binders = [...knownBinders.filter(({ type }) => !named.has(type)), ...settings.binders];
  const own = binders.flatMap((binder) =>
    stack.ofType(binder.type).map((node) => bindingBy(stack, node, binder)),
  );
  const templates = stack.ofType(rosType).map((node) => evidenceOf(stack, node, settings));
  return {
    bindings: [...own, ...templates.flatMap(({ bindings }) => bindings)],
    short: templates.flatMap(({ short }) => short),
    unread: templates.flatMap(({ unread }) => unread),
    broken: templates.flatMap(({ broken }) => broken),
  };
}

/** Domains that the gateway gave a group, as far as they are known. */
export const domainsOfGroup = (group: Node): string[] =>
  [group.at("subDomain"), group.at("vpcDomain")].filter(
    (domain): domain is string => typeof domain === "string" && domain !== "",
  );

function bindingBy(stack: Stack, node: Node, binder: Binder): Binding {
  const { groupProperty, domainProperty, certificateProperty, networkProperty } = binder;
  const { isSure, targets } = referenceOf(stack, node, groupProperty, { [groupType]: ["id"] });
  const certificate = certificateProperty === undefined ? undefined : node.at(certificateProperty);
  const told = isUnknown(certificate) ? certificate : certificate !== undefined && certificate !== "";
  return {
    by: node,
    property: domainProperty,
    domain: node.at(domainProperty) ?? "",
    hasCertificate: certificateProperty === undefined ? undefined : told,
    isIntranet: networkProperty !== undefined && node.at(networkProperty) === "INTRANET",
    groups: isSure ? targets : [],
    mayBeOf: (group) => !isSure && (targets.length === 0 || targets.includes(group)),
  };
}

function evidenceOf(stack: Stack, node: Node, settings: BinderSettings): Evidence {
  const nothing: Evidence = { bindings: [], short: [], unread: [], broken: [] };
  const linked = [...new Set(["templateBody", "templateUrl", "parameters"].flatMap((it) => node.from(it)))];
  const groups = linked.filter(({ type }) => type === groupType);
  const body = node.at("templateBody");
  if (typeof body !== "string") {
    // A template at a URL is not looked at, so a stack that is given a group may well bind its domain.
    const hidden = isUnknown(body) || node.at("templateUrl") !== undefined;
    return hidden && groups.length > 0 ? { ...nothing, unread: [{ by: node, groups }] } : nothing;
  }
  const read = domainsInTemplate(body, parametersOf(node.at("parameters")));
  if ("broken" in read) return { ...nothing, broken: [{ by: node, why: read.broken }] };
  const byId = new Map(stack.ofType(groupType).map((group) => [group.at("id"), group]));
  const bindings = read.domains.map(({ group, domain, hasCertificate }): Binding => {
    const found = isUnknown(group) ? undefined : byId.get(group);
    const candidates = isUnknown(group) ? groups : found ? [found] : [];
    return {
      by: node,
      property: "templateBody",
      domain,
      hasCertificate,
      isIntranet: false,
      groups: candidates,
      mayBeOf: () => isUnknown(group) && groups.length === 0,
    };
  });
  return withShort({ ...nothing, bindings }, node, groups, settings);
}

/** Of domains whose groups are not known yet, there must be one for each group that the template is given. */
function withShort(
  evidence: Evidence,
  node: Node,
  groups: readonly Node[],
  { defaultDomains }: BinderSettings,
): Evidence {
  const counted = evidence.bindings.filter(
    ({ domain }) => typeof domain !== "string" || whyNotOwn(domain, [], defaultDomains) === undefined,
  );
  const settled = new Set(counted.flatMap((binding) => (binding.groups.length === 1 ? binding.groups : [])));
  const left = groups.filter((group) => !settled.has(group));
  const open = counted.filter((binding) => binding.groups.length > 1).length;
  if (open === 0 || open >= left.length) return evidence;
  return { ...evidence, short: [{ by: node, domains: counted.length, groups: left }] };
}
