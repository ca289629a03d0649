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
    `AppCodes are sent in plain text over HTTP: ${plain.join(", ")} accept HTTP, and ` +
      `${declined.map(({ domain }) => domain).join(", ")} do not redirect it. Remove redirect: false, use only ` +
      'HTTPS in protocols, or accept only signatures (appCode: "off").',
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
      `Domain ${domain} has no certificate, but these routes accept only HTTPS: ${secure.join(", ")}. ` +
        "Set a certificate, or add HTTP to the protocols of the routes.",
      resource,
    );
  }
}
