import { isUnknown } from "../../core/facts";
import { strings } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { complies, undecided, violates } from "../../core/verdict";

const type = "alicloud:apigateway/api:Api";

export const apiRequestProtocolHttps = resourceRule({
  name: "api-request-protocol-https",
  title: "APIs take HTTPS alone",
  description: "An API takes requests over HTTPS and nothing else.",
  why: "An AppCode travels in a header or in the query. Over HTTP everybody on the way can read it, and call with it.",
  severity: "high",
  level: "mandatory",
  tags: ["api-gateway-api-internet-request-https", "CKV_ALI_21", "api_gateway_api_protocol_not_https"],
  remedy: "Let requestConfig.protocol be HTTPS.",
  argument: 'routes["…"].protocols: ["HTTPS"]',
  type,
  reads: { [type]: ["name", "requestConfig.protocol"] },
  options: { exceptApis: strings([], "Names of APIs that may also take HTTP.") },
  judge(api, { exceptApis }) {
    const name = api.at("name");
    if (typeof name === "string" && exceptApis.includes(name)) return complies;
    const property = "requestConfig.protocol";
    const protocol = api.at(property);
    if (isUnknown(protocol)) return undecided(`${property} is not known yet`);
    return protocol === "HTTPS" ? complies : violates({ property, seen: protocol, wanted: '"HTTPS"' });
  },
  examples: {
    fails: [
      {
        type,
        name: "items",
        props: {
          name: "get-items",
          groupId: "e2b5cd7fd6f34c5fa14e4a2c5b7c1d55",
          description: "GET /items",
          authType: "APP",
          serviceType: "HTTP-VPC",
          requestConfig: { protocol: "HTTP,HTTPS", method: "GET", path: "/items", mode: "PASSTHROUGH" },
        },
      },
    ],
    passes: [
      {
        type,
        name: "items",
        props: {
          name: "get-items",
          groupId: "e2b5cd7fd6f34c5fa14e4a2c5b7c1d55",
          description: "GET /items",
          authType: "APP",
          serviceType: "HTTP-VPC",
          requestConfig: { protocol: "HTTPS", method: "GET", path: "/items", mode: "PASSTHROUGH" },
        },
      },
    ],
  },
});
