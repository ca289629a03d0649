import { unlessListed } from "../../core/exceptions";
import { type Evaluation, stackRule } from "../../core/rule";
import type { StackResource } from "../../core/stack";
import { isUnknown } from "../../core/values";
import { complies, undecided, type Verdict, violates } from "../../core/verdict";
import {
  bindingReads,
  bindingTypeReads,
  type DomainBinding,
  type DomainBindings,
  findDomainBindings,
  gatewayDomains,
  groupType,
} from "../../domains/bindings";
import {
  defaultDomainsOption,
  domainBindingsOption,
  externallyBoundOption,
} from "../../domains/bindingTypes";
import { explainNotOwn } from "../../domains/domainName";
import { boundDomain, group } from "./exampleResources";

export const apiGroupCustomDomainBound = stackRule({
  name: "api-group-custom-domain-bound",
  title: "API group has a custom domain",
  description: "A custom domain is bound to every API group.",
  why:
    "The second-level domain of an API group is for tests only: it accepts 1,000 calls a day in regions " +
    "of the Chinese mainland and 100 elsewhere, and marks each response as a download.",
  severity: "high",
  level: "mandatory",
  tags: ["api-gateway-group-bind-domain"],
  coveredBy: ["api-group-custom-domain-not-default"],
  hint:
    "Bind a custom domain to the group, or list the group in externallyBound if the domain is bound " +
    "outside of Pulumi.",
  argument: 'domains: [{ domain: "api.example.com" }]',
  type: groupType,
  reads: bindingReads,
  readsBy: ({ domainBindings }) => bindingTypeReads(domainBindings),
  options: { ...domainBindingsOption, ...externallyBoundOption, ...defaultDomainsOption },
  evaluate(stack, { domainBindings, externallyBound, defaultDomains }): Evaluation[] {
    const found = findDomainBindings(stack, domainBindings);
    const short = findShortTemplates(found, defaultDomains);
    const groups = stack.ofType(groupType);
    return groups.map((resource) => {
      const outside = findExternalDomain(resource, groups, externallyBound);
      const verdict = checkGroup(resource, { ...found, short }, outside, defaultDomains);
      const listed = outside === undefined ? Object.keys(externallyBound) : [];
      const names = { name: resource.get("name") };
      const causes = short.some(({ groups }) => groups.includes(resource))
        ? []
        : found.bindings.filter(({ groups }) => groups.includes(resource)).map(({ by }) => by);
      return { resource, causes, ...unlessListed("externallyBound", listed, names, () => verdict) };
    });
  },
  examples: { fails: [group()], passes: [group(), boundDomain()] },
});

/** Names by which the option lists a group. A group name is unique within a region only. */
const listNames = (group: StackResource): readonly unknown[] => [group.urn, group.name, group.get("name")];

/** A domain that is bound outside of Pulumi, or the name that several groups have. */
interface ExternalDomain {
  readonly domain: string;
  /** Other groups with the same name: a domain is bound to one group. */
  readonly others: readonly StackResource[];
}

function findExternalDomain(
  resource: StackResource,
  groups: readonly StackResource[],
  externallyBound: Readonly<Record<string, string>>,
): ExternalDomain | undefined {
  const names = listNames(resource).filter((name) => typeof name === "string");
  const each = names.flatMap((name) => {
    const domain = externallyBound[name];
    const others = groups.filter((group) => group !== resource && listNames(group).includes(name));
    return domain === undefined ? [] : [{ domain, others }];
  });
  return each.find(({ others }) => others.length === 0) ?? each[0];
}

/** A ROS template that binds domains to fewer groups than it gets. */
interface ShortTemplate {
  readonly by: StackResource;
  /** Number of different groups with a domain. */
  readonly domains: number;
  readonly groups: readonly StackResource[];
}

/** Finds ROS templates with unknown groups that bind too few domains: each group needs one. */
function findShortTemplates({ read }: DomainBindings, defaultDomains: readonly string[]): ShortTemplate[] {
  return read.flatMap(({ by, groups, bindings }) => {
    const customDomains = bindings.filter(
      ({ domain }) => typeof domain !== "string" || explainNotOwn(domain, [], defaultDomains) === undefined,
    );
    const boundGroups = new Set(
      customDomains.flatMap((binding) => (binding.groups.length === 1 ? binding.groups : [])),
    );
    const left = groups.filter((group) => !boundGroups.has(group));
    const open = new Set(
      customDomains.filter((binding) => binding.groups.length > 1).map(({ groupKey }) => groupKey),
    );
    return open.size === 0 || open.size >= left.length ? [] : [{ by, domains: open.size, groups: left }];
  });
}

function checkGroup(
  resource: StackResource,
  { bindings, short, unread }: DomainBindings & { readonly short: readonly ShortTemplate[] },
  outside: ExternalDomain | undefined,
  defaultDomains: readonly string[],
): Verdict {
  const isOwn = (domain: unknown) =>
    isUnknown(domain) ||
    (typeof domain === "string" &&
      explainNotOwn(domain, gatewayDomains(resource), defaultDomains) === undefined);
  if (outside?.others.length === 0 && isOwn(outside.domain)) return complies;
  const concernsGroup = ({ groups }: { readonly groups: readonly StackResource[] }) =>
    groups.includes(resource);
  const shortTemplate = short.find(concernsGroup);
  const bound = bindings.filter(concernsGroup);
  const others = bound.filter(({ by, domain }) => by !== shortTemplate?.by && isOwn(domain));
  if (others.some(({ isCreated }) => isCreated)) return complies;
  const [conditional] = others;
  if (conditional)
    return undecided(`a condition in the template of ${conditional.by.name} is unknown at preview`);
  const later = unread.find(concernsGroup);
  if (later) return undecided(`the template of ${later.by.name} ${later.why}`);
  if (shortTemplate) {
    const property = `the number of groups with a domain in templateBody of ${shortTemplate.by.name}`;
    const expected = `${shortTemplate.groups.length}, all groups of its stack`;
    return violates({ property, actual: shortTemplate.domains, expected });
  }
  const possible = bindings.find((binding) => binding.mayBind(resource) && isOwn(binding.domain));
  if (possible) return undecided(`the group of ${possible.by.name} is unknown at preview`);
  if (outside && outside.others.length > 0) {
    const names = outside.others.map(({ name }) => name).join(", ");
    return violates({
      property: "the domain in externallyBound",
      actual: outside.domain,
      expected: `a domain of ${resource.name} only: ${names} has the same name`,
      hint: "List each group in externallyBound by its resource name or URN.",
    });
  }
  return violates({
    ...describeActual(bound, outside?.domain),
    expected: `a custom domain bound to ${resource.name}`,
  });
}

/** Describes the domain that does not count as a custom domain, or that there is none. */
function describeActual(
  bound: readonly DomainBinding[],
  outside: string | undefined,
): { property: string; actual: unknown } {
  const [first] = bound;
  if (first) return { property: `${first.property} of ${first.by.name}`, actual: first.domain };
  return { property: outside === undefined ? "domain" : "the domain in externallyBound", actual: outside };
}
