/** Something of API Gateway that has a name, or a place, which it alone may have. */
export interface Holder {
  /** Id that an import takes. */
  importId: string;
  /** For people. */
  words: string;
}

/** A domain at a base path of a gateway instance, of which there is one. */
export const domainKey = (domain: string, basePath: string, instanceId: string): string =>
  `${domain}${basePath} on ${instanceId}`;

/** Roles of children that have a name, or a place, to themselves. */
export type UniqueRole =
  | "group"
  | "app"
  | "vpcAccess"
  | "accessControlList"
  | "logConfig"
  | "logProject"
  | "customDomain";
