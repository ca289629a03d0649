import type { Common } from "./common";

/** A key of the key management service. The local cloud encrypts nothing, so there is no key material. */
export interface KmsKey extends Common {
  description: string;
  keySpec: string;
  keyUsage: string;
  protectionLevel: string;
  enabled: boolean;
  deletionProtection: boolean;
  /** Seconds between automatic rotations. Absent without them. */
  rotationSeconds?: number;
  policy: string;
  /** UTC. Absent unless its deletion is scheduled. */
  deleteTime?: string;
}
