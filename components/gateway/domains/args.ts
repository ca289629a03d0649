import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../component/children";
import type { Stage } from "../../validation/stages";

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
