/** An existing resource of API Gateway with a unique name or place. */
export interface Holder {
  importId: string;
  words: string;
}

/** Key of a domain at a base path of a gateway instance, which is unique. */
export const domainKey = (domain: string, basePath: string, instanceId: string): string =>
  `${domain}${basePath} on ${instanceId}`;

export type UniqueRole =
  | "group"
  | "app"
  | "vpcAccess"
  | "accessControlList"
  | "logConfig"
  | "logProject"
  | "customDomain";
