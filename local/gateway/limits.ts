/** Limits of the shared gateway instances (API Gateway documentation, "Limits"). */
export interface Limits {
  /** Request body, in bytes. */
  bodyBytes: number;
  /** Request target, in bytes. The documentation gives 128 KB on one page and 8 KB with headers on another. */
  urlBytes: number;
  /** How far a signed request's timestamp may be off, and how long its nonce is remembered, in milliseconds. */
  signatureWindow: number;
  /** Calls per day of a group's public second-level domain. */
  secondLevelDomainCalls(regionId: string): number;
}

const isMainland = (regionId: string): boolean => regionId.startsWith("cn-") && regionId !== "cn-hongkong";

export const LIMITS: Limits = {
  bodyBytes: 8 * 1024 * 1024,
  urlBytes: 128 * 1024,
  signatureWindow: 15 * 60_000,
  secondLevelDomainCalls: (regionId) => (isMainland(regionId) ? 1000 : 100),
};
