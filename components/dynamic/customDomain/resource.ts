import { dynamicResource } from "../resource";
import type { InRegion } from "../types";

/** A certificate in the form that API Gateway accepts: PEM texts. */
export interface PemTexts {
  body: string;
  privateKey: string;
}

/** Binding of a domain. A refresh compares it. */
export interface CustomDomainSettingsState extends InRegion {
  groupId: string;
  domain: string;
  /** RELEASE, PRE or TEST; "" for all. */
  stage: string;
  /** INTERNET or INTRANET. */
  network: string;
  redirect: boolean;
  /** Hosts that a wildcard accepts. Undefined means all. */
  patterns?: string[];
}

export interface CustomDomainInputs extends CustomDomainSettingsState {
  /** Second-level domain of the group, which the records point to. */
  subDomain: string;
  /** Whether the domain is taken from other groups that it is bound to. */
  takeOver: boolean;
  /** Seconds to wait until the service sees the records. */
  waitSeconds: number;
  /** PEM texts, or the ID in the certificate service. */
  certificate?: PemTexts | { id: string };
}

/** A domain that is bound to an API group. Its ID is `<groupId>:<domain>`. */
export class BoundDomain extends dynamicResource<CustomDomainInputs>("CustomDomain") {}
