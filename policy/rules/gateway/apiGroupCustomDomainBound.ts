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
    const broken = found.broken.map(({ by, why }) => ({
      resource: by,
      ...violates({
        property: `templateBody of ${by.name}`,
        actual: `a template that ${why}`,
        expected: "a valid template in JSON or YAML, because its domains count",
        hint: "Fix the template.",
      }),
    }));
    const short = findShortTemplates(found, defaultDomains);
    const verdicts = stack.ofType(groupType).map((resource) => {
      const outside = findExternalDomain(resource, externallyBound);
      const verdict = checkGroup(resource, { ...found, short }, outside, defaultDomains);
      const listed = outside === undefined ? Object.keys(externallyBound) : [];
      const names = { name: resource.get("name") };
      return { resource, ...unlessListed("externallyBound", listed, names, () => verdict) };
    });
    return [...broken, ...verdicts];
  },
  examples: { fails: [group()], passes: [group(), boundDomain()] },
});

function findExternalDomain(resource: StackResource, externallyBound: Readonly<Record<string, string>>) {
  const name = resource.get("name");
  return externallyBound[resource.name] ?? (typeof name === "string" ? externallyBound[name] : undefined);
}

/** A ROS template that binds fewer domains than it gets groups. */
interface ShortTemplate {
  readonly by: StackResource;
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
    const open = customDomains.filter((binding) => binding.groups.length > 1).length;
    return open === 0 || open >= left.length ? [] : [{ by, domains: customDomains.length, groups: left }];
  });
}

function checkGroup(
  resource: StackResource,
  { bindings, short, unread, broken }: DomainBindings & { readonly short: readonly ShortTemplate[] },
  outside: string | undefined,
  defaultDomains: readonly string[],
): Verdict {
  const isOwn = (domain: unknown) =>
    isUnknown(domain) ||
    (typeof domain === "string" &&
      explainNotOwn(domain, gatewayDomains(resource), defaultDomains) === undefined);
  if (outside !== undefined && isOwn(outside)) return complies;
  const concernsGroup = ({ groups }: { readonly groups: readonly StackResource[] }) =>
    groups.includes(resource);
  const shortTemplate = short.find(concernsGroup);
  const bound = bindings.filter(concernsGroup);
  const others = bound.filter(({ by, domain }) => by !== shortTemplate?.by && isOwn(domain));
  if (others.some(({ isCreated }) => isCreated)) return complies;
  const [conditional] = others;
  if (conditional)
    return undecided(`a condition in the template of ${conditional.by.name} is unknown at preview`);
  const [later, wrong] = [unread.find(concernsGroup), broken.find(concernsGroup)];
  if (later) return undecided(`the template of ${later.by.name} is unknown at preview`);
  if (wrong) return undecided(`the template of ${wrong.by.name} ${wrong.why}`);
  if (shortTemplate) {
    const property = `the number of domains in templateBody of ${shortTemplate.by.name}`;
    const expected = `${shortTemplate.groups.length}, one for each of its groups`;
    return violates({ property, actual: shortTemplate.domains, expected });
  }
  const possible = bindings.find((binding) => binding.mayBeOf(resource) && isOwn(binding.domain));
  if (possible) return undecided(`the group of ${possible.by.name} is unknown at preview`);
  return violates({
    ...describeActual(bound, outside),
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
