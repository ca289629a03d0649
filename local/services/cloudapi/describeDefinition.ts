import type { ApiDefinition } from "../../store/model";
import type { Call } from "../common/call";

/** Common fields of DescribeApi and DescribeDeployedApi. Every container is present, possibly empty. */
export function describeDefinition(call: Call, regionId: string, definition: ApiDefinition) {
  const { request } = definition;
  return {
    ApiName: definition.name,
    Description: definition.description,
    Visibility: definition.visibility,
    AuthType: definition.authType,
    AppCodeAuthType: definition.appCodeAuthType,
    AllowSignatureMethod: definition.allowSignatureMethod,
    ForceNonceCheck: definition.forceNonceCheck,
    DisableInternet: definition.disableInternet,
    WebSocketApiType: "COMMON",
    BackendEnable: definition.backendEnabled ?? false,
    ...describeBackend(call, definition),
    ResultType: definition.resultType,
    ResultSample: definition.resultSample,
    FailResultSample: definition.failResultSample,
    RequestConfig: {
      RequestProtocol: request.protocol,
      RequestHttpMethod: request.method,
      RequestPath: request.path,
      RequestMode: request.mode,
      BodyFormat: request.bodyFormat,
      PostBodyDescription: request.postBodyDescription ?? "",
      BodyModel: request.bodyModel ?? "",
      EscapePathParam: request.escapePathParam ?? false,
    },
    ServiceConfig: describeService(call, regionId, definition),
    RequestParameters: {
      RequestParameter: definition.requestParameters.map((parameter) => ({
        ApiParameterName: parameter.apiParameterName,
        Location: parameter.location,
        ParameterType: parameter.parameterType,
        Required: parameter.required,
        DefaultValue: parameter.defaultValue,
        Description: parameter.description,
        DocShow: "PUBLIC",
        DocOrder: 0,
      })),
    },
    ServiceParameters: {
      ServiceParameter: definition.serviceParameters.map((parameter) => ({
        ServiceParameterName: parameter.serviceParameterName,
        Location: parameter.location,
        ParameterType: parameter.parameterType,
      })),
    },
    ServiceParametersMap: {
      ServiceParameterMap: definition.serviceParametersMap.map((entry) => ({
        RequestParameterName: entry.requestParameterName,
        ServiceParameterName: entry.serviceParameterName,
      })),
    },
    ConstantParameters: {
      ConstantParameter: definition.constantParameters.map((constant) => ({
        ServiceParameterName: constant.serviceParameterName,
        ConstantValue: constant.constantValue,
        Location: constant.location,
        Description: constant.description,
      })),
    },
    SystemParameters: {
      SystemParameter: definition.systemParameters.map((system) => ({
        ParameterName: system.parameterName,
        ServiceParameterName: system.serviceParameterName,
        Location: system.location,
        Description: system.description,
        DemoValue: "",
      })),
    },
    CustomSystemParameters: { CustomSystemParameter: [] },
    ErrorCodeSamples: {
      ErrorCodeSample: (definition.errorCodeSamples ?? []).map((sample) => ({
        Code: sample.code,
        Message: sample.message,
        Description: sample.description,
        Model: sample.model,
      })),
    },
    ResultDescriptions: { ResultDescription: [] },
  };
}

/** Absent without an enabled back end: the Terraform provider would store any ID. */
function describeBackend(call: Call, { backendEnabled, backendId }: ApiDefinition) {
  const backend = backendEnabled && backendId ? call.store.backends.get(backendId) : undefined;
  return backend
    ? { BackendConfig: { BackendId: backend.id, BackendName: backend.name, BackendType: backend.type } }
    : {};
}

/** The region has another name in a call than in an answer. */
function describeFunction({ FcRegionId = "", RegionId = "", ...others }: Record<string, string>) {
  return {
    ...others,
    RegionId: RegionId || FcRegionId,
    OnlyBusinessPath: others.OnlyBusinessPath === "true",
  };
}

const trueFalse = (value: boolean): string => (value ? "TRUE" : "FALSE");

function describeService(call: Call, regionId: string, { service }: ApiDefinition) {
  const access = call.store.vpcAccesses.find(
    (one) => one.regionId === regionId && one.name === service.vpcAccessName,
  );
  return {
    Mock: trueFalse(service.mock),
    MockResult: service.mockResult,
    MockStatusCode: service.mockStatusCode ?? 200,
    MockHeaders: {
      MockHeader: (service.mockHeaders ?? []).map(({ name, value }) => ({
        HeaderName: name,
        HeaderValue: value,
      })),
    },
    ServiceVpcEnable: trueFalse(service.vpcEnable),
    ServiceProtocol: service.protocol,
    ServiceAddress: service.address,
    ServiceHttpMethod: service.method,
    ServicePath: service.path,
    ServiceTimeout: service.timeout,
    AoneAppName: service.aoneAppName ?? "",
    ContentTypeCatagory: service.contentTypeCategory,
    ContentTypeValue: service.contentTypeValue,
    ...(service.functionCompute && { FunctionComputeConfig: describeFunction(service.functionCompute) }),
    ...(service.oss && { OssConfig: service.oss }),
    ...(service.eventBridge && { EventBridgeConfig: service.eventBridge }),
    VpcConfig: {
      Name: service.vpcAccessName,
      VpcScheme: service.spelledVpcScheme ?? service.vpcScheme,
      VpcId: access?.vpcId ?? "",
      InstanceId: access?.instanceId ?? "",
      ...(access && { Port: access.port }),
    },
  };
}
