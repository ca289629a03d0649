import type { Rule } from "../../core/rule";
import { ecsBackendNoPublicIp } from "./ecsBackendNoPublicIp";
import { ecsBackendZones } from "./ecsBackendZones";
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
  ecsBackendZones,
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

/** The rules on the instances that answer. */
export const instanceRules: readonly Rule[] = [
  ecsInVpc,
  ecsNoPublicIp,
  ecsBackendNoPublicIp,
  ecsBackendZones,
  ecsMetadataHardened,
  ecsLoginKeypair,
  ecsUserDataNoSecret,
  ecsDiskEncrypted,
  ecsImagePinned,
  ecsDeletionProtection,
  ecsTagged,
];
