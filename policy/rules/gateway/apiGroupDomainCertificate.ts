import { type Evaluation, stackRule } from "../../core/rule";
import { isUnknown } from "../../core/values";
import { complies, undecided, violates } from "../../core/verdict";
import { bindingReads, bindingTypeReads, findDomainBindings, groupType } from "../../domains/bindings";
import { domainBindingsOption } from "../../domains/bindingTypes";
import { boundDomain, group } from "./exampleResources";

export const apiGroupDomainCertificate = stackRule({
  name: "api-group-domain-certificate",
  title: "Public domain has a certificate",
  description: "A public domain that is bound to an API group has a certificate.",
  why: "Without a certificate, clients cannot call the APIs of the domain over HTTPS.",
  severity: "high",
  level: "mandatory",
  tags: ["api-gateway-group-enabled-ssl"],
  hint: "Set a certificate for the domain.",
  argument: 'domains: [{ domain: "…", certificate: { id: "…" } }]',
  type: groupType,
  reads: bindingReads,
  readsBy: ({ domainBindings }) => bindingTypeReads(domainBindings),
  options: domainBindingsOption,
  evaluate: (stack, { domainBindings }): Evaluation[] =>
    findDomainBindings(stack, domainBindings)
      .bindings.filter(({ isIntranet }) => !isIntranet)
      .map(({ by, domain, hasCertificate, certificateProperty: property }) => {
        if (isUnknown(hasCertificate))
          return { resource: by, ...undecided("its certificate is unknown at preview") };
        if (hasCertificate === undefined)
          return {
            resource: by,
            ...undecided("its type does not show whether the domain has a certificate"),
          };
        const of = isUnknown(domain) ? "its domain" : String(domain);
        const violation = { property, actual: undefined, expected: `a certificate for ${of}` };
        return { resource: by, ...(hasCertificate ? complies : violates(violation)) };
      }),
  examples: { fails: [group(), boundDomain({ fingerprint: "" })], passes: [group(), boundDomain()] },
});
