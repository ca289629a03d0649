import type { StageName } from "./api";
import type { Common } from "./common";

/** A custom domain of an API group. */
export interface CustomDomain extends Common {
  /** `id` is `<groupId>:<domainName>`. The name is in lower case. A wildcard domain starts with `*.`. */
  domainName: string;
  groupId: string;
  type: "INTERNET" | "INTRANET";
  /** The only environment of the domain. Empty for all environments. */
  bindStageName: StageName | "";
  isHttpRedirectToHttps: boolean;
  /** Hosts that a wildcard domain accepts, such as `{shop}.example.com`. Absent for all hosts. */
  wildcardPatterns?: string[];
  /** PEM texts. The private key is used for TLS only: no answer, log or page contains it. */
  certificate?: { id: string; name: string; body: string; privateKey: string };
}

/** A certificate in the certificate service. Everyone who may read the certificate can read its private key. */
export interface StoredCertificate extends Common {
  /** `id` is a decimal number. The name is unique. */
  name: string;
  /** PEM texts. */
  body: string;
  privateKey: string;
  resourceGroupId: string;
}

/** A zone of Alibaba Cloud DNS. Its ID is its name, in lower case. */
export interface DnsDomain extends Common {
  domainId: string;
  groupId: string;
  remark: string;
  resourceGroupId: string;
}

/** A record of Alibaba Cloud DNS. */
export interface DnsRecord extends Common {
  /** The zone, in lower case. */
  domainName: string;
  /** Name below the zone, or `@` for the zone itself. */
  rr: string;
  type: string;
  value: string;
  line: string;
  /** Seconds. */
  ttl: number;
  /** Priority of MX records. 0 for other records. */
  priority: number;
  status: "ENABLE" | "DISABLE";
  remark: string;
}
