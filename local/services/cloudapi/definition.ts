import type { ParametersOf } from "../../rpc/parameterTypes";
import type { ApiDefinition } from "../../store/model";
import { apiError } from "./errors";
import { jsonList } from "./jsonFields";
import { description, gatewayName } from "./names";
import { readParameterLists } from "./parameterMapping";
import { readRequestConfig, readServiceConfig } from "./requestConfig";

/** Values of a definition that are separate parameters of CreateApi, ModifyApi and ModifyApiConfiguration. */
export const plainSettings = {
  ApiName: gatewayName,
  Description: description,
  Visibility: { type: "string", enum: ["PUBLIC", "PRIVATE"] },
  AuthType: { type: "string", implemented: ["APP", "ANONYMOUS"], enum: ["APP", "ANONYMOUS"] },
  AppCodeAuthType: { type: "string", enum: ["DEFAULT", "DISABLE", "HEADER", "HEADER_QUERY"] },
  AllowSignatureMethod: { type: "string", enum: ["HmacSHA256", "HmacSHA1,HmacSHA256"] },
  ForceNonceCheck: { type: "boolean" },
  DisableInternet: { type: "boolean" },
  ResultType: { type: "string", enum: ["JSON", "TEXT", "BINARY", "XML", "HTML", "PASSTHROUGH"] },
  ResultSample: { type: "string" },
  FailResultSample: { type: "string" },
  ErrorCodeSamples: { type: "json" },
} as const;

/**
 * Additional parameters of CreateApi and ModifyApi: configurations and lists as JSON, the back end, and a switch for a
 * feature that the local cloud lacks.
 */
export const definitionParameters = {
  ...plainSettings,
  RequestConfig: { type: "json" },
  ServiceConfig: { type: "json" },
  RequestParameters: { type: "json" },
  ServiceParameters: { type: "json" },
  ServiceParametersMap: { type: "json" },
  ConstantParameters: { type: "json" },
  SystemParameters: { type: "json" },
  WebSocketApiType: { type: "string", implemented: ["COMMON"] },
  BackendEnable: { type: "boolean" },
  BackendId: { type: "string" },
} as const;

/** An empty definition. */
export const blankDefinition: ApiDefinition = {
  name: "",
  description: "",
  visibility: "PRIVATE",
  authType: "APP",
  appCodeAuthType: "DEFAULT",
  allowSignatureMethod: "HmacSHA256",
  forceNonceCheck: false,
  disableInternet: false,
  request: { protocol: "HTTP", method: "GET", path: "/", mode: "MAPPING", bodyFormat: "" },
  service: {
    protocol: "HTTP",
    address: "",
    method: "",
    path: "",
    timeout: 10_000,
    vpcEnable: false,
    vpcAccessName: "",
    vpcScheme: "",
    mock: false,
    mockResult: "",
    contentTypeCategory: "",
    contentTypeValue: "",
  },
  requestParameters: [],
  serviceParameters: [],
  serviceParametersMap: [],
  constantParameters: [],
  systemParameters: [],
  resultType: "JSON",
  resultSample: "",
  failResultSample: "",
  errorCodeSamples: [],
};

/** Errors of the service. Assumption: code and message are required. No document states it. */
function readErrorCodeSamples(value: unknown): NonNullable<ApiDefinition["errorCodeSamples"]> {
  return jsonList("ErrorCodeSamples", value).map((fields) => {
    const needed = (name: string): string => {
      const text = fields.text(name);
      if (text) return text;
      throw apiError("InvalidDefinition.Malformed", `${fields.path}.${name}`, "is missing");
    };
    const sample = {
      code: needed("Code"),
      message: needed("Message"),
      description: fields.text("Description") ?? "",
      model: fields.text("Model") ?? "",
    };
    fields.finish();
    return sample;
  });
}

/**
 * The definition to which ModifyApi applies its parameters. ModifyApi replaces the whole definition, so examples that
 * the call does not repeat are removed.
 */
export function withoutExamples(definition: ApiDefinition): ApiDefinition {
  const { resultType, resultSample, failResultSample } = blankDefinition;
  return { ...definition, resultType, resultSample, failResultSample, errorCodeSamples: [] };
}

/** Applies the given plain values to a definition. All other values remain. */
export function withSettings(base: ApiDefinition, p: ParametersOf<typeof plainSettings>): ApiDefinition {
  return {
    ...base,
    name: p.ApiName || base.name,
    description: p.Description ?? base.description,
    visibility: p.Visibility ?? base.visibility,
    authType: p.AuthType ?? base.authType,
    appCodeAuthType: p.AppCodeAuthType ?? base.appCodeAuthType,
    allowSignatureMethod: p.AllowSignatureMethod ?? base.allowSignatureMethod,
    forceNonceCheck: p.ForceNonceCheck ?? base.forceNonceCheck,
    disableInternet: p.DisableInternet ?? base.disableInternet,
    resultType: p.ResultType ?? base.resultType,
    resultSample: p.ResultSample ?? base.resultSample,
    failResultSample: p.FailResultSample ?? base.failResultSample,
    ...(p.ErrorCodeSamples !== undefined && { errorCodeSamples: readErrorCodeSamples(p.ErrorCodeSamples) }),
  };
}

/** Applies all given values to a definition. One parameter list replaces all of them. */
export function withDefinition(
  base: ApiDefinition,
  p: ParametersOf<typeof definitionParameters>,
): ApiDefinition {
  const lists = [
    p.RequestParameters,
    p.ServiceParameters,
    p.ServiceParametersMap,
    p.ConstantParameters,
    p.SystemParameters,
  ];
  const backendEnabled = p.BackendEnable ?? base.backendEnabled ?? false;
  const backendId = p.BackendId || base.backendId;
  return {
    ...withSettings(base, p),
    ...(backendEnabled && { backendEnabled, ...(backendId && { backendId }) }),
    ...(p.BackendEnable === false && { backendEnabled: false }),
    ...(p.RequestConfig !== undefined && { request: readRequestConfig(p.RequestConfig) }),
    ...(p.ServiceConfig !== undefined && { service: readServiceConfig(p.ServiceConfig, backendEnabled) }),
    ...(lists.some((list) => list !== undefined) && readParameterLists(p)),
  };
}
