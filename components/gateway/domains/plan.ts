import { claimName } from "../../component/claims";
import type { ComponentDefinition } from "../../component/component";
import { certificateProblems } from "../../validation/certificate";
import { checkDomain, checkInZone, isWildcard } from "../../validation/hostname";
import type { Problems } from "../../validation/problems";
import type { Stage } from "../../validation/stages";
import { findGroupPlace } from "../group/plan";
import type { PlannedRoute } from "../routes/plan";
import type { CertificateArgs, CustomDomainArgs, DnsArgs, VpcApiDomainArgs } from "./args";

export type CustomDomainPlan = PlannedDomain & Pick<CustomDomainArgs, "groupId" | "subDomain" | "vpcDomain">;

export const customDomainDefinition: ComponentDefinition<CustomDomainArgs, CustomDomainPlan> = {
  type: "CustomDomain",
  packages: () => ["pulumi-nodejs"],
  plan(args, problems) {
    const { groupId, subDomain, vpcDomain } = args;
    // The APIs of the domain are unknown, so the redirect is not enabled by default.
    const planned = planDomain(args, { stage: "RELEASE", acceptsAppCode: false }, problems);
    return { ...planned, groupId, subDomain, vpcDomain };
  },
  claims: ({ domain, groupId }) => {
    const place = findGroupPlace(groupId);
    return [claimName("domain", "domain", domain, place ? [place.basePath, place.instanceId] : [groupId])];
  },
};

/** Facts about the APIs of a domain. */
export interface DomainContext {
  /** Environment that the APIs are published to; of several, RELEASE, else PRE. */
  stage: Stage;
  /** All environments that the APIs are published to. @default unknown */
  published?: readonly Stage[];
  acceptsAppCode: boolean;
  /** Route of an API that does not accept HTTPS. */
  withoutHttps?: string;
}

/** Derives the context of a group's domains from its routes and their environments. */
export function createDomainContext(
  routes: Record<string, PlannedRoute>,
  stage: Stage,
  published: readonly Stage[],
): DomainContext {
  const plain = Object.entries(routes).find(([, { protocols }]) => !protocols.includes("HTTPS"));
  const acceptsAppCode = Object.values(routes).some((one) => one.auth === "app" && one.appCode !== "off");
  return { stage, published, acceptsAppCode, withoutHttps: plain?.[0] };
}

export type PlannedDomain = Required<Omit<VpcApiDomainArgs, "certificate" | "dns">> & {
  certificate: CertificateArgs | undefined;
  dns: Required<DnsArgs> | false;
};

function planDomain(
  settings: VpcApiDomainArgs,
  context: DomainContext,
  problems: Problems,
  domainAt = "domain",
): PlannedDomain {
  const { domain, certificate, network = "internet", takeOver = false, patterns = [] } = settings;
  const secured = certificate !== undefined;
  const redirect =
    settings.redirect ?? (secured && context.acceptsAppCode && context.withoutHttps === undefined);
  const stage = settings.stage ?? context.stage;
  const dns = typeof settings.dns === "object" ? { ttl: 600, ...settings.dns } : false;
  const waitSeconds = settings.waitSeconds ?? (dns ? 300 : 0);
  checkDomain(domain, problems, domainAt);
  if (!problems.isInvalid("domain")) checkPatterns(domain, patterns, problems);
  if (certificate) checkCertificate(domain, certificate, problems.under("certificate"));
  if (settings.redirect) checkRedirect(secured, context, problems);
  if (stage !== "any" && context.published?.includes(stage) === false) {
    const hint = `Use one of ${context.published.join(", ")}, any.`;
    problems.add("stage", `is "${stage}", where nothing is published.`, hint);
  }
  if ((settings.dns as unknown) === true)
    problems.add("dns", "is a boolean.", "Use { domain } with the zone in Alibaba Cloud DNS, or false.");
  if (dns) checkDns(domain, network === "intranet", dns, problems);
  return { domain, certificate, patterns, redirect, stage, network, dns, waitSeconds, takeOver };
}

export const toResourceName = (domain: string): string => domain.replace("*", "wildcard");

/** Plans the domains of one group. A string is short for `{ domain }`. */
export function planDomains(
  domains: readonly (string | VpcApiDomainArgs)[],
  context: DomainContext,
  problems: Problems,
): PlannedDomain[] {
  const resolved = domains.map((domain, index) => {
    const at = problems.under(`[${index}]`);
    if (typeof domain === "string") return planDomain({ domain: domain }, context, at, "");
    return planDomain(domain, context, at);
  });
  resolved.forEach(({ domain }, index) => {
    const first = resolved.findIndex((other) => toResourceName(other.domain) === toResourceName(domain));
    if (first === index) return;
    const property = typeof domains[index] === "string" ? `[${index}]` : `[${index}].domain`;
    const same = resolved[first]?.domain === domain;
    const problem = same
      ? `"${domain}" is also domain [${first}].`
      : `"${domain}" has the same resource name as domain [${first}]: ${toResourceName(domain)}.`;
    const hint = same ? "Remove one of the two." : "Bind one of them with a CustomDomain.";
    problems.add(property, problem, hint);
  });
  for (const network of ["internet", "intranet"] as const) {
    const count = resolved.filter((one) => one.network === network).length;
    if (count <= domainLimit) continue;
    const hint = `Use at most ${domainLimit}. A wildcard counts as one.`;
    problems.add("", `has ${count} ${network} domains.`, hint);
  }
  return resolved;
}

/** Maximum number of domains of a group in each network. Source: limits of API Gateway. */
const domainLimit = 5;

/** Checks plain values. The provider of the resource checks an Output when its value is known. */
function checkCertificate(domain: string, certificate: CertificateArgs, problems: Problems): void {
  if ("id" in certificate) {
    const { id } = certificate;
    if (typeof id !== "string" || /^\d+$/.test(id)) return;
    problems.add("id", `"${id}" is not a certificate ID.`, "Use only digits, for example 6055048.");
    return;
  }
  const plain = (text: unknown) => (typeof text === "string" ? text : undefined);
  const texts = { body: plain(certificate.body), privateKey: plain(certificate.privateKey) };
  for (const { property, problem, hint } of certificateProblems(domain, texts)) {
    problems.add(property, problem, hint);
  }
}

/** Checks the patterns of a wildcard. In the service's own example, a variable is a label or a part of one. */
function checkPatterns(domain: string, patterns: readonly string[], problems: Problems): void {
  patterns.forEach((pattern, index) => {
    const label = pattern.split(".")[0] ?? "";
    const fits =
      isWildcard(domain) &&
      pattern.slice(label.length) === domain.slice(1) &&
      /^([a-z0-9-]*\{[a-zA-Z]\w*\}[a-z0-9-]*)+$/.test(label);
    if (fits) return;
    const hint = isWildcard(domain)
      ? `Use a variable in place of the star, for example {name}${domain.slice(1)}.`
      : "Remove patterns: only a wildcard domain has them.";
    problems.add(`patterns[${index}]`, `"${pattern}" is not a pattern of "${domain}".`, hint);
  });
}

function checkRedirect(secured: boolean, { withoutHttps }: DomainContext, problems: Problems): void {
  if (!secured) {
    const problem = "is true, but the domain has no certificate.";
    problems.add("redirect", problem, "Set certificate, or remove redirect.");
  }
  if (withoutHttps !== undefined) {
    const problem = `is true, but route "${withoutHttps}" does not accept HTTPS.`;
    problems.add("redirect", problem, "Add HTTPS to the route's protocols.");
  }
}

function checkDns(domain: string, isIntranet: boolean, dns: DnsArgs, problems: Problems): void {
  if (isIntranet) {
    const problem = "is set for an intranet domain, which public DNS does not resolve.";
    problems.add("dns", problem, "Remove it, and resolve the domain in the VPC.");
  }
  checkInZone(problems.isInvalid("domain") ? undefined : domain, dns.domain, problems, "dns.domain");
}
