import type { Rule } from "../../core/rule";
import { apiGroupCustomDomainBound } from "./apiGroupCustomDomainBound";
import { apiGroupCustomDomainNotDefault } from "./apiGroupCustomDomainNotDefault";
import { apiRequestProtocolHttps } from "./apiRequestProtocolHttps";

export { apiGroupCustomDomainBound, apiGroupCustomDomainNotDefault, apiRequestProtocolHttps };

/** The rules on the gateway: its instances, groups, domains and APIs. */
export const gatewayRules: readonly Rule[] = [
  apiGroupCustomDomainBound,
  apiGroupCustomDomainNotDefault,
  apiRequestProtocolHttps,
];
