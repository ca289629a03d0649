import { bindersOption, defaultDomainsOption } from "../../binders/binder";
import { bindingReads, domainsOfGroup, evidenceIn, groupType, readsOfBinders } from "../../binders/bindings";
import { whyNotOwn } from "../../binders/domainName";
import { type Judgement, stackRule } from "../../core/rule";
import { complies, violates, whenKnown } from "../../core/verdict";
import { boundDomain, group } from "./exampleResources";

export const apiGroupCustomDomainNotDefault = stackRule({
  name: "api-group-custom-domain-not-default",
  title: "A custom domain is one's own",
  description: "What is bound to an API group is a host name of one's own, not one that the gateway gives.",
  why:
    "A domain of the gateway's has the daily limit that a custom domain is bound to be rid of, and the gateway refuses " +
    "to bind it, or what is no host name, in the middle of an update.",
  severity: "medium",
  level: "mandatory",
  tags: ["api-gateway-group-bind-domain"],
  remedy: "Bind a host name that you own, such as api.example.com or *.example.com.",
  argument: 'domains: [{ domain: "api.example.com" }]',
  type: groupType,
  reads: bindingReads,
  readsBy: ({ binders }) => readsOfBinders(binders),
  options: { ...bindersOption, ...defaultDomainsOption },
  judge(stack, { binders, defaultDomains }): Judgement[] {
    return evidenceIn(stack, binders).bindings.map(({ by, property, domain, groups }) => ({
      resource: by,
      ...whenKnown(property, domain, (known) => {
        const why = whyNotOwn(String(known), groups.flatMap(domainsOfGroup), defaultDomains);
        return why === undefined ? complies : violates({ property, seen: known, wanted: why });
      }),
    }));
  },
  examples: {
    fails: [group(), boundDomain({ domain: "e2b5cd7fd6f3-cn-hangzhou.alicloudapi.com" })],
    passes: [group(), boundDomain({ domain: "*.example.com" })],
  },
});
