import type { Rule } from "../../core/rule";
import { apiAuthenticationRequired } from "./apiAuthenticationRequired";
import { apiBackendOfStackPrivate } from "./apiBackendOfStackPrivate";
import { apiBackendPrivate } from "./apiBackendPrivate";
import { apiGatewayInstanceAcl } from "./apiGatewayInstanceAcl";
import { apiGatewayInstanceMultiZone } from "./apiGatewayInstanceMultiZone";
import { apiGatewayInstanceTlsPolicy } from "./apiGatewayInstanceTlsPolicy";
import { apiGroupCustomDomainBound } from "./apiGroupCustomDomainBound";
import { apiGroupCustomDomainNotDefault } from "./apiGroupCustomDomainNotDefault";
import { apiGroupDomainCertificate } from "./apiGroupDomainCertificate";
import { apiGroupDomainCname } from "./apiGroupDomainCname";
import { apiGroupDomainHttpsRedirect } from "./apiGroupDomainHttpsRedirect";
import { apiGroupDomainWaf } from "./apiGroupDomainWaf";
import { apiLogNoSensitiveCapture } from "./apiLogNoSensitiveCapture";
import { apiLogStoreConfigured } from "./apiLogStoreConfigured";
import { apiReplayProtection } from "./apiReplayProtection";
import { apiRequestProtocolHttps } from "./apiRequestProtocolHttps";
import { apiTrafficControlAttached } from "./apiTrafficControlAttached";
import { apiVpcBackendAuthorised } from "./apiVpcBackendAuthorised";
import { appAuthorizationStagePublished } from "./appAuthorizationStagePublished";
import { vpcAccessPortServed } from "./vpcAccessPortServed";
import { vpcAccessSameNetwork } from "./vpcAccessSameNetwork";

export {
  apiAuthenticationRequired,
  apiBackendOfStackPrivate,
  apiBackendPrivate,
  apiGatewayInstanceAcl,
  apiGatewayInstanceMultiZone,
  apiGatewayInstanceTlsPolicy,
  apiGroupCustomDomainBound,
  apiGroupCustomDomainNotDefault,
  apiGroupDomainCertificate,
  apiGroupDomainCname,
  apiGroupDomainHttpsRedirect,
  apiGroupDomainWaf,
  apiLogNoSensitiveCapture,
  apiLogStoreConfigured,
  apiReplayProtection,
  apiRequestProtocolHttps,
  apiTrafficControlAttached,
  apiVpcBackendAuthorised,
  appAuthorizationStagePublished,
  vpcAccessPortServed,
  vpcAccessSameNetwork,
};

/** Rules for API Gateway: instances, groups, domains and APIs. */
export const gatewayRules: readonly Rule[] = [
  apiAuthenticationRequired,
  apiBackendOfStackPrivate,
  apiBackendPrivate,
  apiGatewayInstanceAcl,
  apiGatewayInstanceMultiZone,
  apiGatewayInstanceTlsPolicy,
  apiGroupCustomDomainBound,
  apiGroupCustomDomainNotDefault,
  apiGroupDomainCertificate,
  apiGroupDomainHttpsRedirect,
  apiGroupDomainCname,
  apiGroupDomainWaf,
  apiLogNoSensitiveCapture,
  apiLogStoreConfigured,
  apiReplayProtection,
  apiRequestProtocolHttps,
  apiTrafficControlAttached,
  apiVpcBackendAuthorised,
  appAuthorizationStagePublished,
  vpcAccessPortServed,
  vpcAccessSameNetwork,
];
