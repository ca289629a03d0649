import { type Evaluation, stackRule } from "../../core/rule";
import { complies, violates, whenKnown } from "../../core/verdict";
import {
  bindingReads,
  bindingTypeReads,
  findDomainBindings,
  gatewayDomains,
  groupType,
} from "../../domains/bindings";
import { defaultDomainsOption, domainBindingsOption } from "../../domains/bindingTypes";
import { explainNotOwn } from "../../domains/domainName";
import { boundDomain, group } from "./exampleResources";

export const apiGroupCustomDomainNotDefault = stackRule({
  name: "api-group-custom-domain-not-default",
  title: "Custom domain is your own",
  description:
    "A domain that is bound to an API group is a valid host name, and not a domain of API Gateway.",
  why:
    "A domain of API Gateway has the daily limit that a custom domain removes. The gateway refuses to " +
    "bind such a domain, or an invalid host name, in the middle of an update.",
  severity: "medium",
  level: "mandatory",
  tags: ["api-gateway-group-bind-domain"],
  hint: "Bind a host name that you own, such as api.example.com or *.example.com.",
  argument: 'domains: [{ domain: "api.example.com" }]',
  type: groupType,
  reads: bindingReads,
  readsBy: ({ domainBindings }) => bindingTypeReads(domainBindings),
  options: { ...domainBindingsOption, ...defaultDomainsOption },
  evaluate(stack, { domainBindings, defaultDomains }): Evaluation[] {
    return findDomainBindings(stack, domainBindings).bindings.map(({ by, property, domain, groups }) => ({
      resource: by,
      ...whenKnown(property, domain, (known) => {
        const why = explainNotOwn(String(known), groups.flatMap(gatewayDomains), defaultDomains);
        return why === undefined ? complies : violates({ property, actual: known, expected: why });
      }),
    }));
  },
  examples: {
    fails: [group(), boundDomain({ domain: "e2b5cd7fd6f3-cn-hangzhou.alicloudapi.com" })],
    passes: [group(), boundDomain({ domain: "*.example.com" })],
  },
});
