import { records, stringMap, strings } from "../core/options";

/** A resource type that binds one domain to one API group, and its properties. */
export interface DomainBindingType {
  readonly type: string;
  /** Property with the ID of the group. */
  readonly groupProperty: string;
  /** Property with the domain. */
  readonly domainProperty: string;
  /** Property that is set, and not empty, when the domain has a certificate. @default none, so this is undecided */
  readonly certificateProperty?: string;
  /** Property that is `INTRANET` when the domain is for callers in VPCs only. */
  readonly networkProperty?: string;
  /** Property that is true when HTTP requests are redirected to HTTPS. @default none, so this is undecided */
  readonly redirectProperty?: string;
}

/** A type of future versions of `@pulumi/alicloud`: no published SDK contains it yet. */
export const futureDomainType = "alicloud:apigateway/domain:Domain";

/** Resource types that bind domains, without configuration. */
export const builtInBindingTypes: readonly DomainBindingType[] = [
  {
    type: "pulumi-nodejs:dynamic/alicloud-vpc-api:CustomDomain",
    groupProperty: "groupId",
    domainProperty: "domain",
    certificateProperty: "fingerprint",
    networkProperty: "network",
    redirectProperty: "redirect",
  },
  { type: futureDomainType, groupProperty: "groupId", domainProperty: "domainName" },
];

/** Option for further resource types that bind domains. */
export const domainBindingsOption = {
  domainBindings: records<DomainBindingType>(
    [],
    [
      "type",
      "groupProperty",
      "domainProperty",
      "certificateProperty?",
      "networkProperty?",
      "redirectProperty?",
    ],
    "Further resource types that bind a domain to an API group, and their properties.",
  ),
};

/** Option for the domains of the gateway. */
export const defaultDomainsOption = {
  defaultDomains: strings(
    ["alicloudapi.com"],
    "Domains of the gateway. Their subdomains are not custom domains.",
  ),
};

/** Option for domains that are bound outside of Pulumi. */
export const externallyBoundOption = {
  externallyBound: stringMap(
    {},
    "Domains that are bound outside of Pulumi, by group name, resource name or URN. If several groups have the name, use the URN.",
  ),
};

export const listProperties = (bindingType: DomainBindingType): readonly string[] =>
  [
    bindingType.groupProperty,
    bindingType.domainProperty,
    bindingType.certificateProperty,
    bindingType.networkProperty,
    bindingType.redirectProperty,
  ].filter((property) => property !== undefined);
