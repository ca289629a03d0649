import * as pulumi from "@pulumi/pulumi";
import type { Stage } from "../../validation/stages";
import type { ApiGroup, ApiGroupArgs } from "../group/apiGroup";
import type { ResolvedRoute } from "../routes/plan";
import { type DomainContext, nameOf, type ResolvedDomain } from "./args";
import { CustomDomain } from "./customDomain";

/** What the routes of a group, and their environments, decide about its domains. */
export function domainContext(
  routes: Record<string, ResolvedRoute>,
  stage: Stage,
  published: readonly Stage[],
): DomainContext {
  const plain = Object.entries(routes).find(([, { protocols }]) => !protocols.includes("HTTPS"));
  const takesAppCode = Object.values(routes).some(({ auth, appCode }) => auth === "app" && appCode !== "off");
  return { stage, published, takesAppCode, ...(plain ? { withoutHttps: plain[0] } : {}) };
}

/** Says where an AppCode would go over HTTP because a redirect was declined. */
export function warnOfPlainAppCodes(
  domains: readonly ResolvedDomain[],
  routes: Record<string, ResolvedRoute>,
  resource: pulumi.Resource,
): void {
  const plain = Object.keys(routes).filter((route) => {
    const { auth, appCode, protocols } = routes[route] ?? {};
    return auth === "app" && appCode !== "off" && protocols?.includes("HTTP");
  });
  const declined = domains.filter(({ certificate, redirect }) => certificate && !redirect);
  if (plain.length === 0 || declined.length === 0) return;
  void pulumi.log.warn(
    `An AppCode can be read on its way over HTTP, which ${plain.join(", ")} take and which is not redirected on ` +
      `${declined.map(({ domain }) => domain).join(", ")}. Remove redirect: false there, or let the routes take ` +
      'HTTPS alone, or a signature alone (appCode: "off").',
    resource,
  );
}

/** The group's arguments: intranet domains are resolved to its domain for VPCs, so it has one where there are any. */
export function groupArgs(args: ApiGroupArgs, domains: readonly ResolvedDomain[]): ApiGroupArgs {
  const intranet = domains.some(({ network }) => network === "intranet");
  return intranet ? { vpcIntranetEnable: true, ...args } : args;
}

/** The custom domains of one group, by domain. */
export function createDomains(
  name: string,
  domains: readonly ResolvedDomain[],
  group: Pick<ApiGroup, "groupId" | "subDomain" | "vpcDomain">,
  opts: pulumi.ComponentResourceOptions,
): Record<string, CustomDomain> {
  return Object.fromEntries(
    domains.map(({ certificate, ...settings }) => {
      const { domain } = settings;
      const { groupId, subDomain, vpcDomain } = group;
      const args = { ...settings, groupId, subDomain, vpcDomain, ...(certificate ? { certificate } : {}) };
      return [domain, new CustomDomain(`${name}-${nameOf(domain)}`, args, opts)] as const;
    }),
  );
}

/** Says which routes cannot be called on a domain without a certificate of its own. */
export function warnOfMissingCertificates(
  domains: readonly ResolvedDomain[],
  routes: Record<string, ResolvedRoute>,
  resource: pulumi.Resource,
): void {
  const secure = Object.keys(routes).filter((route) => !routes[route]?.protocols.includes("HTTP"));
  if (secure.length === 0) return;
  for (const { domain, certificate } of domains) {
    if (certificate) continue;
    void pulumi.log.warn(
      `Domain ${domain} has no certificate, and over HTTPS alone are called: ${secure.join(", ")}. ` +
        "Give the domain a certificate, or let the routes take HTTP.",
      resource,
    );
  }
}
