import type { ApiDefinition } from "../../store/model";
import { apiError } from "./errors";
import { JsonFields, jsonList } from "./jsonFields";

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
    postBodyDescription: fields.text("PostBodyDescription") ?? "",
    bodyModel: fields.text("BodyModel") ?? "",
    escapePathParam: fields.choice("EscapePathParam", ["true", "false"], "false") === "true",
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

const functionFields = [
  ...["FcVersion", "FcType", "FcBaseUrl", "FcRegionId", "RegionId", "Path", "Method", "OnlyBusinessPath"],
  ...["Qualifier", "ServiceName", "FunctionName", "TriggerName", "RoleArn"],
  ...["ContentTypeCatagory", "ContentTypeValue"],
] as const;
const ossFields = ["OssRegionId", "BucketName", "Key", "Action"] as const;
const eventBridgeFields = ["EventBridgeRegionId", "EventBus", "EventSource", "RoleArn"] as const;

/** The fields of an object, as texts. Rejects fields that are not in the list. */
export function readTexts(fields: JsonFields | undefined, names: readonly string[]): Record<string, string> {
  const texts = names.map((name): [string, string] => [name, fields?.text(name) ?? ""]);
  fields?.finish();
  return Object.fromEntries(texts);
}

/** Headers of a mock. HTTP of Node.js accepts no others. */
const headerName = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

export function readMockHeaders(path: string, value: unknown): { name: string; value: string }[] {
  return jsonList(path, value).map((fields) => {
    const name = fields.text("HeaderName") ?? "";
    const header = { name, value: fields.text("HeaderValue") ?? "" };
    fields.finish();
    if (!headerName.test(name) || /[\r\n\0]/.test(header.value))
      throw apiError("InvalidDefinition.Malformed", fields.path, `is not a header: "${name}"`);
    return header;
  });
}

const protocols = ["HTTP", "HTTPS", "FunctionCompute", "OSS", "EventBridge"] as const;

/**
 * Parameter ServiceConfig. A VPC back end names its authorization, which the caller validates. With a back end of its
 * own (`BackendEnable`), an API needs neither address nor authorization here.
 */
export function readServiceConfig(value: unknown, hasBackend = false): ApiDefinition["service"] {
  const fields = new JsonFields("ServiceConfig", value);
  const vpc = fields.object("VpcConfig");
  vpc?.known("VpcScheme", ["HTTP", "HTTPS"]);
  const vpcScheme = vpc?.text("VpcScheme") ?? "";
  const mock = fields.choice("Mock", ["TRUE", "FALSE"], "FALSE") === "TRUE";
  const vpcEnable = fields.choice("ServiceVpcEnable", ["TRUE", "FALSE"], "FALSE") === "TRUE";
  const protocol = fields.choice("ServiceProtocol", protocols, "HTTP");
  const aoneAppName = fields.text("AoneAppName") ?? "";
  const mockStatusCode = fields.integer("MockStatusCode", 200, 599);
  const mockHeaders = readMockHeaders("ServiceConfig.MockHeaders", fields.list("MockHeaders"));
  const functionCompute = readTexts(fields.object("FunctionComputeConfig"), functionFields);
  const oss = readTexts(fields.object("OssConfig"), ossFields);
  const eventBridge = readTexts(fields.object("EventBridgeConfig"), eventBridgeFields);
  const service = {
    protocol,
    address: fields.text("ServiceAddress") ?? "",
    method: fields.choice("ServiceHttpMethod", backendMethods, ""),
    path: fields.text("ServicePath") ?? "",
    timeout: fields.integer("ServiceTimeout", 1, maxServiceTimeout) ?? 10_000,
    vpcEnable,
    vpcAccessName: vpc?.text("Name") ?? "",
    vpcScheme: vpcScheme.toUpperCase(),
    ...(vpcScheme && { spelledVpcScheme: vpcScheme }),
    mock,
    mockResult: fields.text("MockResult") ?? "",
    ...(mockStatusCode !== undefined && { mockStatusCode }),
    ...(mockHeaders.length > 0 && { mockHeaders }),
    ...(aoneAppName && { aoneAppName }),
    ...(protocol === "FunctionCompute" && { functionCompute }),
    ...(protocol === "OSS" && { oss }),
    ...(protocol === "EventBridge" && { eventBridge }),
    contentTypeCategory: fields.choice("ContentTypeCatagory", ["", "DEFAULT", "CUSTOM", "CLIENT"], ""),
    contentTypeValue: fields.text("ContentTypeValue") ?? "",
  };
  // Names inside VpcConfig that repeat values of the authorization.
  vpc?.text("VpcId");
  vpc?.text("InstanceId");
  vpc?.text("Port");
  vpc?.finish();
  fields.finish();
  if (!hasBackend) checkTarget(service);
  if (service.path) checkedPath("ServiceConfig.ServicePath", service.path);
  return service;
}

function checkTarget(service: ApiDefinition["service"]): void {
  const { protocol, vpcEnable, mock, address } = service;
  if (vpcEnable && !service.vpcAccessName) {
    throw apiError(
      "InvalidDefinition.Malformed",
      "ServiceConfig.VpcConfig.Name",
      "is missing, though ServiceVpcEnable is TRUE",
    );
  }
  const needsAddress = !vpcEnable && !mock && (protocol === "HTTP" || protocol === "HTTPS");
  if (needsAddress && !isServiceAddress(address)) {
    const mustBe = `is "${address}", but must be such as http://host:port`;
    throw apiError("InvalidDefinition.Malformed", "ServiceConfig.ServiceAddress", mustBe);
  }
}

export const isServiceAddress = (address: string): boolean =>
  /^https?:\/\/[^/\s]+$/i.test(address.replace(/\/$/, ""));
