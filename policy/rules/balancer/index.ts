import type { Rule } from "../../core/rule";
import { albAccessLog } from "./albAccessLog";
import { albAclEntryNotWorld } from "./albAclEntryNotWorld";
import { albAclNotWorld } from "./albAclNotWorld";
import { albAddressTypeIntranet } from "./albAddressTypeIntranet";
import { albBackendAddressTypeIntranet } from "./albBackendAddressTypeIntranet";
import { albBackendChangeProtected } from "./albBackendChangeProtected";
import { albBackendNoPublicExposure } from "./albBackendNoPublicExposure";
import { albDeletionProtection } from "./albDeletionProtection";
import { albListenerHttps } from "./albListenerHttps";
import { albListenerTls } from "./albListenerTls";
import { albMultiZone } from "./albMultiZone";
import { albOwnTlsPolicy } from "./albOwnTlsPolicy";
import { albServerGroupHealthCheck } from "./albServerGroupHealthCheck";
import { clbAclEntryNotWorld } from "./clbAclEntryNotWorld";
import { clbAclNotWorld } from "./clbAclNotWorld";
import { clbAddressTypeIntranet } from "./clbAddressTypeIntranet";
import { clbBackendAddressTypeIntranet } from "./clbBackendAddressTypeIntranet";
import { clbBackendChangeProtected } from "./clbBackendChangeProtected";
import { clbBackendNoPublicExposure } from "./clbBackendNoPublicExposure";
import { clbDeletionProtection } from "./clbDeletionProtection";
import { clbListenerHealthCheck } from "./clbListenerHealthCheck";
import { clbListenerTls } from "./clbListenerTls";
import { clbMultiZone } from "./clbMultiZone";
import { clbOwnTlsPolicy } from "./clbOwnTlsPolicy";
import { nlbAddressTypeIntranet } from "./nlbAddressTypeIntranet";
import { nlbBackendNoPublicExposure } from "./nlbBackendNoPublicExposure";
import { nlbDeletionProtection } from "./nlbDeletionProtection";
import { nlbListenerTls } from "./nlbListenerTls";
import { nlbMultiZone } from "./nlbMultiZone";
import { nlbOwnTlsPolicy } from "./nlbOwnTlsPolicy";
import { nlbServerGroupHealthCheck } from "./nlbServerGroupHealthCheck";

export {
  albAccessLog,
  albAclEntryNotWorld,
  albAclNotWorld,
  albAddressTypeIntranet,
  albBackendAddressTypeIntranet,
  albBackendChangeProtected,
  albBackendNoPublicExposure,
  albDeletionProtection,
  albListenerHttps,
  albListenerTls,
  albMultiZone,
  albOwnTlsPolicy,
  albServerGroupHealthCheck,
  clbAclEntryNotWorld,
  clbAclNotWorld,
  clbAddressTypeIntranet,
  clbBackendAddressTypeIntranet,
  clbBackendChangeProtected,
  clbBackendNoPublicExposure,
  clbDeletionProtection,
  clbListenerHealthCheck,
  clbListenerTls,
  clbMultiZone,
  clbOwnTlsPolicy,
  nlbAddressTypeIntranet,
  nlbBackendNoPublicExposure,
  nlbDeletionProtection,
  nlbListenerTls,
  nlbMultiZone,
  nlbOwnTlsPolicy,
  nlbServerGroupHealthCheck,
};

/** Rules for load balancers. */
export const balancerRules: readonly Rule[] = [
  albAccessLog,
  albAclEntryNotWorld,
  albAclNotWorld,
  albAddressTypeIntranet,
  albBackendAddressTypeIntranet,
  albBackendChangeProtected,
  albBackendNoPublicExposure,
  albDeletionProtection,
  albListenerHttps,
  albListenerTls,
  albMultiZone,
  albOwnTlsPolicy,
  albServerGroupHealthCheck,
  clbAclEntryNotWorld,
  clbAclNotWorld,
  clbAddressTypeIntranet,
  clbBackendAddressTypeIntranet,
  clbBackendChangeProtected,
  clbBackendNoPublicExposure,
  clbDeletionProtection,
  clbListenerHealthCheck,
  clbListenerTls,
  clbMultiZone,
  clbOwnTlsPolicy,
  nlbAddressTypeIntranet,
  nlbBackendNoPublicExposure,
  nlbDeletionProtection,
  nlbListenerTls,
  nlbMultiZone,
  nlbOwnTlsPolicy,
  nlbServerGroupHealthCheck,
];
