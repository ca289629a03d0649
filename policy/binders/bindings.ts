import { isUnknown, type Unknown } from "../core/facts";
import { referenceOf } from "../core/reference";
import type { Node, Stack } from "../core/stack";
import { type Binder, knownBinders, propertiesOf } from "./binder";
import { domainsInTemplate, parametersOf } from "./rosTemplate";

export const groupType = "alicloud:apigateway/group:Group";
export const rosType = "alicloud:ros/stack:Stack";

/** A domain, what binds it, and the groups that it is bound to, or is for one of. */
export interface Binding {
  readonly by: Node;
  /** Property that has the domain. */
  readonly property: string;
  /** A text, or Unknown. */
  readonly domain: unknown;
  /** Undefined where nothing tells. */
  readonly hasCertificate: boolean | Unknown | undefined;
  /** Where the certificate stands, or would. */
  readonly certificateProperty: string;
  /** False while it is not known whether a template's condition holds. */
  readonly isMade: boolean;
  readonly isIntranet: boolean;
  /** Empty when the group is of another stack, or not known yet. */
  readonly groups: readonly Node[];
  /** Whether it may be a group's of which nobody can tell yet. */
  mayBeOf(group: Node): boolean;
}

/** A template, and the groups that it is given. */
export interface Template {
  readonly by: Node;
  readonly groups: readonly Node[];
}

/** All that a stack says of bound domains. */
export interface Evidence {
  readonly bindings: readonly Binding[];
  /** Templates that are read, and what they bind. */
  readonly read: readonly (Template & { readonly bindings: readonly Binding[] })[];
  /** Templates that cannot be read yet. */
  readonly unread: readonly Template[];
  /** Templates of the gateway's that nobody can read, and why. */
  readonly broken: readonly (Template & { readonly why: string })[];
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
export function evidenceIn(stack: Stack, configured: readonly Binder[]): Evidence {
  const named = new Set(configured.map(({ type }) => type));
  // What the team says of a type that is known without it goes before that.
  const binders = [...knownBinders.filter(({ type }) => !named.has(type)), ...configured];
  const own = binders.flatMap((binder) =>
    stack.ofType(binder.type).map((node) => bindingBy(stack, node, binder)),
  );
  const templates = stack.ofType(rosType).map((node) => evidenceOf(stack, node));
  return {
    bindings: [...own, ...templates.flatMap(({ bindings }) => bindings)],
    read: templates.flatMap(({ read }) => read),
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
    certificateProperty: certificateProperty ?? "certificate",
    isMade: true,
    isIntranet: networkProperty !== undefined && node.at(networkProperty) === "INTRANET",
    groups: isSure ? targets : [],
    mayBeOf: (group) => !isSure && (targets.length === 0 || targets.includes(group)),
  };
}

function evidenceOf(stack: Stack, node: Node): Evidence {
  const nothing: Evidence = { bindings: [], read: [], unread: [], broken: [] };
  const byId = new Map(stack.ofType(groupType).map((group) => [group.at("id"), group]));
  const linked = ["templateBody", "templateUrl", "parameters"].flatMap((it) => node.from(it));
  const groups = [...new Set(linked.filter(({ type }) => type === groupType))];
  const body = node.at("templateBody");
  if (typeof body !== "string") {
    // A template at a URL is not looked at, so a stack that is given a group may well bind its domain.
    const hidden = isUnknown(body) || node.at("templateUrl") !== undefined;
    return hidden && groups.length > 0 ? { ...nothing, unread: [{ by: node, groups }] } : nothing;
  }
  const parameters = parametersOf(node.at("parameters"));
  const read = domainsInTemplate(body, parameters);
  if ("broken" in read) {
    const given = Object.values(parameters ?? {}).flatMap((value) => byId.get(value) ?? []);
    const concerned = [...new Set([...groups, ...given])];
    // One that has nothing to do with the gateway is not judged.
    if (concerned.length === 0 && !body.includes("ALIYUN::ApiGateway::")) return nothing;
    return { ...nothing, broken: [{ by: node, groups: concerned, why: read.broken }] };
  }
  const bindings = read.domains.map(({ group, domain, hasCertificate, isMade }): Binding => {
    const found = isUnknown(group) ? undefined : byId.get(group);
    const candidates = isUnknown(group) ? groups : found ? [found] : [];
    return {
      by: node,
      property: "templateBody",
      domain,
      hasCertificate,
      certificateProperty: "CertificateName in templateBody",
      isMade,
      isIntranet: false,
      groups: candidates,
      mayBeOf: () => isUnknown(group) && groups.length === 0,
    };
  });
  return { ...nothing, bindings, read: [{ by: node, groups, bindings }] };
}
