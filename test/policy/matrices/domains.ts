import { apiGroupCustomDomainBound, apiGroupCustomDomainNotDefault } from "../../../policy/rules";
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
const nameless = { Type: "ALIYUN::ApiGateway::CustomDomain", Properties: { GroupId: { Ref: "Group" } } };
const conditional = `${yamlTemplate}    Condition: Live
Conditions:
  Production: !Equals [!Ref Env, prod]
  Live: !And [Production, {"Fn::Not": [{"Fn::Equals": [a, b]}]}]
`;
const groupAnd = (name: string, value: unknown) => [
  parameter("Group", { ref: "shop" }),
  parameter(name, value),
];
const boundBy = apiGroupCustomDomainBound.name;
const three = [group("shop"), group("stock"), group("staff")];
const threeParameters = ["shop", "stock", "staff"].map((name) => parameter(name, { ref: name }));

export const domainMatrices: Record<string, Matrix> = {
  [boundBy]: {
    absent: {
      resources: [group()],
      finds: "violation",
      says: /domain is not set, wanted a domain of your own, bound to shop/,
    },
    unknown: { resources: [group(), bound({ groupId: unknown })], finds: "undecided", says: /bound binds/ },
    unknownButLinked: { resources: [group(), bound({ domain: unknown })], finds: "nothing" },
    more: {
      "the group's second-level domain, which does not count": {
        resources: [group(), bound({ domain: "e2b5-cn-hangzhou.alicloudapi.com" })],
        finds: "violation",
        says: /domain of bound is "e2b5-cn-hangzhou\.alicloudapi\.com"/,
      },
      "a domain of another group": {
        resources: [group(), group("stock"), bound({})],
        finds: "violation",
        says: /bound to stock/,
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
        says: /bound to (stock|staff)/,
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
        says: /number of domains in templateBody of ros is 2, wanted 3/,
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
        resources: [group(), bound({}), ros('{"Resources": [}', [parameter("Group", { ref: "shop" })])],
        finds: "violation",
        says: /templateBody of ros is "a text that breaks at line 1, column \d+"/,
      },
      "a broken template that names the gateway's resources": {
        resources: [group(), bound({}), ros('{"Type": "ALIYUN::ApiGateway::CustomDomain"')],
        finds: "violation",
      },
      "a broken template that has nothing to do with the gateway": {
        resources: [group(), bound({}), ros('{"Resources": [}', [parameter("Vpc", "vpc-1")])],
        finds: "nothing",
      },
      "a template whose domain has no name, once created": {
        resources: [group(), ros(template(nameless), [parameter("Group", { ref: "shop" })])],
        created: true,
        finds: "violation",
        says: /templateBody of ros is ""/,
      },
      "a template whose condition does not hold, once created": {
        resources: [group(), ros(conditional, groupAnd("Env", "test"))],
        created: true,
        finds: "violation",
        says: /domain is not set/,
      },
      "a template whose condition holds": {
        resources: [group(), ros(conditional, groupAnd("Env", "prod"))],
        finds: "nothing",
      },
      "a template whose condition is not known yet": {
        resources: [group(), ros(conditional, groupAnd("Env", unknown))],
        finds: "undecided",
        says: /whether a condition in the template of ros holds/,
      },
      "a template that is a mere word": {
        resources: [group(), bound({}), ros("tbd", [parameter("Group", { ref: "shop" })])],
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
};
