import { unlessListed } from "../../core/exceptions";
import { strings } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { requireValue } from "../../core/verdict";
import { api } from "./exampleResources";
import { apiType as type } from "./stages";

const requestConfig = { protocol: "HTTPS", method: "GET", path: "/items", mode: "PASSTHROUGH" };

export const apiRequestProtocolHttps = resourceRule({
  name: "api-request-protocol-https",
  title: "API requires HTTPS",
  description: "An API accepts requests over HTTPS only.",
  why:
    "An AppCode is sent in a header or in the query string. Over HTTP, everybody on the network path can " +
    "read it and use it.",
  severity: "high",
  level: "mandatory",
  tags: ["api-gateway-api-internet-request-https", "CKV_ALI_21", "api_gateway_api_protocol_not_https"],
  hint: 'Set requestConfig.protocol to "HTTPS".',
  argument: 'routes["…"].protocols: ["HTTPS"]',
  type,
  reads: { [type]: ["name", "requestConfig.protocol"] },
  options: { exceptApis: strings([], "Names of APIs that may also accept HTTP.") },
  evaluate(resource, { exceptApis }) {
    const property = "requestConfig.protocol";
    return unlessListed("exceptApis", exceptApis, { name: resource.get("name") }, () =>
      requireValue(property, resource.get(property), "HTTPS"),
    );
  },
  examples: {
    fails: [api({ requestConfig: { ...requestConfig, protocol: "HTTP,HTTPS" } })],
    passes: [api({ requestConfig })],
  },
});
