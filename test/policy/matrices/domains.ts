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
const nameless = { Type: "ALIYUN::ApiGateway::CustomDomain", Properties: { GroupId: { Ref: "Group" } } };
/** A template with one domain, and parts of its resource or of the template. */
const one = (resource: object, more: object = {}) =>
  JSON.stringify({ Resources: { Domain: { ...customDomain({ Ref: "Group" }), ...resource } }, ...more });
const conditional = one(
  { Condition: "Live" },
  {
    Conditions: {
      Production: { "Fn::Equals": [{ Ref: "Env" }, "prod"] },
      Live: { "Fn::And": ["Production", { "Fn::Not": [{ "Fn::Equals": ["a", "b"] }] }] },
    },
  },
);
/** A template whose domain is for another group if `Env` is "test". */
const chosen = (other: unknown) =>
  JSON.stringify({
    Conditions: { Test: { "Fn::Equals": [{ Ref: "Env" }, "test"] } },
    Resources: {
      Own: { Type: "ALIYUN::ApiGateway::Group" },
      Domain: customDomain({ "Fn::If": ["Test", other, { Ref: "Group" }] }),
    },
  });
const byDefault = (Default: string) =>
  conditional.replace("{", () => `{"Parameters":{"Env":{"Default":"${Default}"}},`);
const nested = (Parameters: object, TemplateBody: unknown = JSON.parse(one({})), more: object = {}) =>
  JSON.stringify({
    Resources: {
      Own: { Type: "ALIYUN::ApiGateway::Group" },
      Inner: { Type: "ALIYUN::ROS::Stack", Properties: { TemplateBody, Parameters }, ...more },
    },
  });
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
      says: /domain: not set, expected a custom domain bound to shop/,
    },
    unknown: {
      resources: [group(), bound({ groupId: unknown })],
      finds: "undecided",
      says: /the group of bound/,
    },
    unknownButLinked: { resources: [group(), bound({ domain: unknown })], finds: "nothing" },
    more: {
      "the second-level domain of the group": {
        resources: [group(), bound({ domain: "e2b5-cn-hangzhou.alicloudapi.com" })],
        finds: "violation",
        says: /domain of bound: found "e2b5-cn-hangzhou\.alicloudapi\.com"/,
      },
      "a domain of another group": {
        resources: [group(), group("stock"), bound({})],
        finds: "violation",
        says: /bound to stock/,
      },
      "the future resource of the provider": {
        resources: [group(), bound({ domainName: "api.example.com" }, "alicloud:apigateway/domain:Domain")],
        finds: "nothing",
      },
      "a configured domain binding": {
        resources: [
          group(),
          { type: "our:index:Domain", name: "ours", props: { api: { ref: "shop" }, host: "a.example.com" } },
        ],
        config: {
          [boundBy]: {
            domainBindings: [{ type: "our:index:Domain", groupProperty: "api", domainProperty: "host" }],
          },
        },
        finds: "nothing",
      },
      "a domain that is bound elsewhere": {
        resources: [group()],
        config: { [boundBy]: { externallyBound: { shop: "api.example.com" } } },
        finds: "nothing",
      },
      "a default domain that is bound elsewhere": {
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
      "an unknown template that depends on the group": {
        resources: [group(), ros({ ref: "shop" })],
        finds: "undecided",
        says: /template of ros is unknown at preview/,
      },
      "a template for one group of three": {
        resources: [...three, ros(template(customDomain({ Ref: "shop" })), threeParameters)],
        created: true,
        finds: "violation",
        says: /bound to (stock|staff)/,
      },
      "a template with two domains for three unknown groups": {
        resources: [
          ...three,
          ros(
            template(customDomain({ Ref: "shop" }), customDomain({ Ref: "stock" }, "b.example.com")),
            threeParameters,
          ),
        ],
        finds: "undecided",
        says: /for shop, staff, stock, because the template of ros binds domains to some of 3 groups/,
      },
      "a template with a domain for each of three groups": {
        resources: [
          ...three,
          ros(template(...["shop", "stock", "staff"].map((Ref) => customDomain({ Ref }))), threeParameters),
        ],
        finds: "nothing",
      },
      "a template with its own group": {
        resources: [group(), ros(template(customDomain({ "Fn::GetAtt": ["0", "GroupId"] })))],
        finds: "violation",
      },
      "a template with two domains for one of two unknown groups": {
        resources: [
          group("shop"),
          group("stock"),
          ros(
            template(customDomain({ Ref: "shop" }), customDomain({ Ref: "shop" }, "b.example.com")),
            threeParameters.slice(0, 2),
          ),
        ],
        finds: "undecided",
        says: /for shop, stock, because the template of ros binds domains to some of 2 groups/,
      },
      "a template with two domains for one of two groups, once created": {
        resources: [
          group("shop"),
          group("stock"),
          ros(
            template(customDomain({ Ref: "shop" }), customDomain({ Ref: "shop" }, "b.example.com")),
            threeParameters.slice(0, 2),
          ),
        ],
        created: true,
        finds: "violation",
        says: /bound to stock/,
      },
      "a template with a domain for one of two unknown groups, and a domain of this group elsewhere": {
        resources: [
          group("shop"),
          group("stock"),
          bound({}),
          ros(template(customDomain({ Ref: "shop" })), threeParameters.slice(0, 2)),
        ],
        finds: "undecided",
        says: /for stock, because/,
      },
      "a template with domains for two unknown groups, of which one has a condition": {
        resources: [
          group("shop"),
          group("stock"),
          ros(
            template(customDomain({ Ref: "shop" }), { ...customDomain({ Ref: "stock" }), Condition: "Live" }),
            threeParameters.slice(0, 2),
          ),
        ],
        finds: "undecided",
        says: /for shop, stock, because the template of ros binds domains to some of 2 groups/,
      },
      "a template with three unknown parameters for two groups": {
        resources: [
          group("shop"),
          group("stock"),
          ros(template(customDomain({ Ref: "one" }), customDomain({ Ref: "two" }, "b.example.com")), [
            parameter("one", { ref: "shop" }),
            parameter("two", { ref: "shop" }),
            parameter("three", { ref: "stock" }),
          ]),
        ],
        finds: "undecided",
        says: /for shop, stock, because the template of ros binds domains to some of 2 groups/,
      },
      "a template whose domain has the count 0": {
        resources: [group(), ros(one({ Count: 0 }), [parameter("Group", { ref: "shop" })])],
        finds: "violation",
        says: /domain: not set/,
      },
      "a template whose domain has a count by parameter": {
        resources: [group(), ros(one({ Count: { Ref: "Number" } }), groupAnd("Number", "0"))],
        finds: "violation",
        says: /domain: not set/,
      },
      "a template whose domain has an unknown count": {
        resources: [group(), ros(one({ Count: { Ref: "Number" } }), groupAnd("Number", unknown))],
        finds: "undecided",
      },
      "a template with a condition that is false by default": {
        resources: [group(), ros(byDefault("test"), [parameter("Group", { ref: "shop" })])],
        finds: "violation",
        says: /domain: not set/,
      },
      "a template with a condition that is true by default": {
        resources: [group(), ros(byDefault("prod"), [parameter("Group", { ref: "shop" })])],
        finds: "nothing",
      },
      "a nested stack with a domain": {
        resources: [group(), ros(nested({ Group: { Ref: "Outer" } }), [parameter("Outer", { ref: "shop" })])],
        finds: "nothing",
      },
      "a nested stack with a domain for another group of the template": {
        resources: [
          group(),
          ros(nested({ Group: { "Fn::GetAtt": ["Own", "GroupId"] } }), [parameter("Outer", { ref: "shop" })]),
        ],
        finds: "violation",
      },
      "a nested stack with the count 0": {
        resources: [
          group(),
          ros(nested({ Group: { Ref: "Outer" } }, JSON.parse(one({})), { Count: 0 }), [
            parameter("Outer", { ref: "shop" }),
          ]),
        ],
        finds: "violation",
      },
      "a nested stack whose template is at a URL": {
        resources: [
          group(),
          ros(nested({ Group: { Ref: "Outer" } }, null), [parameter("Outer", { ref: "shop" })]),
        ],
        finds: "undecided",
        says: /has a nested stack whose template is not part of it/,
      },
      "an external domain for two groups with one name in two regions": {
        resources: [
          group("shop", { name: "api" }),
          { ...group("stock", { name: "api" }), provider: { name: "shanghai", region: "cn-shanghai" } },
        ],
        config: { [boundBy]: { externallyBound: { api: "api.example.com" } } },
        finds: "violation",
        says: /the domain in externallyBound: found "api.example.com", expected a domain of (shop|stock) only/,
      },
      "external domains for two groups with one name, by resource name and URN": {
        resources: [
          group("shop", { name: "api" }),
          { ...group("stock", { name: "api" }), provider: { name: "shanghai", region: "cn-shanghai" } },
        ],
        config: {
          [boundBy]: {
            externallyBound: {
              shop: "api.example.com",
              "urn:pulumi:local::shop::alicloud:apigateway/group:Group::stock": "api.example.org",
            },
          },
        },
        finds: "nothing",
      },
      "a template whose domain has no name, once created": {
        resources: [group(), ros(template(nameless), [parameter("Group", { ref: "shop" })])],
        created: true,
        finds: "violation",
        says: /templateBody of ros: found ""/,
      },
      "a template with a false condition, once created": {
        resources: [group(), ros(conditional, groupAnd("Env", "test"))],
        created: true,
        finds: "violation",
        says: /domain: not set/,
      },
      "a template with a true condition": {
        resources: [group(), ros(conditional, groupAnd("Env", "prod"))],
        finds: "nothing",
      },
      "a template with an unknown condition": {
        resources: [group(), ros(conditional, groupAnd("Env", unknown))],
        finds: "undecided",
        says: /a condition in the template of ros is unknown/,
      },
      "a template that chooses between the group and its own by an unknown condition": {
        resources: [group(), ros(chosen({ "Fn::GetAtt": ["Own", "GroupId"] }), groupAnd("Env", unknown))],
        finds: "undecided",
        says: /a condition in the template of ros is unknown/,
      },
      "a template that chooses another group by a true condition": {
        resources: [group(), ros(chosen("g-1"), groupAnd("Env", "test"))],
        finds: "violation",
        says: /domain: not set/,
      },
      "a template that chooses the group by a false condition": {
        resources: [group(), ros(chosen("g-1"), groupAnd("Env", "prod"))],
        finds: "nothing",
      },
      "a template that is a string": {
        resources: [group(), ros('"tbd"', [parameter("Group", { ref: "shop" })])],
        finds: "undecided",
        says: /the template of ros is not an object in JSON/,
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
        says: /this is the domain of the group/,
      },
      "a single label": { resources: [group(), bound({ domain: "shop" })], finds: "violation" },
      "a domain that ends in the same letters": {
        resources: [group(), bound({ domain: "my-alicloudapi.com" })],
        finds: "nothing",
      },
      "another default domain of the gateway": {
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
