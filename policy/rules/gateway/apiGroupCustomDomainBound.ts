import { unlessListed } from "../../core/exceptions";
import { addToList } from "../../core/lists";
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
  type ReadTemplate,
  type Template,
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
    const found = new GroupBindings(findDomainBindings(stack, domainBindings), defaultDomains);
    const groups = stack.ofType(groupType);
    const byName = new Map<unknown, StackResource[]>();
    for (const each of groups) for (const name of new Set(listNames(each))) addToList(byName, name, each);
    return groups.map((resource) => {
      const outside = findExternalDomain(resource, byName, externallyBound);
      const verdict = found.check(resource, outside);
      const listed = outside === undefined ? Object.keys(externallyBound) : [];
      const names = { name: resource.get("name") };
      const causes = found.findBindings(resource).map(({ by }) => by);
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
  byName: ReadonlyMap<unknown, readonly StackResource[]>,
  externallyBound: Readonly<Record<string, string>>,
): ExternalDomain | undefined {
  const names = listNames(resource).filter((name) => typeof name === "string");
  const each = names.flatMap((name) => {
    const domain = externallyBound[name];
    if (domain === undefined) return [];
    return [{ domain, others: (byName.get(name) ?? []).filter((group) => group !== resource) }];
  });
  return each.find(({ others }) => others.length === 0) ?? each[0];
}

/** Indexes domain bindings by API group. */
class GroupBindings {
  private readonly bindings = new Map<StackResource, DomainBinding[]>();
  /** Bindings whose group is unknown and may be this one. */
  private readonly possible = new Map<StackResource, DomainBinding[]>();
  /** Bindings whose group is unknown and may be any. */
  private readonly open: DomainBinding[] = [];
  /** Templates that may bind a domain to a group, and why that is undecided. */
  private readonly undecided = new Map<StackResource, (Template & { readonly why: string })[]>();

  constructor(
    { bindings, read, unread }: DomainBindings,
    private readonly defaultDomains: readonly string[],
  ) {
    for (const binding of bindings) {
      for (const each of binding.groups) addToList(this.bindings, each, binding);
      if (binding.possibleGroups === "any") this.open.push(binding);
      else for (const each of binding.possibleGroups) addToList(this.possible, each, binding);
    }
    for (const template of [...unread, ...read.flatMap((each) => this.findUndecided(each))])
      for (const each of template.groups) addToList(this.undecided, each, template);
  }

  findBindings(resource: StackResource): readonly DomainBinding[] {
    return this.bindings.get(resource) ?? [];
  }

  check(resource: StackResource, outside: ExternalDomain | undefined): Verdict {
    const isOwn = (domain: unknown) => this.isCustom(domain, gatewayDomains(resource));
    if (outside?.others.length === 0 && isOwn(outside.domain)) return complies;
    const templates = this.undecided.get(resource) ?? [];
    const bound = this.findBindings(resource);
    const others = bound.filter(
      ({ by, domain }) => isOwn(domain) && !templates.some((template) => template.by === by),
    );
    if (others.some(({ isCreated }) => isCreated)) return complies;
    const [conditional] = others;
    if (conditional)
      return undecided(`a condition in the template of ${conditional.by.name} is unknown at preview`);
    const [template] = templates;
    if (template) return undecided(`the template of ${template.by.name} ${template.why}`);
    const mayBind = ({ domain }: DomainBinding) => isOwn(domain);
    const possible = this.possible.get(resource)?.find(mayBind) ?? this.open.find(mayBind);
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

  /**
   * Finds the groups of which it is unknown whether a template binds a domain to them. In the preview of a new group, its
   * parameter is unknown. If the template has a domain for each of its groups, it is bound to all; else it is unknown to which.
   */
  private findUndecided({ by, groups, bindings, mayRepeatGroup }: ReadTemplate) {
    const customDomains = bindings.filter(({ domain }) => this.isCustom(domain, []));
    const open = customDomains.filter((binding) => binding.groups.length > 1);
    if (open.length === 0) return [];
    const boundGroups = new Set(
      customDomains.flatMap((binding) => (binding.groups.length === 1 ? binding.groups : [])),
    );
    const left = groups.filter((each) => !boundGroups.has(each));
    const keys = new Set(open.filter(({ isCreated }) => isCreated).map(({ groupKey }) => groupKey));
    if (keys.size >= left.length && !mayRepeatGroup) return [];
    const why = `binds domains to some of ${left.length} groups, and to which is unknown at preview`;
    return [{ by, groups: left, why }];
  }

  private isCustom(domain: unknown, ofGroup: readonly string[]): boolean {
    return typeof domain === "string"
      ? explainNotOwn(domain, ofGroup, this.defaultDomains) === undefined
      : isUnknown(domain);
  }
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
