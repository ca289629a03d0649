import { resolveReference } from "../core/reference";
import type { Stack, StackResource } from "../core/stack";
import { isUnknown, type Unknown } from "../core/values";
import { builtInBindingTypes, type DomainBindingType, listProperties } from "./bindingTypes";
import { parseTemplateDomains, readParameters } from "./rosTemplate";

export const groupType = "alicloud:apigateway/group:Group";
export const rosType = "alicloud:ros/stack:Stack";

/** A domain, the resource that binds it, and its API groups. */
export interface DomainBinding {
  readonly by: StackResource;
  /** Property with the domain. */
  readonly property: string;
  /** A string, or Unknown. */
  readonly domain: unknown;
  /** Undefined if no property shows it. */
  readonly hasCertificate: boolean | Unknown | undefined;
  /** Property with the certificate. */
  readonly certificateProperty: string;
  /** Value of the property for the HTTPS redirect; undefined if there is no such property. */
  readonly redirect: { readonly property: string; readonly value: unknown } | undefined;
  /** False while the condition of a template is unknown at preview. */
  readonly isCreated: boolean;
  readonly isIntranet: boolean;
  /** Groups that the domain is certainly bound to one of. Empty if the group is unknown or in another stack. */
  readonly groups: readonly StackResource[];
  /** Expression of the group in a template. Equal expressions are one group. */
  readonly groupKey?: string;
  /** Groups that the domain may be bound to, while its group is unknown; "any" if it may be any group. */
  readonly possibleGroups: readonly StackResource[] | "any";
}

/** A ROS template, and the groups that its stack depends on. */
export interface Template {
  readonly by: StackResource;
  readonly groups: readonly StackResource[];
}

/** A template that is parsed. */
export interface ReadTemplate extends Template {
  readonly bindings: readonly DomainBinding[];
  /** Whether several parameters that are unknown at preview may be one group. */
  readonly mayRepeatGroup: boolean;
}

/** All domain bindings of a stack. */
export interface DomainBindings {
  readonly bindings: readonly DomainBinding[];
  /** Templates that are parsed, and their bindings. */
  readonly read: readonly ReadTemplate[];
  /** Templates that are unknown, or partly, and why. */
  readonly unread: readonly (Template & { readonly why: string })[];
}

/** Properties that determine which domains are bound. */
export const bindingReads: Readonly<Record<string, readonly string[]>> = {
  [groupType]: ["name", "subDomain", "vpcDomain"],
  [rosType]: ["templateBody", "templateUrl", "parameters"],
  ...bindingTypeReads(builtInBindingTypes),
};

export function bindingTypeReads(
  domainBindings: readonly DomainBindingType[],
): Record<string, readonly string[]> {
  const types = new Set(domainBindings.map(({ type }) => type));
  return Object.fromEntries(
    [...types].map((type) => [type, domainBindings.filter((it) => it.type === type).flatMap(listProperties)]),
  );
}

/** Finds all domain bindings of a stack. */
export function findDomainBindings(stack: Stack, configured: readonly DomainBindingType[]): DomainBindings {
  const configuredTypes = new Set(configured.map(({ type }) => type));
  // Configured properties of a built-in type override its own.
  const domainBindings = [
    ...builtInBindingTypes.filter(({ type }) => !configuredTypes.has(type)),
    ...configured,
  ];
  const own = domainBindings.flatMap((bindingType) =>
    stack.ofType(bindingType.type).map((node) => readBinding(stack, node, bindingType)),
  );
  const templates = stack.ofType(rosType).map((node) => readTemplate(stack, node));
  return {
    bindings: [...own, ...templates.flatMap(({ bindings }) => bindings)],
    read: templates.flatMap(({ read }) => read),
    unread: templates.flatMap(({ unread }) => unread),
  };
}

/** Returns the known domains that the gateway assigned to a group. */
export const gatewayDomains = (group: StackResource): string[] =>
  [group.get("subDomain"), group.get("vpcDomain")].filter(
    (domain): domain is string => typeof domain === "string" && domain !== "",
  );

function readBinding(stack: Stack, node: StackResource, bindingType: DomainBindingType): DomainBinding {
  const { groupProperty, domainProperty, certificateProperty, networkProperty, redirectProperty } =
    bindingType;
  const { isCertain, targets } = resolveReference(stack, node, groupProperty, { [groupType]: ["id"] });
  const certificate = certificateProperty === undefined ? undefined : node.get(certificateProperty);
  const isCertificateSet = isUnknown(certificate)
    ? certificate
    : certificate !== undefined && certificate !== "";
  return {
    by: node,
    property: domainProperty,
    domain: node.get(domainProperty) ?? "",
    hasCertificate: certificateProperty === undefined ? undefined : isCertificateSet,
    certificateProperty: certificateProperty ?? "certificate",
    redirect:
      redirectProperty === undefined
        ? undefined
        : { property: redirectProperty, value: node.get(redirectProperty) },
    isCreated: true,
    isIntranet: networkProperty !== undefined && node.get(networkProperty) === "INTRANET",
    groups: isCertain ? targets : [],
    possibleGroups: isCertain ? [] : targets.length > 0 ? targets : "any",
  };
}

function readTemplate(stack: Stack, node: StackResource): DomainBindings {
  const nothing: DomainBindings = { bindings: [], read: [], unread: [] };
  const findGroup = (id: unknown) => stack.findByValue(node, id, groupType, "id")[0];
  const dependencies = ["templateBody", "templateUrl", "parameters"].flatMap((it) => node.dependencies(it));
  const parameters = readParameters(node.get("parameters"));
  const parameterGroups = Object.values(parameters ?? {}).flatMap((value) => findGroup(value) ?? []);
  const groups = [...new Set([...dependencies.filter(({ type }) => type === groupType), ...parameterGroups])];
  const body = node.get("templateBody");
  if (typeof body !== "string") {
    // A template at a URL is not fetched. A stack that depends on a group may bind its domain.
    const why = isUnknown(body) ? "is unknown at preview" : "is at a URL, which is not read";
    const mayBindDomains = isUnknown(body) || node.get("templateUrl") !== undefined;
    return mayBindDomains && groups.length > 0
      ? { ...nothing, unread: [{ by: node, groups, why }] }
      : nothing;
  }
  const { domains, unread: why } = parseTemplateDomains(body, parameters);
  const bindings = domains.map(({ group, groupKey, domain, hasCertificate, isCreated }): DomainBinding => {
    const found = isUnknown(group) ? undefined : findGroup(group);
    const candidates = isUnknown(group) ? groups : found ? [found] : [];
    return {
      by: node,
      property: "templateBody",
      domain,
      hasCertificate,
      certificateProperty: "CertificateName in templateBody",
      redirect: undefined,
      isCreated,
      isIntranet: false,
      groups: candidates,
      groupKey,
      possibleGroups: isUnknown(group) && groups.length === 0 ? "any" : [],
    };
  });
  const unread = why === undefined || groups.length === 0 ? [] : [{ by: node, groups, why }];
  const unknownParameters = Object.values(parameters ?? {}).filter(isUnknown);
  const mayRepeatGroup =
    parameters === undefined || unknownParameters.length > node.dependencies("parameters").length;
  return { bindings, read: [{ by: node, groups, bindings, mayRepeatGroup }], unread };
}
