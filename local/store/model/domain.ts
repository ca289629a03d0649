import type { StageName } from "./api";
import type { Common } from "./common";

/** A domain of the user's own that leads to an API group. */
export interface CustomDomain extends Common {
  /** `id` is `<groupId>:<domainName>`. Lower case; a wildcard begins with `*.`. */
  domainName: string;
  groupId: string;
  type: "INTERNET" | "INTRANET";
  /** The only environment that it leads to; empty: all of them. */
  bindStageName: StageName | "";
  isHttpRedirectToHttps: boolean;
  /** Of a wildcard: the hosts that it takes, such as `{shop}.example.com`; none: all. */
  wildcardPatterns?: string[];
  /** PEM texts. The private key is for TLS alone: no answer, log or page holds it. */
  certificate?: { id: string; name: string; body: string; privateKey: string };
}

/** A certificate in the certificate service. Its private key is given to whoever may read the certificate. */
export interface StoredCertificate extends Common {
  /** `id` is a decimal number. Unique. */
  name: string;
  /** PEM texts. */
  body: string;
  privateKey: string;
  resourceGroupId: string;
}

/** A record of Alibaba Cloud DNS. */
export interface DnsRecord extends Common {
  /** The zone, lower case. */
  domainName: string;
  /** Name below the zone; `@` for the zone itself. */
  rr: string;
  type: string;
  value: string;
  line: string;
  /** Seconds. */
  ttl: number;
  /** Of MX records; 0 without one. */
  priority: number;
  status: "ENABLE" | "DISABLE";
  remark: string;
}
