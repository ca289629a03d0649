import { records, strings, textsByName } from "../core/options";

/** A type of resource that binds one domain to one API group, and where it says so. */
export interface Binder {
  readonly type: string;
  /** Property with the id of the group. */
  readonly groupProperty: string;
  /** Property with the domain. */
  readonly domainProperty: string;
  /** Property that is set, and not empty, when the domain has a certificate; left out where nothing tells. */
  readonly certificateProperty?: string;
  /** Property that is `INTRANET` when the domain is for callers in VPCs alone. */
  readonly networkProperty?: string;
}

/** Of `@pulumi/alicloud` versions to come: no published SDK describes it yet. */
export const comingDomainType = "alicloud:apigateway/domain:Domain";

/** The binders that are known without being configured. */
export const knownBinders: readonly Binder[] = [
  {
    type: "pulumi-nodejs:dynamic/alicloud-vpc-api:CustomDomain",
    groupProperty: "groupId",
    domainProperty: "domain",
    certificateProperty: "fingerprint",
    networkProperty: "network",
  },
  { type: comingDomainType, groupProperty: "groupId", domainProperty: "domainName" },
];

/** What a team may say of what binds its domains. */
export const bindersOption = {
  binders: records<Binder>(
    [],
    ["type", "groupProperty", "domainProperty", "certificateProperty?", "networkProperty?"],
    "Other types of resources that bind a domain to a group, and the properties that say so.",
  ),
};

/** What a team may say of which domains are its own. */
export const defaultDomainsOption = {
  defaultDomains: strings(
    ["alicloudapi.com"],
    "Domains of the gateway itself; what lies below one of them is no domain of one's own.",
  ),
};

/** What a team may say of domains that Pulumi does not bind. */
export const externallyBoundOption = {
  externallyBound: textsByName(
    {},
    "Domains that are bound outside of Pulumi, by the name of the group or of its resource.",
  ),
};

export const propertiesOf = (binder: Binder): readonly string[] =>
  [binder.groupProperty, binder.domainProperty, binder.certificateProperty, binder.networkProperty].filter(
    (property) => property !== undefined,
  );
