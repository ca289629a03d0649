/** Limits of the shared gateway instances (API Gateway documentation, "Limits"). */
export interface Limits {
  /** Request body, in bytes. */
  bodyBytes: number;
  /** Request target, in bytes. The documentation gives 128 KB on one page and 8 KB with headers on another. */
  urlBytes: number;
  /**
   * Maximum difference between the timestamp of a signed request and the clock, and validity of its nonce, in
   * milliseconds.
   */
  signatureWindow: number;
  /** Maximum pause of a client in reading an answer, in milliseconds. An assumption. */
  clientPause: number;
  /** Maximum number of calls per day through the public second-level domain of a group. */
  secondLevelDomainCalls(regionId: string): number;
}

const isMainland = (regionId: string): boolean => regionId.startsWith("cn-") && regionId !== "cn-hongkong";

export const LIMITS: Limits = {
  bodyBytes: 8 * 1024 * 1024,
  urlBytes: 128 * 1024,
  signatureWindow: 15 * 60_000,
  clientPause: 60_000,
  secondLevelDomainCalls: (regionId) => (isMainland(regionId) ? 1000 : 100),
};
