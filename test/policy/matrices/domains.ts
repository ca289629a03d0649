import {
  apiGroupCustomDomainBound,
  apiGroupCustomDomainNotDefault,
  apiGroupDomainCertificate,
  apiGroupDomainCname,
  apiGroupDomainWaf,
} from "../../../policy/rules";
import { unknown } from "../../support/policyHarness";
import type { Matrix } from "../matrix";

const group = (name = "shop", props: Record<string, unknown> = {}) => ({
  type: "alicloud:apigateway/group:Group",
  name,
  props: { name, ...props },
});
const bound = (
  props: Record<string, unknown>,
  type = "pulumi-nodejs:dynamic/alicloud-vpc-api:CustomDomain",
) => ({
  type,
  name: "bound",
  props: { groupId: { ref: "shop" }, domain: "api.example.com", ...props },
});
const ros = (templateBody: unknown, parameters?: unknown) => ({
  type: "alicloud:ros/stack:Stack",
  name: "ros",
  props: { stackName: "domains", templateBody, ...(parameters === undefined ? {} : { parameters }) },
});
const customDomain = (GroupId: unknown, DomainName: unknown = "api.example.com") => ({
  Type: "ALIYUN::ApiGateway::CustomDomain",
  Properties: { GroupId, DomainName },
});
const template = (...domains: object[]) =>
  JSON.stringify({ ROSTemplateFormatVersion: "2015-09-01", Resources: { ...domains } });
const parameter = (parameterKey: string, parameterValue: unknown) => ({ parameterKey, parameterValue });
const yamlTemplate = `
ROSTemplateFormatVersion: '2015-09-01'
Parameters:
  Group: {Type: String}
Resources:
  Domain:
    Type: ALIYUN::ApiGateway::CustomDomain
    Properties:
      GroupId: !Ref Group
      DomainName: api.example.com
`;
const waf = (domain: unknown) => ({ type: "alicloud:wafv3/domain:Domain", name: "waf", props: { domain } });
const cname = (props: Record<string, unknown>) => ({
  type: "alicloud:dns/alidnsRecord:AlidnsRecord",
  name: "cname",
  props: { domainName: "example.com", rr: "api", type: "CNAME", ...props },
});
const boundBy = apiGroupCustomDomainBound.name;
const three = [group("shop"), group("stock"), group("staff")];
const threeParameters = ["shop", "stock", "staff"].map((name) => parameter(name, { ref: name }));

export const domainMatrices: Record<string, Matrix> = {
  [boundBy]: {
    absent: { resources: [group()], finds: "violation", says: /name is "shop"/ },
    unknown: { resources: [group(), bound({ groupId: unknown })], finds: "undecided", says: /bound binds/ },
    unknownButLinked: { resources: [group(), bound({ domain: unknown })], finds: "nothing" },
    more: {
      "the group's second-level domain, which does not count": {
        resources: [group(), bound({ domain: "e2b5-cn-hangzhou.alicloudapi.com" })],
        finds: "violation",
        says: /"e2b5-cn-hangzhou\.alicloudapi\.com" is none/,
      },
      "a domain of another group": {
        resources: [group(), group("stock"), bound({})],
        finds: "violation",
        says: /name is "stock"/,
      },
      "the provider's resource to come": {
        resources: [group(), bound({ domainName: "api.example.com" }, "alicloud:apigateway/domain:Domain")],
        finds: "nothing",
      },
      "a configured type of resource": {
        resources: [
          group(),
          { type: "our:index:Domain", name: "ours", props: { api: { ref: "shop" }, host: "a.example.com" } },
        ],
        config: {
          [boundBy]: {
            binders: [{ type: "our:index:Domain", groupProperty: "api", domainProperty: "host" }],
          },
        },
        finds: "nothing",
      },
      "a domain that is bound elsewhere": {
        resources: [group()],
        config: { [boundBy]: { externallyBound: { shop: "api.example.com" } } },
        finds: "nothing",
      },
      "a domain of the gateway's that is bound elsewhere": {
        resources: [group()],
        config: { [boundBy]: { externallyBound: { shop: "a.alicloudapi.com" } } },
        finds: "violation",
      },
      "a template in JSON, by its parameter": {
        resources: [
          group(),
          ros(template(customDomain({ Ref: "Group" })), [parameter("Group", { ref: "shop" })]),
        ],
        finds: "nothing",
      },
      "a template in YAML, once created": {
        resources: [group(), ros(yamlTemplate, [parameter("Group", { ref: "shop" })])],
        created: true,
        finds: "nothing",
      },
      "a template that is not known yet, but made from the group": {
        resources: [group(), ros({ ref: "shop" })],
        finds: "undecided",
        says: /template of ros cannot be read yet/,
      },
      "a template for one group of three": {
        resources: [...three, ros(template(customDomain({ Ref: "shop" })), threeParameters)],
        created: true,
        finds: "violation",
        says: /name is "(stock|staff)"/,
      },
      "a template with two domains for three groups that are not known yet": {
        resources: [
          ...three,
          ros(
            template(customDomain({ Ref: "shop" }), customDomain({ Ref: "stock" }, "b.example.com")),
            threeParameters,
          ),
        ],
        finds: "violation",
        says: /ros binds 2, for 3 groups/,
      },
      "a template with a domain for each of three groups": {
        resources: [
          ...three,
          ros(template(...["shop", "stock", "staff"].map((Ref) => customDomain({ Ref }))), threeParameters),
        ],
        finds: "nothing",
      },
      "a template for a group of its own": {
        resources: [group(), ros(template(customDomain({ "Fn::GetAtt": ["0", "GroupId"] })))],
        finds: "violation",
      },
      "a template that is neither JSON nor YAML": {
        resources: [group(), bound({}), ros('{"Resources": [}')],
        finds: "violation",
        says: /templateBody is "a text that breaks at line 1, column \d+"/,
      },
      "a template that is a mere word": {
        resources: [group(), bound({}), ros("tbd")],
        finds: "violation",
        says: /"a text that is no object"/,
      },
    },
  },
  [apiGroupCustomDomainNotDefault.name]: {
    absent: { resources: [group(), bound({ domain: "" })], finds: "violation", says: /a host name/ },
    unknown: { resources: [group(), bound({ domain: unknown })], finds: "undecided" },
    unknownButLinked: {
      resources: [group(), bound({ domain: { ref: "shop", output: "subDomain" } })],
      finds: "undecided",
    },
    more: {
      "the group's own domain, once created": {
        resources: [group("shop", { subDomain: "API.shop.test" }), bound({ domain: "api.shop.test." })],
        created: true,
        finds: "violation",
        says: /this is the group's/,
      },
      "a single label": { resources: [group(), bound({ domain: "shop" })], finds: "violation" },
      "a domain that ends in the same letters": {
        resources: [group(), bound({ domain: "my-alicloudapi.com" })],
        finds: "nothing",
      },
      "a gateway's domain of another kind": {
        resources: [group(), bound({ domain: "a.gateway.test" })],
        config: { [apiGroupCustomDomainNotDefault.name]: { defaultDomains: ["gateway.test"] } },
        finds: "violation",
      },
      "a template's domain": {
        resources: [group(), ros(template(customDomain({ ref: "x" }, "a.alicloudapi.com")))],
        finds: "violation",
        says: /templateBody/,
      },
    },
  },
  [apiGroupDomainCertificate.name]: {
    absent: { resources: [group(), bound({})], finds: "violation", says: /domain is "api\.example\.com"/ },
    unknown: { resources: [group(), bound({ fingerprint: unknown })], finds: "undecided" },
    unknownButLinked: "a certificate that is not known yet may turn out to be none",
    more: {
      "a domain for callers in VPCs": {
        resources: [group(), bound({ network: "INTRANET" })],
        finds: "nothing",
      },
      "a resource that does not tell": {
        resources: [group(), bound({ domainName: "a.example.com" }, "alicloud:apigateway/domain:Domain")],
        finds: "undecided",
      },
      "a template without certificate": {
        resources: [group(), ros(template(customDomain("g")))],
        finds: "violation",
      },
      "a template with one": {
        resources: [
          group(),
          ros(
            template({
              Type: "ALIYUN::ApiGateway::CustomDomain",
              Properties: { GroupId: "g", DomainName: "a.example.com", CertificateName: "c" },
            }),
          ),
        ],
        finds: "nothing",
      },
    },
  },
  [apiGroupDomainWaf.name]: {
    absent: { resources: [group(), bound({})], finds: "violation" },
    unknown: { resources: [group(), bound({}), waf(unknown)], finds: "undecided" },
    unknownButLinked: "the firewall names a domain, not a resource",
    more: {
      "a wildcard of the firewall": {
        resources: [group(), bound({}), waf("*.Example.com")],
        finds: "nothing",
      },
      "a domain above the wildcard": {
        resources: [group(), bound({ domain: "example.com" }), waf("*.example.com")],
        finds: "violation",
      },
      "a domain that is protected elsewhere": {
        resources: [group(), bound({})],
        config: { [apiGroupDomainWaf.name]: { protectedElsewhere: ["api.example.com"] } },
        finds: "nothing",
      },
    },
  },
  [apiGroupDomainCname.name]: {
    absent: { resources: [group(), bound({})], finds: "violation" },
    unknown: { resources: [group(), bound({ domain: unknown })], finds: "undecided" },
    unknownButLinked: {
      resources: [group(), bound({}), cname({ rr: { ref: "shop" }, value: { ref: "shop" } })],
      finds: "nothing",
    },
    more: {
      "a record that leads elsewhere": {
        resources: [group(), bound({}), cname({ value: "www.example.com" })],
        finds: "violation",
      },
      "a record of another host": {
        resources: [group(), bound({}), cname({ rr: "www", value: { ref: "shop" } })],
        finds: "violation",
      },
      "a record that names the group's domain": {
        resources: [
          group("shop", { subDomain: "e2b5.alicloudapi.com" }),
          bound({}),
          cname({ value: "e2b5.alicloudapi.com" }),
        ],
        created: true,
        finds: "nothing",
      },
      "a record that is made elsewhere": {
        resources: [group(), bound({})],
        config: { [apiGroupDomainCname.name]: { recordsElsewhere: ["api.example.com"] } },
        finds: "nothing",
      },
    },
  },
};
