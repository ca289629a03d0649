import type { Rule } from "../../core/rule";
import { albAddressTypeIntranet } from "./albAddressTypeIntranet";
import { albBackendAddressTypeIntranet } from "./albBackendAddressTypeIntranet";
import { albBackendChangeProtected } from "./albBackendChangeProtected";
import { albBackendNoPublicExposure } from "./albBackendNoPublicExposure";
import { clbAddressTypeIntranet } from "./clbAddressTypeIntranet";
import { clbBackendAddressTypeIntranet } from "./clbBackendAddressTypeIntranet";
import { clbBackendChangeProtected } from "./clbBackendChangeProtected";
import { clbBackendNoPublicExposure } from "./clbBackendNoPublicExposure";

export {
  albAddressTypeIntranet,
  albBackendAddressTypeIntranet,
  albBackendChangeProtected,
  albBackendNoPublicExposure,
  clbAddressTypeIntranet,
  clbBackendAddressTypeIntranet,
  clbBackendChangeProtected,
  clbBackendNoPublicExposure,
};

/** The rules on what stands between the gateway and the instances. */
export const balancerRules: readonly Rule[] = [
  albAddressTypeIntranet,
  albBackendAddressTypeIntranet,
  albBackendChangeProtected,
  albBackendNoPublicExposure,
  clbAddressTypeIntranet,
  clbBackendAddressTypeIntranet,
  clbBackendChangeProtected,
  clbBackendNoPublicExposure,
];
