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
  /** PEM texts. The private key is for TLS alone: no answer, log or page holds it. */
  certificate?: { id: string; name: string; body: string; privateKey: string };
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
