import { binderOptions } from "../../binders/binder";
import {
  bindingReads,
  domainsOfGroup,
  type Evidence,
  evidenceIn,
  groupType,
  readsOfBinders,
} from "../../binders/bindings";
import { whyNotOwn } from "../../binders/domainName";
import { isUnknown } from "../../core/facts";
import { type Judgement, stackRule } from "../../core/rule";
import type { Node } from "../../core/stack";
import { complies, undecided, type Verdict, violates } from "../../core/verdict";
import { boundDomain, group } from "./exampleResources";

export const apiGroupCustomDomainBound = stackRule({
  name: "api-group-custom-domain-bound",
  title: "An API group has a custom domain",
  description: "Every API group has a custom domain bound to it.",
  why:
    "The second-level domain that the gateway gives a group is for tests: it takes 1,000 calls a day in regions of the " +
    "Chinese mainland and 100 elsewhere, and marks each answer as a download.",
  severity: "high",
  level: "mandatory",
  tags: ["api-gateway-group-bind-domain"],
  remedy:
    "Bind a domain of your own to the group, or name it in externallyBound where that is done elsewhere.",
  argument: 'domains: [{ domain: "api.example.com" }]',
  type: groupType,
  reads: bindingReads,
  readsBy: ({ binders }) => readsOfBinders(binders),
  options: binderOptions,
  judge(stack, options): Judgement[] {
    const evidence = evidenceIn(stack, options);
    const broken = evidence.broken.map(({ by, why }) => ({
      resource: by,
      ...violates({
        property: "templateBody",
        seen: `a text that ${why}`,
        wanted: "a template in JSON or YAML, as the domains that it binds count",
        remedy: "Mend the template.",
      }),
    }));
    const judged = stack.ofType(groupType).map((resource) => {
      const outside = externalDomainOf(resource, options.externallyBound);
      return { resource, ...verdictOf(resource, evidence, outside, options.defaultDomains) };
    });
    return [...broken, ...judged];
  },
  examples: { fails: [group()], passes: [group(), boundDomain()] },
});

function externalDomainOf(resource: Node, externallyBound: Readonly<Record<string, string>>) {
  const name = resource.at("name");
  return externallyBound[resource.name] ?? (typeof name === "string" ? externallyBound[name] : undefined);
}

function verdictOf(
  resource: Node,
  { bindings, short, unread }: Evidence,
  outside: string | undefined,
  defaultDomains: readonly string[],
): Verdict {
  const isOwn = (domain: unknown) =>
    isUnknown(domain) ||
    (typeof domain === "string" && whyNotOwn(domain, domainsOfGroup(resource), defaultDomains) === undefined);
  const property = "name";
  const seen = resource.at(property);
  if (outside !== undefined && isOwn(outside)) return complies;
  const tooFew = short.find(({ groups }) => groups.includes(resource));
  const bound = bindings.filter(({ groups }) => groups.includes(resource));
  const others = tooFew ? bound.filter(({ by }) => by !== tooFew.by) : bound;
  if (others.some(({ domain }) => isOwn(domain))) return complies;
  const template = unread.find(({ groups }) => groups.includes(resource));
  if (template) return undecided(`the template of ${template.by.name} cannot be read yet`);
  if (tooFew) {
    const { by, domains, groups } = tooFew;
    return violates({
      property,
      seen,
      wanted: `a group with a custom domain: ${by.name} binds ${domains}, for ${groups.length} groups`,
    });
  }
  const possible = bindings.find((binding) => binding.mayBeOf(resource) && isOwn(binding.domain));
  if (possible) return undecided(`the group that ${possible.by.name} binds a domain to is not known yet`);
  const [none] = [...bound.map(({ domain }) => domain), outside].filter((it) => typeof it === "string");
  const instead = none === undefined ? "" : `; "${none}" is none`;
  return violates({ property, seen, wanted: `the name of a group with a domain of your own${instead}` });
}
