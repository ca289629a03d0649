import { isWildcard, normalized } from "../../domains/names";
import { isOwned, isResolved, ownershipRecord } from "../../domains/ownership";
import type { ApiGroup, CustomDomain } from "../../store/model";
import type { Store } from "../../store/store";
import { type Call, cloudApiOperation } from "../common/call";
import { isoSeconds } from "../common/times";
import {
  bindingStatus,
  describeCertificate,
  domainId,
  listDomains,
  listRivals,
  refuseRivals,
} from "./domainRules";
import { apiError } from "./errors";
import { findGroup } from "./groups";
import { requiredId, stageName } from "./names";

/** Limit for each of the two domain types (API Gateway documentation, "Limits"). Wildcard domains count too. */
const maxDomains = 5;

export const domainName = {
  type: "string",
  required: true,
  maxLength: 253,
  pattern: /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i,
  form: "a domain name such as api.example.com or *.example.com",
} as const;

/** Finds the binding of a domain to a group. Fails if there is none. */
export function findDomain(call: Call, groupId: string, domain: string): CustomDomain {
  const group = findGroup(call, groupId);
  const found = call.store.customDomains.get(domainId(group.id, domain));
  if (!found) throw apiError("NotFoundDomain", domain, groupId);
  return found;
}

function checkOwner(store: Store, group: ApiGroup, domain: string): void {
  if (isOwned(store, group, domain)) return;
  const { name, value } = ownershipRecord(group, domain);
  throw apiError("SingleDomainOwnershipCheckFail", domain, group.subDomain, name, value);
}

function checkRedirect(store: Store, groupId: string, domain: string, hasCertificate: boolean): void {
  if (!hasCertificate) throw apiError("HttpRedirectNeedsCertificate", domain);
  const plain = store.apis.find(
    (api) => api.groupId === groupId && !/\bHTTPS\b/i.test(api.definition.request.protocol),
  );
  if (plain) throw apiError("HttpRedirectNeedsHttps", domain, plain.definition.name);
}

/** Assumption: a variable stands for a label, or for a part of one. */
function checkPattern(domain: string, pattern: string): void {
  const label = pattern.split(".")[0] ?? "";
  const hasVariable = /^([a-z0-9-]*\{[a-z]\w*\}[a-z0-9-]*)+$/i.test(label);
  if (!isWildcard(domain) || !hasVariable || pattern.slice(label.length) !== domain.slice(1))
    throw apiError("InvalidWildcardDomainPatterns.Malformed", pattern, domain);
}

export const customDomains = [
  cloudApiOperation({
    // A repeated call for the same group updates the settings. The certificate remains.
    action: "SetDomain",
    parameters: {
      GroupId: requiredId,
      DomainName: domainName,
      BindStageName: stageName,
      CustomDomainType: { type: "string", enum: ["INTERNET", "INTRANET"] },
      IsForce: { type: "boolean" },
      IsHttpRedirectToHttps: { type: "boolean" },
    },
    handle(call, p) {
      const { store } = call;
      const group = findGroup(call, p.GroupId);
      const name = normalized(p.DomainName);
      const bound = store.customDomains.get(domainId(group.id, name));
      const type = p.CustomDomainType ?? "INTERNET";
      // Assumptions: ownership is checked only once, and not for an intranet domain, which public DNS need not know.
      if (type === "INTERNET" && !bound) checkOwner(store, group, name);
      if (p.IsForce !== true) refuseRivals(store, group, name);
      const ofType = listDomains(store, group.id).filter((one) => one.type === type && one.id !== bound?.id);
      if (ofType.length >= maxDomains) throw apiError("QuotaExceeded.Domain", maxDomains, type);
      const redirects = p.IsHttpRedirectToHttps === true;
      if (redirects) checkRedirect(store, group.id, name, bound?.certificate !== undefined);
      for (const rival of listRivals(store, group, name)) store.customDomains.delete(rival.id);
      store.customDomains.put({
        id: domainId(group.id, name),
        regionId: group.regionId,
        createdTime: bound?.createdTime ?? isoSeconds(call.cloud.clock()),
        tags: [],
        groupId: group.id,
        domainName: name,
        type,
        bindStageName: p.BindStageName ?? "",
        isHttpRedirectToHttps: redirects,
        ...(bound?.certificate && { certificate: bound.certificate }),
        ...(bound?.wildcardPatterns && { wildcardPatterns: bound.wildcardPatterns }),
      });
      return { GroupId: group.id, DomainName: name, SubDomain: group.subDomain, ...bindingStatus };
    },
  }),
  cloudApiOperation({
    action: "DescribeDomain",
    parameters: { GroupId: requiredId, DomainName: domainName },
    handle(call, p) {
      const domain = findDomain(call, p.GroupId, p.DomainName);
      const group = findGroup(call, p.GroupId);
      return {
        GroupId: group.id,
        SubDomain: group.subDomain,
        DomainName: domain.domainName,
        DomainCNAMEStatus: isResolved(call.store, group, domain.domainName) ? "RESOLVED" : "UNRESOLVED",
        ...bindingStatus,
        ...describeCertificate(domain),
        // The local cloud never returns the private key, whatever the real service does.
        ...(domain.certificate && { CertificateBody: domain.certificate.body }),
      };
    },
  }),
  cloudApiOperation({
    // The call also succeeds for a domain that is not bound.
    action: "DeleteDomain",
    parameters: { GroupId: requiredId, DomainName: domainName },
    handle(call, p) {
      const group = findGroup(call, p.GroupId);
      call.store.customDomains.delete(domainId(group.id, p.DomainName));
      return {};
    },
  }),
  cloudApiOperation({
    // Without patterns, the wildcard domain matches every host again.
    action: "SetWildcardDomainPatterns",
    parameters: {
      GroupId: requiredId,
      DomainName: domainName,
      WildcardDomainPatterns: { type: "jsonStrings" },
    },
    handle(call, p) {
      const domain = findDomain(call, p.GroupId, p.DomainName);
      const patterns = p.WildcardDomainPatterns ?? [];
      for (const pattern of patterns) checkPattern(domain.domainName, pattern);
      domain.wildcardPatterns = patterns;
      return {};
    },
  }),
];
