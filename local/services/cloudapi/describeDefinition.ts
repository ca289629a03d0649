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
    BackendEnable: false,
    ResultType: definition.resultType,
    ResultSample: definition.resultSample,
    FailResultSample: definition.failResultSample,
    RequestConfig: {
      RequestProtocol: request.protocol,
      RequestHttpMethod: request.method,
      RequestPath: request.path,
      RequestMode: request.mode,
      BodyFormat: request.bodyFormat,
      PostBodyDescription: "",
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

const trueFalse = (value: boolean): string => (value ? "TRUE" : "FALSE");

function describeService(call: Call, regionId: string, { service }: ApiDefinition) {
  const access = call.store.vpcAccesses.find(
    (one) => one.regionId === regionId && one.name === service.vpcAccessName,
  );
  return {
    Mock: trueFalse(service.mock),
    MockResult: service.mockResult,
    MockHeaders: { MockHeader: [] },
    ServiceVpcEnable: trueFalse(service.vpcEnable),
    ServiceProtocol: service.protocol,
    ServiceAddress: service.address,
    ServiceHttpMethod: service.method,
    ServicePath: service.path,
    ServiceTimeout: service.timeout,
    AoneAppName: "",
    ContentTypeCatagory: service.contentTypeCategory,
    ContentTypeValue: service.contentTypeValue,
    VpcConfig: {
      Name: service.vpcAccessName,
      VpcScheme: service.vpcScheme,
      VpcId: access?.vpcId ?? "",
      InstanceId: access?.instanceId ?? "",
      ...(access && { Port: access.port }),
    },
  };
}
