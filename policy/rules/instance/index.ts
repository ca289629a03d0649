import type { Rule } from "../../core/rule";
import { ecsBackendNoPublicIp } from "./ecsBackendNoPublicIp";
import { ecsBackendTwoZones } from "./ecsBackendTwoZones";
import { ecsDeletionProtection } from "./ecsDeletionProtection";
import { ecsDiskEncrypted } from "./ecsDiskEncrypted";
import { ecsImagePinned } from "./ecsImagePinned";
import { ecsInVpc } from "./ecsInVpc";
import { ecsLoginKeypair } from "./ecsLoginKeypair";
import { ecsMetadataHardened } from "./ecsMetadataHardened";
import { ecsNoPublicIp } from "./ecsNoPublicIp";
import { ecsTagged } from "./ecsTagged";
import { ecsUserDataNoSecret } from "./ecsUserDataNoSecret";

export {
  ecsBackendNoPublicIp,
  ecsBackendTwoZones,
  ecsDeletionProtection,
  ecsDiskEncrypted,
  ecsImagePinned,
  ecsInVpc,
  ecsLoginKeypair,
  ecsMetadataHardened,
  ecsNoPublicIp,
  ecsTagged,
  ecsUserDataNoSecret,
};

/** Rules for instances. */
export const instanceRules: readonly Rule[] = [
  ecsInVpc,
  ecsNoPublicIp,
  ecsBackendNoPublicIp,
  ecsBackendTwoZones,
  ecsMetadataHardened,
  ecsLoginKeypair,
  ecsUserDataNoSecret,
  ecsDiskEncrypted,
  ecsImagePinned,
  ecsDeletionProtection,
  ecsTagged,
];
