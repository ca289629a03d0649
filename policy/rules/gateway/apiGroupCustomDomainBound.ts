import { bindersOption, defaultDomainsOption, externallyBoundOption } from "../../binders/binder";
import {
  type Binding,
  bindingReads,
  domainsOfGroup,
  type Evidence,
  evidenceIn,
  groupType,
  readsOfBinders,
} from "../../binders/bindings";
import { whyNotOwn } from "../../binders/domainName";
import { unlessNamed } from "../../core/exceptions";
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
  options: { ...bindersOption, ...externallyBoundOption, ...defaultDomainsOption },
  judge(stack, { binders, externallyBound, defaultDomains }): Judgement[] {
    const evidence = evidenceIn(stack, binders);
    const broken = evidence.broken.map(({ by, why }) => ({
      resource: by,
      ...violates({
        property: `templateBody of ${by.name}`,
        seen: `a text that ${why}`,
        wanted: "a template in JSON or YAML, as the domains that it binds count",
        remedy: "Mend the template.",
      }),
    }));
    const short = shortIn(evidence, defaultDomains);
    const judged = stack.ofType(groupType).map((resource) => {
      const outside = externalDomainOf(resource, externallyBound);
      const verdict = verdictOf(resource, { ...evidence, short }, outside, defaultDomains);
      const named = outside === undefined ? Object.keys(externallyBound) : [];
      const names = { name: resource.at("name") };
      return { resource, ...unlessNamed("externallyBound", named, names, () => verdict) };
    });
    return [...broken, ...judged];
  },
  examples: { fails: [group()], passes: [group(), boundDomain()] },
});

function externalDomainOf(resource: Node, externallyBound: Readonly<Record<string, string>>) {
  const name = resource.at("name");
  return externallyBound[resource.name] ?? (typeof name === "string" ? externallyBound[name] : undefined);
}

/** A template that binds fewer domains than there are groups that it is given. */
interface Short {
  readonly by: Node;
  readonly domains: number;
  readonly groups: readonly Node[];
}

/** Of domains whose groups are not known yet, there must be one for each group that a template is given. */
function shortIn({ read }: Evidence, defaultDomains: readonly string[]): Short[] {
  return read.flatMap(({ by, groups, bindings }) => {
    const counted = bindings.filter(
      ({ domain }) => typeof domain !== "string" || whyNotOwn(domain, [], defaultDomains) === undefined,
    );
    const settled = new Set(
      counted.flatMap((binding) => (binding.groups.length === 1 ? binding.groups : [])),
    );
    const left = groups.filter((group) => !settled.has(group));
    const open = counted.filter((binding) => binding.groups.length > 1).length;
    return open === 0 || open >= left.length ? [] : [{ by, domains: counted.length, groups: left }];
  });
}

function verdictOf(
  resource: Node,
  { bindings, short, unread, broken }: Evidence & { readonly short: readonly Short[] },
  outside: string | undefined,
  defaultDomains: readonly string[],
): Verdict {
  const isOwn = (domain: unknown) =>
    isUnknown(domain) ||
    (typeof domain === "string" && whyNotOwn(domain, domainsOfGroup(resource), defaultDomains) === undefined);
  if (outside !== undefined && isOwn(outside)) return complies;
  const isGiven = ({ groups }: { readonly groups: readonly Node[] }) => groups.includes(resource);
  const tooFew = short.find(isGiven);
  const bound = bindings.filter(isGiven);
  const others = bound.filter(({ by, domain }) => by !== tooFew?.by && isOwn(domain));
  if (others.some(({ isMade }) => isMade)) return complies;
  const [unsure] = others;
  if (unsure)
    return undecided(`whether a condition in the template of ${unsure.by.name} holds is not known yet`);
  const [later, wrong] = [unread.find(isGiven), broken.find(isGiven)];
  if (later) return undecided(`the template of ${later.by.name} cannot be read yet`);
  if (wrong) return undecided(`the template of ${wrong.by.name} ${wrong.why}`);
  if (tooFew) {
    const property = `the number of domains in templateBody of ${tooFew.by.name}`;
    const wanted = `${tooFew.groups.length}, one for each group that it is given`;
    return violates({ property, seen: tooFew.domains, wanted });
  }
  const possible = bindings.find((binding) => binding.mayBeOf(resource) && isOwn(binding.domain));
  if (possible) return undecided(`the group that ${possible.by.name} binds a domain to is not known yet`);
  return violates({ ...seenIn(bound, outside), wanted: `a domain of your own, bound to ${resource.name}` });
}

/** A domain that does not count, and where it stands; else that there is none. */
function seenIn(bound: readonly Binding[], outside: string | undefined): { property: string; seen: unknown } {
  const [first] = bound;
  if (first) return { property: `${first.property} of ${first.by.name}`, seen: first.domain };
  return { property: outside === undefined ? "domain" : "the domain in externallyBound", seen: outside };
}
