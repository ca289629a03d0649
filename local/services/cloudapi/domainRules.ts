import { readLeaf } from "../../domains/certificate";
import { covers, normalized } from "../../domains/names";
import { isResolved } from "../../domains/ownership";
import type { ApiGroup, CustomDomain } from "../../store/model";
import type { Store } from "../../store/store";
import { apiError } from "./errors";

export const domainId = (groupId: string, domain: string): string => `${groupId}:${normalized(domain)}`;

export function listDomains(store: Store, groupId: string): CustomDomain[] {
  return store.customDomains.filter((domain) => domain.groupId === groupId);
}

/**
 * Bindings that conflict with this one: the same domain, or a wildcard domain and a domain that it covers, of another
 * group on the same instance with the same base path. Groups with different base paths can share a domain. Between
 * instances, DNS decides.
 */
export function listRivals(store: Store, group: ApiGroup, domain: string): CustomDomain[] {
  return store.customDomains.filter((other) => {
    if (other.groupId === group.id) return false;
    const owner = store.apiGroups.get(other.groupId);
    const sameDoor =
      owner?.regionId === group.regionId &&
      owner.instanceId === group.instanceId &&
      owner.basePath === group.basePath;
    return sameDoor && (covers(other.domainName, domain) || covers(domain, other.domainName));
  });
}

/** Rejects a binding that conflicts with another one. */
export function refuseRivals(store: Store, group: ApiGroup, domain: string): void {
  const [rival] = listRivals(store, group, domain);
  if (rival) throw apiError("DomainAlreadyBind", domain, rival.domainName, rival.groupId, group.basePath);
}

/** Common fields of SetDomain and the descriptions. The real service uses the value "BINDING" for a bound domain. */
export const bindingStatus = {
  DomainBindingStatus: "BINDING",
  DomainLegalStatus: "NORMAL",
  DomainRemark: "",
  DomainWebSocketStatus: "CLOSE",
} as const;

/** A binding in the format of DescribeApiGroup. */
export function describeDomain(store: Store, group: ApiGroup, domain: CustomDomain) {
  return {
    DomainName: domain.domainName,
    BindStageName: domain.bindStageName,
    CustomDomainType: domain.type,
    IsHttpRedirectToHttps: domain.isHttpRedirectToHttps,
    DomainCNAMEStatus: isResolved(store, group, domain.domainName) ? "RESOLVED" : "UNRESOLVED",
    WildcardDomainPatterns: JSON.stringify(domain.wildcardPatterns ?? []),
    ...bindingStatus,
    ...describeCertificate(domain),
  };
}

/** The fields of the certificate without its PEM texts. Empty for a domain without a certificate. */
export function describeCertificate({ certificate }: CustomDomain) {
  const leaf = certificate && readLeaf(certificate.body);
  if (!certificate || !leaf) return {};
  return {
    CertificateId: certificate.id,
    CertificateName: certificate.name,
    CertificateValidStart: Date.parse(leaf.validFrom),
    CertificateValidEnd: Date.parse(leaf.validTo),
  };
}
