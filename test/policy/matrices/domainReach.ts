import {
  apiGroupDomainCertificate,
  apiGroupDomainCname,
  apiGroupDomainHttpsRedirect,
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
const waf = (domain: unknown) => ({ type: "alicloud:wafv3/domain:Domain", name: "waf", props: { domain } });
const cname = (props: Record<string, unknown>) => ({
  type: "alicloud:dns/alidnsRecord:AlidnsRecord",
  name: "cname",
  props: { domainName: "example.com", rr: "api", type: "CNAME", ...props },
});

export const domainReachMatrices: Record<string, Matrix> = {
  [apiGroupDomainCertificate.name]: {
    absent: {
      resources: [group(), bound({})],
      finds: "violation",
      says: /fingerprint: not set, expected a certificate for api\.example\.com/,
    },
    unknown: { resources: [group(), bound({ fingerprint: unknown })], finds: "undecided" },
    unknownButLinked: "an unknown certificate may be empty",
    more: {
      "a domain for callers in VPCs": {
        resources: [group(), bound({ network: "INTRANET" })],
        finds: "nothing",
      },
      "a resource type without a certificate property": {
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
  [apiGroupDomainHttpsRedirect.name]: {
    absent: {
      resources: [group(), bound({ fingerprint: "a" })],
      finds: "violation",
      says: /redirect: not set, expected true/,
    },
    unknown: { resources: [group(), bound({ fingerprint: "a", redirect: unknown })], finds: "undecided" },
    unknownButLinked: "the property does not depend on other resources",
    more: {
      "a domain without a certificate": {
        resources: [group(), bound({ redirect: false })],
        finds: "nothing",
      },
      "a domain with an unknown certificate": {
        resources: [group(), bound({ fingerprint: unknown, redirect: false })],
        finds: "undecided",
        says: /its certificate is unknown/,
      },
      "a domain with an unknown certificate that redirects": {
        resources: [group(), bound({ fingerprint: unknown, redirect: true })],
        finds: "nothing",
      },
      "a domain for callers in VPCs": {
        resources: [group(), bound({ fingerprint: "a", network: "INTRANET" })],
        finds: "nothing",
      },
      "a template with a certificate": {
        resources: [
          group(),
          ros(
            template({
              Type: "ALIYUN::ApiGateway::CustomDomain",
              Properties: { GroupId: "g", DomainName: "a.example.com", CertificateName: "c" },
            }),
          ),
        ],
        finds: "undecided",
        says: /its type does not show whether the domain redirects/,
      },
      "a configured type without a certificate property": {
        resources: [
          group(),
          {
            type: "our:index:Domain",
            name: "ours",
            props: { api: "g", host: "a.example.com", https: false },
          },
        ],
        config: {
          [apiGroupDomainHttpsRedirect.name]: {
            domainBindings: [
              {
                type: "our:index:Domain",
                groupProperty: "api",
                domainProperty: "host",
                redirectProperty: "https",
              },
            ],
          },
        },
        finds: "undecided",
        says: /its type does not show whether the domain has a certificate/,
      },
    },
  },
  [apiGroupDomainCname.name]: {
    absent: { resources: [group(), bound({})], finds: "violation" },
    unknown: { resources: [group(), bound({ domain: unknown })], finds: "undecided" },
    unknownButLinked: {
      resources: [group(), bound({}), cname({ value: { ref: "shop" } })],
      finds: "nothing",
    },
    more: {
      "a record with another target": {
        resources: [group(), bound({}), cname({ value: "www.example.com" })],
        finds: "violation",
        says: /value of cname: found "www\.example\.com", expected the domain of the group/,
      },
      "a disabled record": {
        resources: [group(), bound({}), cname({ value: { ref: "shop" }, status: "DISABLE" })],
        finds: "violation",
        says: /status of cname: found "DISABLE", expected "ENABLE"/,
      },
      "a record with an unknown status": {
        resources: [group(), bound({}), cname({ value: { ref: "shop" }, status: unknown })],
        finds: "undecided",
      },
      "a record of an unknown type": {
        resources: [group(), bound({}), cname({ value: { ref: "shop" }, type: unknown })],
        finds: "undecided",
      },
      "a record of another type": {
        resources: [group(), bound({}), cname({ value: "203.0.113.7", type: "A" })],
        finds: "violation",
        says: /CNAME record of api\.example\.com: not set/,
      },
      "a record with an unknown target": {
        resources: [group(), bound({}), cname({ value: unknown })],
        finds: "undecided",
        says: /value of cname/,
      },
      "a record with an unknown name": {
        resources: [group(), bound({}), cname({ rr: unknown, value: { ref: "shop" } })],
        finds: "undecided",
        says: /name of the record cname/,
      },
      "a wildcard record": {
        resources: [group(), bound({}), cname({ rr: "*", value: { ref: "shop" } })],
        finds: "nothing",
      },
      "a wildcard record, and a nearer one with another target": {
        resources: [
          group(),
          bound({}),
          cname({ rr: "*", value: { ref: "shop" } }),
          { ...cname({ value: "203.0.113.7", type: "A" }), name: "nearer" },
        ],
        finds: "violation",
      },
      "a record that points to WAF": {
        resources: [
          group(),
          bound({}),
          waf("api.example.com"),
          cname({ value: { ref: "waf", output: "cname" } }),
        ],
        finds: "nothing",
      },
      "a record that points to WAF, once created": {
        resources: [
          group(),
          bound({}),
          { ...waf("api.example.com"), props: { domain: "api.example.com", cname: "x.yundunwaf.test" } },
          cname({ value: "X.yundunwaf.test." }),
        ],
        created: true,
        finds: "nothing",
      },
      "a record that points to WAF for another domain": {
        resources: [
          group(),
          bound({}),
          { ...waf("stock.example.com"), props: { domain: "stock.example.com", cname: "x.yundunwaf.test" } },
          cname({ value: "x.yundunwaf.test" }),
        ],
        finds: "violation",
      },
      "a domain of a group of another stack": {
        resources: [group(), bound({ groupId: "g-1" }), cname({ value: "e2b5.alicloudapi.com" })],
        finds: "undecided",
      },
      "a record of another host": {
        resources: [group(), bound({}), cname({ rr: "www", value: { ref: "shop" } })],
        finds: "violation",
      },
      "a record with the domain of the group": {
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
  [apiGroupDomainWaf.name]: {
    absent: {
      resources: [group(), bound({}), waf("stock.example.com")],
      finds: "violation",
      says: /domain of WAF 3\.0: found \["stock\.example\.com"\], expected "api\.example\.com"/,
    },
    unknown: { resources: [group(), bound({}), waf(unknown)], finds: "undecided" },
    unknownButLinked: "the firewall names a domain, not a resource",
    more: {
      "a wildcard domain of WAF": {
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
};
