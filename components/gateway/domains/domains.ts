import * as pulumi from "@pulumi/pulumi";
import { planned } from "../../component/component";
import type { ApiGroup } from "../group/apiGroup";
import type { PlannedRoute } from "../routes/plan";
import { CustomDomain } from "./customDomain";
import { customDomainDefinition, type PlannedDomain, toResourceName } from "./plan";

/** Warns about domains on which an AppCode goes over HTTP because the redirect is disabled. */
export function warnOfPlainAppCodes(
  domains: readonly PlannedDomain[],
  routes: Record<string, PlannedRoute>,
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

/** Creates the custom domains of one group, by domain. */
export function createDomains(
  name: string,
  domains: readonly PlannedDomain[],
  group: Pick<ApiGroup, "groupId" | "subDomain" | "vpcDomain">,
  opts: pulumi.ComponentResourceOptions,
): Record<string, CustomDomain> {
  return Object.fromEntries(
    domains.map((domain) => {
      const { groupId, subDomain, vpcDomain } = group;
      const plan = { ...domain, groupId, subDomain, vpcDomain };
      const bound = new CustomDomain(
        `${name}-${toResourceName(domain.domain)}`,
        planned(customDomainDefinition, plan),
        opts,
      );
      return [domain.domain, bound] as const;
    }),
  );
}

/** Warns about routes that cannot be called on a domain without a certificate. */
export function warnOfMissingCertificates(
  domains: readonly PlannedDomain[],
  routes: Record<string, PlannedRoute>,
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
