import { bindersOption } from "../../binders/binder";
import { bindingReads, evidenceIn, groupType, readsOfBinders } from "../../binders/bindings";
import { isUnknown } from "../../core/facts";
import { type Judgement, stackRule } from "../../core/rule";
import { complies, undecided, violates } from "../../core/verdict";
import { boundDomain, group } from "./exampleResources";

export const apiGroupDomainCertificate = stackRule({
  name: "api-group-domain-certificate",
  title: "A public domain has a certificate",
  description: "A domain that is bound to an API group for callers in the Internet has a certificate.",
  why: "Without a certificate, an API on the domain cannot be called over HTTPS, which is all that an API should take.",
  severity: "high",
  level: "mandatory",
  tags: ["api-gateway-group-enabled-ssl"],
  remedy: "Give the domain a certificate.",
  argument: 'domains: [{ domain: "…", certificate: { id: "…" } }]',
  type: groupType,
  reads: bindingReads,
  readsBy: ({ binders }) => readsOfBinders(binders),
  options: bindersOption,
  judge: (stack, { binders }): Judgement[] =>
    evidenceIn(stack, binders)
      .bindings.filter(({ isIntranet }) => !isIntranet)
      .map(({ by, domain, hasCertificate, certificateProperty: property }) => {
        if (isUnknown(hasCertificate))
          return { resource: by, ...undecided("its certificate is not known yet") };
        if (hasCertificate === undefined)
          return { resource: by, ...undecided("it does not tell whether the domain has a certificate") };
        const of = isUnknown(domain) ? "its domain" : String(domain);
        const violation = { property, seen: undefined, wanted: `that of a certificate for ${of}` };
        return { resource: by, ...(hasCertificate ? complies : violates(violation)) };
      }),
  examples: { fails: [group(), boundDomain({ fingerprint: "" })], passes: [group(), boundDomain()] },
});
