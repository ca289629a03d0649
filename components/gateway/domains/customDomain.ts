import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../../alicloud";
import { type ComponentArgs, checkNames, childrenOf, type Nodes } from "../../component/children";
import { claimUnique } from "../../component/claims";
import { argumentsOf } from "../../component/knownOutputs";
import { childOf, componentType } from "../../component/options";
import { resolvePart } from "../../component/part";
import { type DomainRecord, ownershipRecords, vpcRecords } from "../../dynamic/customDomain/ownershipRecords";
import { BoundDomain } from "../../dynamic/customDomain/resource";
import { expiryProblem } from "../../validation/certificate";
import { placeOf } from "../group/groupPlace";
import {
  type CertificateArgs,
  type DomainContext,
  type ResolvedDomain,
  resolveDomain,
  type VpcApiDomainArgs,
} from "./args";

/** Arguments of {@link CustomDomain}. */
export interface CustomDomainArgs extends VpcApiDomainArgs, ComponentArgs {
  /** Group that the domain leads to. A change binds the domain anew. */
  groupId: pulumi.Input<string>;
  /** The group's second-level domain, which the records lead to: `ApiGroup.subDomain`. */
  subDomain: pulumi.Input<string>;
  /**
   * The group's domain for VPCs, which an intranet domain is to be resolved to: `ApiGroup.vpcDomain`. Empty for a group
   * without one.
   *
   * @default none
   * @anyText
   */
  vpcDomain?: pulumi.Input<string>;
}

/** What a domain alone knows of the APIs behind it: nothing that would make it redirect by itself. */
const alone: DomainContext = { stage: "RELEASE", takesAppCode: false };

/**
 * A domain of the user's own that leads to an API group, with its certificate and DNS records. Unlike the group's
 * second-level domain it has no daily limit. A new certificate takes the place of the old one while the domain stays
 * bound.
 */
export class CustomDomain extends pulumi.ComponentResource {
  /** All children, by role and name. */
  readonly nodes: Nodes;
  /** The domain, or `*.` and a domain. */
  readonly domain: string;
  /** What its addresses begin with, `https` with a certificate; of a wildcard there is none. Known once it is bound. */
  readonly url: pulumi.Output<string> | undefined;
  /**
   * The DNS records that it needs: those that were made, or those to make by hand. For an intranet domain, the CNAME
   * record to make where your VPCs are resolved, such as a private zone.
   */
  readonly records: pulumi.Output<DomainRecord[]>;
  /** Those records as they were made in Alibaba Cloud DNS. */
  readonly dnsRecords: alicloud.dns.AlidnsRecord[];

  /** @throws ArgumentError with every problem in the arguments, before anything is registered */
  constructor(name: string, args: CustomDomainArgs, opts?: pulumi.ComponentResourceOptions) {
    args = argumentsOf(args, opts);
    const resolved = resolvePart(
      // A group has no domain for VPCs, or an empty one, unless it was asked for one.
      { type: "CustomDomain", name, args },
      (problems, args) => resolveDomain(args, alone, problems),
    );
    const place = placeOf(args.groupId);
    claimUnique({ type: "CustomDomain", name }, opts, [
      {
        kind: "domain",
        value: [args.domain, place?.basePath ?? args.groupId],
        property: "domain",
        words: `"${args.domain}"`,
      },
    ]);
    const { options, nodes } = childrenOf(name, args, opts, ["pulumi-nodejs"]);
    super(componentType("CustomDomain"), name, {}, options);
    this.nodes = nodes;
    const { groupId, subDomain } = args;
    const { domain, certificate, patterns, redirect, stage, network, waitSeconds, takeOver } = resolved;
    this.domain = domain;
    this.records = pulumi
      .all([groupId, subDomain, args.vpcDomain])
      .apply(([group, target, vpcTarget]) =>
        network === "internet" ? ownershipRecords(group, domain, target) : vpcRecords(domain, vpcTarget),
      );
    this.dnsRecords = this.createRecords(name, args, resolved);
    const bound = new BoundDomain(
      `${name}-domain`,
      {
        groupId,
        subDomain,
        domain,
        stage: stage === "any" ? "" : stage,
        network: network === "internet" ? "INTERNET" : "INTRANET",
        redirect,
        takeOver,
        waitSeconds,
        ...(patterns.length > 0 ? { patterns } : {}),
        ...(certificate === undefined ? {} : { certificate: certificateInput(certificate) }),
      },
      childOf(this, { dependsOn: this.dnsRecords }),
    );
    if (place) void checkNames("customDomain", bound, { ...place });
    if (certificate !== undefined && "body" in certificate) warnOfExpiry(certificate.body, bound);
    const scheme = certificate === undefined ? "http" : "https";
    this.url = domain.startsWith("*.") ? undefined : bound.id.apply(() => `${scheme}://${domain}`);
    this.registerOutputs({ domain, url: this.url, records: this.records });
  }

  private createRecords(
    name: string,
    { groupId, subDomain }: CustomDomainArgs,
    { domain, dns }: ResolvedDomain,
  ): alicloud.dns.AlidnsRecord[] {
    if (dns === false) return [];
    const below = (record: string) => (record === dns.domain ? "@" : record.slice(0, -dns.domain.length - 1));
    return (["CNAME", "TXT"] as const).map((type) => {
      const record = pulumi.all([groupId, subDomain]).apply(([group, target]) => {
        const found = ownershipRecords(group, domain, target).find((one) => one.type === type);
        return { name: found?.name ?? "", value: found?.value ?? "" };
      });
      return new alicloud.dns.AlidnsRecord(
        `${name}-${type.toLowerCase()}`,
        {
          domainName: dns.domain,
          rr: record.name.apply(below),
          type,
          value: record.value,
          ttl: dns.ttl,
        },
        childOf(this),
      );
    });
  }
}

/** One that is bound stays so: what has not changed still comes up. */
function warnOfExpiry(body: pulumi.Input<string>, domain: pulumi.Resource): void {
  pulumi.output(body).apply((text) => {
    const expired = expiryProblem(text);
    if (expired) void pulumi.log.warn(`certificate.body: ${expired.problem} ${expired.hint}`, domain);
  });
}

/** Texts are secret; an id is not. */
const certificateInput = (certificate: CertificateArgs) =>
  "id" in certificate
    ? { id: certificate.id }
    : pulumi.secret({ body: certificate.body, privateKey: certificate.privateKey });
