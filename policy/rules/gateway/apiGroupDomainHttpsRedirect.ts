import { type Evaluation, stackRule } from "../../core/rule";
import { isUnknown } from "../../core/values";
import { complies, decideIf, requireValue, undecided, type Verdict } from "../../core/verdict";
import {
  bindingReads,
  bindingTypeReads,
  type DomainBinding,
  findDomainBindings,
  groupType,
} from "../../domains/bindings";
import { domainBindingsOption } from "../../domains/bindingTypes";
import { boundDomain, group } from "./exampleResources";

export const apiGroupDomainHttpsRedirect = stackRule({
  name: "api-group-domain-https-redirect",
  title: "Public domain redirects to HTTPS",
  description: "A public domain with a certificate redirects HTTP requests to HTTPS.",
  why:
    "A client that uses HTTP by mistake sends its AppCode or token in plain text. With a redirect, it learns at the " +
    "first request that it must use HTTPS, and browsers follow it.",
  severity: "low",
  level: "advisory",
  tags: [],
  hint: "Enable the redirect from HTTP to HTTPS for the domain.",
  argument: 'domains: [{ domain: "…", certificate: { id: "…" }, redirect: true }]',
  type: groupType,
  reads: bindingReads,
  readsBy: ({ domainBindings }) => bindingTypeReads(domainBindings),
  options: domainBindingsOption,
  evaluate: (stack, { domainBindings }): Evaluation[] =>
    findDomainBindings(stack, domainBindings)
      .bindings.filter(({ isIntranet }) => !isIntranet)
      .map((binding) => ({ resource: binding.by, ...checkRedirect(binding) })),
  examples: {
    fails: [group(), boundDomain({ redirect: false })],
    passes: [group(), boundDomain({ redirect: true })],
  },
});

/** api-group-domain-certificate reports domains without a certificate, which cannot redirect. */
function checkRedirect({ hasCertificate, redirect }: DomainBinding): Verdict {
  if (hasCertificate === false) return complies;
  if (redirect === undefined)
    return undecided("its type does not show whether the domain redirects to HTTPS");
  const verdict = requireValue(redirect.property, redirect.value, true);
  const isCertain = hasCertificate === true;
  const reason = isUnknown(hasCertificate)
    ? "its certificate is unknown at preview"
    : "its type does not show whether the domain has a certificate";
  return decideIf(isCertain, verdict, reason);
}
