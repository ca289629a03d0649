import type { ApiDefinition } from "../../store/model";
import { apiError } from "./errors";
import { JsonFields } from "./jsonFields";

export const requestProtocols = ["HTTP", "HTTPS", "HTTP,HTTPS"] as const;
export const requestModes = ["PASSTHROUGH", "MAPPING", "MAPPING_PASSTHROUGH"] as const;
export const requestMethods = [
  "GET",
  "POST",
  "PUT",
  "DELETE",
  "HEAD",
  "PATCH",
  "OPTIONS",
  "TRACE",
  "CONNECT",
  "ANY",
] as const;

/** Limit of a shared gateway instance in milliseconds. */
export const maxServiceTimeout = 30_000;

/** Parameter RequestConfig. */
export function readRequestConfig(value: unknown): ApiDefinition["request"] {
  const fields = new JsonFields("RequestConfig", value);
  const request = {
    protocol: fields.choice("RequestProtocol", ["HTTP", "HTTPS", "HTTP,HTTPS", "HTTPS,HTTP"], "HTTP"),
    method: fields.choice("RequestHttpMethod", requestMethods, "GET"),
    path: checkedPath("RequestConfig.RequestPath", fields.text("RequestPath") ?? ""),
    mode: fields.choice("RequestMode", requestModes, "MAPPING"),
    bodyFormat: fields.choice("BodyFormat", ["", "FORM", "STREAM"], ""),
  };
  fields.finish();
  return request;
}

/**
 * Validates `/a/[name]/*`: a name in brackets stands for one segment, and a star at the end for all following segments.
 */
export function checkedPath(parameter: string, path: string): string {
  const segment = /^(\[[A-Za-z0-9_-]+\]|[^\s?#[\]*]*)$/;
  const segments = path.slice(1).split("/");
  const wellFormed =
    path.startsWith("/") &&
    path.length <= 200 &&
    segments.every((text, index) => segment.test(text) || (text === "*" && index === segments.length - 1));
  if (wellFormed) return path;
  const mustBe = `is "${path}", but must begin with / and have segments such as name, [name], or * at the end`;
  throw apiError("InvalidDefinition.Malformed", parameter, mustBe);
}

const backendMethods = ["", ...requestMethods] as const;

/** Parameter ServiceConfig. A VPC back end names its authorization, which the caller validates. */
export function readServiceConfig(value: unknown): ApiDefinition["service"] {
  const fields = new JsonFields("ServiceConfig", value);
  const vpc = fields.object("VpcConfig");
  const mock = fields.choice("Mock", ["TRUE", "FALSE"], "FALSE") === "TRUE";
  const vpcEnable = fields.choice("ServiceVpcEnable", ["TRUE", "FALSE"], "FALSE") === "TRUE";
  const protocol = fields.text("ServiceProtocol") || "HTTP";
  if (protocol !== "HTTP" && protocol !== "HTTPS") {
    throw apiError("LocalCloud.ParameterNotImplemented", `ServiceConfig.ServiceProtocol ${protocol}`);
  }
  const service = {
    protocol,
    address: fields.text("ServiceAddress") ?? "",
    method: fields.choice("ServiceHttpMethod", backendMethods, ""),
    path: fields.text("ServicePath") ?? "",
    timeout: fields.integer("ServiceTimeout", 1, maxServiceTimeout) ?? 10_000,
    vpcEnable,
    vpcAccessName: vpc?.text("Name") ?? "",
    vpcScheme: vpc?.choice("VpcScheme", ["", "HTTP", "HTTPS"], "") ?? "",
    mock,
    mockResult: fields.text("MockResult") ?? "",
    contentTypeCategory: fields.choice("ContentTypeCatagory", ["", "DEFAULT", "CUSTOM", "CLIENT"], ""),
    contentTypeValue: fields.text("ContentTypeValue") ?? "",
  };
  // Names inside VpcConfig that repeat values of the authorization.
  vpc?.text("VpcId");
  vpc?.text("InstanceId");
  vpc?.text("Port");
  vpc?.finish();
  fields.finish();
  if (vpcEnable && !service.vpcAccessName) {
    throw apiError(
      "InvalidDefinition.Malformed",
      "ServiceConfig.VpcConfig.Name",
      "is missing, though ServiceVpcEnable is TRUE",
    );
  }
  if (!vpcEnable && !mock && !/^https?:\/\/[^/\s]+$/i.test(service.address.replace(/\/$/, ""))) {
    const mustBe = `is "${service.address}", but must be such as http://host:port`;
    throw apiError("InvalidDefinition.Malformed", "ServiceConfig.ServiceAddress", mustBe);
  }
  if (service.path) checkedPath("ServiceConfig.ServicePath", service.path);
  return service;
}
