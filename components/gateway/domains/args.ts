import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../component/children";
import type { Stage } from "../../validation/stages";

/** A certificate with its private key, in PEM format. Both are kept as secrets. */
export interface PemCertificate {
  /** Certificate of the domain, followed by the intermediate certificates. @anyText */
  body: pulumi.Input<string>;
  /** Private key of the certificate, without a passphrase. @anyText */
  privateKey: pulumi.Input<string>;
}

/**
 * A certificate in the certificate service. API Gateway does not accept its ID. Each preview and update
 * therefore reads the certificate there, which requires the permission
 * `yundun-cert:GetUserCertificateDetail`. The certificate and its key are not stored.
 */
export interface StoredCertificate {
  /**
   * ID of the certificate: digits, without a region. A renewed certificate has a new ID. Also accepts `id` of
   * an `alicloud.cas.ServiceCertificate`.
   */
  id: pulumi.Input<string>;
}

/** Certificate of a domain: in PEM format, or by its ID in the certificate service. */
export type CertificateArgs = PemCertificate | StoredCertificate;

/** Zone in Alibaba Cloud DNS that contains the records of a domain. */
export interface DnsArgs {
  /** Name of the zone: the domain that is registered in Alibaba Cloud DNS, for example `example.com`. */
  domain: string;
  /**
   * Time to live of the records. Values below 600 require a paid edition.
   *
   * @range 1 to 86400 seconds
   * @default 600
   */
  ttl?: number;
}

/** Binding of a custom domain to an API group. */
export interface VpcApiDomainArgs {
  /**
   * Domain in lower case: `api.example.com`, or `*.example.com` for all names one label below. Regions of the
   * Chinese mainland require an ICP filing.
   */
  domain: string;
  /**
   * Certificate of the domain. A change exchanges the certificate, and the domain stays bound.
   *
   * @default none: the domain answers over HTTP
   */
  certificate?: CertificateArgs;
  /**
   * Hosts that a wildcard domain accepts. Each has a variable in place of the star: `{shop}.example.com`.
   *
   * @default none: all
   */
  patterns?: string[];
  /**
   * Whether HTTP requests are redirected to HTTPS. Requires a certificate, and all APIs must accept HTTPS.
   *
   * @default in a VpcApi, true if these conditions are met and a route accepts an AppCode; else false
   */
  redirect?: boolean;
  /**
   * Environment that the domain serves. With `"any"`, the client's `X-Ca-Stage` header selects it.
   *
   * @default in a VpcApi, the environment that it publishes to; of several, RELEASE, else PRE. In a
   * CustomDomain, "RELEASE"
   */
  stage?: Stage | "any";
  /**
   * Network that the domain can be called from: the Internet, or only VPCs (`"intranet"`). For VPCs, resolve
   * the domain to the group's domain for VPCs: see `records` of the CustomDomain. A change binds the domain
   * again.
   *
   * @default "internet"
   */
  network?: "internet" | "intranet";
  /**
   * Zone in Alibaba Cloud DNS in which the CNAME record and the TXT record of ownership are created. With
   * `false`, create them yourself, at any provider: see `records` of the CustomDomain. The domain can only be
   * bound after they exist.
   *
   * @default false
   */
  dns?: DnsArgs | false;
  /**
   * Time to wait until the service sees the records.
   *
   * @range 0 to 3600 seconds
   * @default 300 with `dns`, else 0
   */
  waitSeconds?: number;
  /**
   * Whether the domain is taken from other groups that it is bound to. Those groups lose it. If the domain is
   * already bound to this group, the stack adopts it and applies these arguments. That does not require
   * `takeOver`.
   *
   * @default false
   */
  takeOver?: boolean;
}

/** Arguments of {@link CustomDomain}. */
export interface CustomDomainArgs extends VpcApiDomainArgs, ComponentArgs {
  /** Group that the domain is bound to. A change binds the domain again. */
  groupId: pulumi.Input<string>;
  /** Second-level domain of the group, which the records point to: `ApiGroup.subDomain`. */
  subDomain: pulumi.Input<string>;
  /**
   * Domain of the group for VPCs, which an intranet domain resolves to: `ApiGroup.vpcDomain`. An empty string
   * for a group without one.
   *
   * @default none
   * @anyText
   */
  vpcDomain?: pulumi.Input<string>;
}
