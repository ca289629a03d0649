import type * as pulumi from "@pulumi/pulumi";
import { certificateProblems } from "../../validation/certificate";
import { checkDomain, checkInZone, isWildcard } from "../../validation/hostname";
import { checkOneOf, checkWholeNumber } from "../../validation/names";
import type { Problems } from "../../validation/problems";
import { checkStageIn, type Stage, stages } from "../../validation/stages";

/** A certificate with its private key, as PEM texts. Both are kept as secrets. */
export interface PemCertificate {
  /** The domain's own certificate first, then those between it and the root. @anyText */
  body: pulumi.Input<string>;
  /** Its private key, without a passphrase. @anyText */
  privateKey: pulumi.Input<string>;
}

/**
 * A certificate in the certificate service. API Gateway takes no such ids, so it is read there at each preview and
 * update, which needs the permission `yundun-cert:GetUserCertificateDetail`; its texts are kept nowhere.
 */
export interface StoredCertificate {
  /** Its id: digits, without a region. A renewed certificate has another. Or `id` of an `alicloud.cas.ServiceCertificate`. */
  id: pulumi.Input<string>;
}

/** The certificate of a domain: its texts, or its id in the certificate service. */
export type CertificateArgs = PemCertificate | StoredCertificate;

/** The zone in Alibaba Cloud DNS that the records of a domain are made in. */
export interface DnsArgs {
  /** The zone: the domain that is registered there, for example `example.com`. */
  domain: string;
  /** Seconds that resolvers may keep the records; below 600 only in paid editions. @default 600 */
  ttl?: number;
}

/** How a domain leads to an API group. */
export interface VpcApiDomainArgs {
  /**
   * The domain, in lower case: `api.example.com`, or `*.example.com` for all names one label below. In regions of
   * the Chinese mainland it needs an ICP filing.
   */
  domain: string;
  /**
   * Its certificate. To change it exchanges the certificate while the domain stays bound.
   *
   * @default none: the domain answers over HTTP
   */
  certificate?: CertificateArgs;
  /**
   * Of a wildcard: the hosts that it takes, each with a variable in place of the star: `{shop}.example.com`.
   *
   * @default none: all
   */
  patterns?: string[];
  /**
   * Whether HTTP clients are sent to HTTPS. Needs a certificate, and APIs that all take HTTPS.
   *
   * @default true in a VpcApi where that is so and a route takes an AppCode, else false
   */
  redirect?: boolean;
  /**
   * The only environment that the domain leads to, or `"any"`: then the client's `X-Ca-Stage` decides.
   *
   * @default in a VpcApi the environment that it publishes to, of several RELEASE, else PRE; by itself "RELEASE"
   */
  stage?: Stage | "any";
  /**
   * Where the domain can be called from: the Internet, or VPCs alone (`"intranet"`), where you resolve it to the
   * group's domain for VPCs: see `records` of the CustomDomain. A change binds the domain anew.
   *
   * @default "internet"
   */
  network?: "internet" | "intranet";
  /**
   * The zone in Alibaba Cloud DNS to make the CNAME record and the TXT record of ownership in. With `false` you make
   * them, at any provider: see `records` of the CustomDomain. They must be there before the domain can be bound.
   *
   * @default false
   */
  dns?: DnsArgs | false;
  /**
   * Seconds to wait until the service sees the records; 0 to 3600.
   *
   * @default 300 with `dns`, else 0
   */
  waitSeconds?: number;
  /**
   * Whether the domain is taken from other groups that have it, which lose it. A domain that is bound to this group
   * already is taken into the stack as it is, and changed to these settings, without this: so it is imported.
   *
   * @default false
   */
  takeOver?: boolean;
}

/** What the APIs behind a domain decide about it. */
export interface DomainContext {
  /** Environment that they are published to, of several RELEASE, else PRE. */
  stage: Stage;
  /** All of those environments. @default not known */
  published?: readonly Stage[];
  /** Whether any of them takes an AppCode. */
  takesAppCode: boolean;
  /** One that does not take HTTPS, by its route. */
  withoutHttps?: string;
}

/** A domain with every value decided. */
export type ResolvedDomain = Required<Omit<VpcApiDomainArgs, "certificate" | "dns">> & {
  certificate: CertificateArgs | undefined;
  dns: Required<DnsArgs> | false;
};

export function resolveDomain(
  settings: VpcApiDomainArgs,
  context: DomainContext,
  problems: Problems,
  domainAt = "domain",
): ResolvedDomain {
  const { domain, certificate, network = "internet", takeOver = false, patterns = [] } = settings;
  const secured = certificate !== undefined;
  const redirect =
    settings.redirect ?? (secured && context.takesAppCode && context.withoutHttps === undefined);
  const stage = settings.stage ?? context.stage;
  const dns = typeof settings.dns === "object" ? { ttl: 600, ...settings.dns } : false;
  const waitSeconds = settings.waitSeconds ?? (dns ? 300 : 0);
  checkDomain(domain, problems, domainAt);
  if (!problems.isInvalid("domain")) checkPatterns(domain, patterns, problems);
  if (certificate) checkCertificate(domain, certificate, problems.under("certificate"));
  if (settings.redirect) checkRedirect(secured, context, problems);
  const known = checkStageIn([...stages, "any"], stage, problems, "stage");
  if (known && stage !== "any" && context.published?.includes(stage) === false) {
    problems.add(
      "stage",
      `is "${stage}", where nothing is published.`,
      `Use one of ${context.published.join(", ")}, any.`,
    );
  }
  checkOneOf(network, ["internet", "intranet"], problems, "network");
  checkWholeNumber(waitSeconds, { from: 0, to: 3600, unit: "seconds" }, problems, "waitSeconds");
  if ((settings.dns as unknown) === true)
    problems.add("dns", "is a boolean.", "Use { domain } with the zone in Alibaba Cloud DNS, or false.");
  if (dns) checkDns(domain, network, dns, problems);
  return { domain, certificate, patterns, redirect, stage, network, dns, waitSeconds, takeOver };
}

/** What a domain is called in the program. */
export const nameOf = (domain: string): string => domain.replace("*", "wildcard");

/** The domains of one group; a text stands for `{ domain }`. */
export function resolveDomains(
  domains: readonly (string | VpcApiDomainArgs)[],
  context: DomainContext,
  problems: Problems,
): ResolvedDomain[] {
  const resolved = domains.map((given, index) => {
    const at = problems.under(`[${index}]`);
    if (typeof given === "string") return resolveDomain({ domain: given }, context, at, "");
    return resolveDomain(given, context, at);
  });
  resolved.forEach(({ domain }, index) => {
    const first = resolved.findIndex((other) => nameOf(other.domain) === nameOf(domain));
    if (first === index) return;
    const property = typeof domains[index] === "string" ? `[${index}]` : `[${index}].domain`;
    const same = resolved[first]?.domain === domain;
    const problem = same
      ? `"${domain}" is domain [${first}] already.`
      : `"${domain}" has the name of domain [${first}] in the program, ${nameOf(domain)}.`;
    problems.add(
      property,
      problem,
      same ? "Remove one of the two." : "Bind one of the two by a CustomDomain.",
    );
  });
  for (const network of ["internet", "intranet"] as const) {
    const count = resolved.filter((one) => one.network === network).length;
    if (count <= domainLimit) continue;
    problems.add(
      "",
      `has ${count} ${network} domains.`,
      `Use at most ${domainLimit}; a wildcard counts as one.`,
    );
  }
  return resolved;
}

/** Domains of each network that a group can have. Source: limits of API Gateway. */
const domainLimit = 5;

/** What is given as an output is checked when its value is known, by the resource's provider. */
function checkCertificate(domain: string, certificate: CertificateArgs, problems: Problems): void {
  if ("id" in certificate) {
    const { id } = certificate;
    if (typeof id !== "string" || /^\d+$/.test(id)) return;
    problems.add(
      "id",
      `"${id}" is not an id of the certificate service.`,
      "Use its digits alone, for example 6055048.",
    );
    return;
  }
  const { body, privateKey } = certificate;
  const plain = {
    ...(typeof body === "string" ? { body } : {}),
    ...(typeof privateKey === "string" ? { privateKey } : {}),
  };
  for (const { property, problem, hint } of certificateProblems(domain, plain)) {
    problems.add(property, problem, hint);
  }
}

/** That a variable is a label, or a part of one, is what the service's own example shows. */
function checkPatterns(domain: string, patterns: readonly string[], problems: Problems): void {
  patterns.forEach((pattern, index) => {
    const label = pattern.split(".")[0] ?? "";
    const fits =
      isWildcard(domain) &&
      pattern.slice(label.length) === domain.slice(1) &&
      /^([a-z0-9-]*\{[a-zA-Z]\w*\}[a-z0-9-]*)+$/.test(label);
    if (fits) return;
    problems.add(
      `patterns[${index}]`,
      `"${pattern}" is not a pattern of "${domain}".`,
      isWildcard(domain)
        ? `Use a variable in place of the star, for example {name}${domain.slice(1)}.`
        : "Leave patterns out; they are for a wildcard.",
    );
  });
}

function checkRedirect(secured: boolean, { withoutHttps }: DomainContext, problems: Problems): void {
  if (!secured) {
    problems.add(
      "redirect",
      "is true for a domain without certificate.",
      "Give certificate, or leave redirect out.",
    );
  }
  if (withoutHttps !== undefined) {
    problems.add(
      "redirect",
      `is true, but route "${withoutHttps}" does not take HTTPS.`,
      "Add HTTPS to the route's protocols.",
    );
  }
}

function checkDns(
  domain: string,
  network: VpcApiDomainArgs["network"],
  dns: Required<DnsArgs>,
  problems: Problems,
): void {
  if (network === "intranet") {
    problems.add(
      "dns",
      "is given for an intranet domain, which public DNS does not resolve.",
      "Leave it out, and resolve the domain in the VPC.",
    );
  }
  checkInZone(problems.isInvalid("domain") ? undefined : domain, dns.domain, problems, "dns.domain");
  checkWholeNumber(dns.ttl, { from: 1, to: 86_400, unit: "seconds" }, problems, "dns.ttl");
}
