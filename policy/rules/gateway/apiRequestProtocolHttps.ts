import { unlessNamed } from "../../core/exceptions";
import { strings } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { wants } from "../../core/verdict";
import { api } from "./exampleResources";
import { apiType as type } from "./stages";

const requestConfig = { protocol: "HTTPS", method: "GET", path: "/items", mode: "PASSTHROUGH" };

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
  judge(resource, { exceptApis }) {
    const property = "requestConfig.protocol";
    return unlessNamed("exceptApis", exceptApis, { name: resource.at("name") }, () =>
      wants(property, resource.at(property), "HTTPS"),
    );
  },
  examples: {
    fails: [api({ requestConfig: { ...requestConfig, protocol: "HTTP,HTTPS" } })],
    passes: [api({ requestConfig })],
  },
});
