import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../../alicloud";
import { checkNames, uniqueChild } from "../../component/children";
import { Component } from "../../component/component";
import { type DomainRecord, ownershipRecords, vpcRecords } from "../../dynamic/customDomain/ownershipRecords";
import { BoundDomain } from "../../dynamic/customDomain/resource";
import { expiryProblem } from "../../validation/certificate";
import { unlessEmpty } from "../../validation/given";
import { findGroupPlace } from "../group/plan";
import type { CertificateArgs, CustomDomainArgs } from "./args";
import { type CustomDomainPlan, customDomainDefinition } from "./plan";

declare module "../../component/children" {
  interface ChildKinds {
    /** Domain that is bound to the group. */
    customDomain: typeof BoundDomain;
    /** Record in Alibaba Cloud DNS. @local dnsRecord rr.domainName */
    dnsRecord: typeof alicloud.dns.AlidnsRecord;
  }
}

/**
 * A custom domain of an API group, with its certificate and DNS records. Unlike the group's second-level
 * domain, it has no daily limit. A new certificate replaces the old one while the domain stays bound.
 *
 * @example
 * ```ts
 * import { ApiGroup, CustomDomain } from "alicloud-vpc-api";
 *
 * const { groupId, subDomain } = new ApiGroup("shop", { groupName: "shop" });
 * const { records } = new CustomDomain("shop", {
 *   domain: "api.example.com",
 *   certificate: { id: "6055048" },
 *   redirect: true,
 *   groupId,
 *   subDomain,
 * });
 *
 * export const dnsRecords = records; // create them at your DNS provider
 * ```
 */
export class CustomDomain extends Component<CustomDomainPlan> {
  /** The domain, or `*.` and a domain. */
  readonly domain: string;
  /**
   * Base URL, with `https` if the domain has a certificate. Undefined for a wildcard. Known after the domain
   * is bound.
   */
  readonly url: pulumi.Output<string> | undefined;
  /**
   * DNS records of the domain: the created ones, or those that you must create. For an intranet domain, the
   * CNAME record to create where your VPCs resolve names, such as a private zone.
   */
  readonly records: pulumi.Output<DomainRecord[]>;
  /** Records that were created in Alibaba Cloud DNS. */
  readonly dnsRecords: alicloud.dns.AlidnsRecord[];

  /** @throws ArgumentError with every problem in the arguments, before any resource is registered */
  constructor(name: string, args: CustomDomainArgs, opts?: pulumi.ComponentResourceOptions) {
    super(customDomainDefinition, name, args, opts);
    const { groupId, subDomain, vpcDomain, domain, certificate, patterns, redirect } = this.plan;
    const { stage, network, waitSeconds, takeOver } = this.plan;
    const place = findGroupPlace(groupId);
    this.domain = domain;
    this.records = pulumi
      .all([groupId, subDomain, vpcDomain])
      .apply(([group, target, vpcTarget]) =>
        network === "internet" ? ownershipRecords(group, domain, target) : vpcRecords(domain, vpcTarget),
      );
    this.dnsRecords = this.createRecords();
    // A domain is bound once.
    const bound = uniqueChild(
      this,
      "customDomain",
      BoundDomain,
      "domain",
      {
        groupId,
        subDomain,
        domain,
        stage: stage === "any" ? "" : stage,
        network: network === "internet" ? "INTERNET" : "INTRANET",
        redirect,
        takeOver,
        waitSeconds,
        patterns: unlessEmpty(patterns),
        certificate: certificate && certificateInput(certificate),
      },
      { dependsOn: this.dnsRecords },
    );
    if (place) void checkNames("customDomain", bound, { ...place });
    if (certificate !== undefined && "body" in certificate) warnOfExpiry(certificate.body, bound);
    const scheme = certificate === undefined ? "http" : "https";
    this.url = domain.startsWith("*.") ? undefined : bound.id.apply(() => `${scheme}://${domain}`);
    this.registerProperties("domain", "url", "records");
  }

  private createRecords(): alicloud.dns.AlidnsRecord[] {
    const { groupId, subDomain, domain, dns } = this.plan;
    if (dns === false) return [];
    const below = (record: string) => (record === dns.domain ? "@" : record.slice(0, -dns.domain.length - 1));
    return (["CNAME", "TXT"] as const).map((type) => {
      const record = pulumi.all([groupId, subDomain]).apply(([group, target]) => {
        const record = ownershipRecords(group, domain, target).find((one) => one.type === type);
        return { name: record?.name ?? "", value: record?.value ?? "" };
      });
      // The cloud rejects a record with the same value.
      return uniqueChild(this, "dnsRecord", alicloud.dns.AlidnsRecord, `${type.toLowerCase()}`, {
        domainName: dns.domain,
        rr: record.name.apply(below),
        type,
        value: record.value,
        ttl: dns.ttl,
      });
    });
  }
}

/** Warns about an expired certificate. It is no error: the domain stays bound, and the program may be unchanged. */
function warnOfExpiry(body: pulumi.Input<string>, domain: pulumi.Resource): void {
  pulumi.output(body).apply((text) => {
    const expired = expiryProblem(text);
    if (expired) void pulumi.log.warn(`certificate.body: ${expired.problem} ${expired.hint}`, domain);
  });
}

/** Marks PEM texts as secret. An ID is not secret. */
const certificateInput = (certificate: CertificateArgs) =>
  "id" in certificate
    ? { id: certificate.id }
    : pulumi.secret({ body: certificate.body, privateKey: certificate.privateKey });
