import type { Common } from "./common";

export type StageName = "RELEASE" | "PRE" | "TEST";

export interface RequestParameter {
  apiParameterName: string;
  location: string;
  parameterType: string;
  required: string;
  defaultValue: string;
  description: string;
}

export interface ServiceParameter {
  serviceParameterName: string;
  location: string;
  parameterType: string;
  parameterCatalog: string;
}

/** Parameters of CreateApi and ModifyApi. A publication stores a copy of them. */
export interface ApiDefinition {
  name: string;
  description: string;
  visibility: string;
  authType: "APP" | "ANONYMOUS";
  appCodeAuthType: "DEFAULT" | "DISABLE" | "HEADER" | "HEADER_QUERY";
  allowSignatureMethod: string;
  forceNonceCheck: boolean;
  disableInternet: boolean;
  request: {
    protocol: string;
    method: string;
    path: string;
    mode: "PASSTHROUGH" | "MAPPING" | "MAPPING_PASSTHROUGH";
    bodyFormat: string;
    /** Documentation of the body, the model of the body, and whether path parameters are escaped. */
    postBodyDescription?: string;
    bodyModel?: string;
    escapePathParam?: boolean;
  };
  service: {
    protocol: string;
    address: string;
    method: string;
    path: string;
    /** Milliseconds. */
    timeout: number;
    vpcEnable: boolean;
    vpcAccessName: string;
    vpcScheme: string;
    /** The scheme as the call spelled it, which the answer repeats. Absent without one. */
    spelledVpcScheme?: string;
    mock: boolean;
    mockResult: string;
    /** Absent for 200. */
    mockStatusCode?: number;
    mockHeaders?: { name: string; value: string }[];
    /** Label without effect. */
    aoneAppName?: string;
    /** Targets of the protocols FunctionCompute, OSS and EventBridge, by the names of the API. */
    functionCompute?: Record<string, string>;
    oss?: Record<string, string>;
    eventBridge?: Record<string, string>;
    contentTypeCategory: string;
    contentTypeValue: string;
  };
  /** A back end that replaces `service` in each environment. Absent without one. */
  backendId?: string;
  backendEnabled?: boolean;
  requestParameters: RequestParameter[];
  serviceParameters: ServiceParameter[];
  serviceParametersMap: { requestParameterName: string; serviceParameterName: string }[];
  constantParameters: {
    serviceParameterName: string;
    location: string;
    constantValue: string;
    description: string;
  }[];
  systemParameters: {
    parameterName: string;
    serviceParameterName: string;
    location: string;
    description: string;
  }[];
  resultType: string;
  resultSample: string;
  failResultSample: string;
  /** Absent in states that earlier releases saved. */
  errorCodeSamples?: { code: string; message: string; description: string; model: string }[];
}

/** A published definition, which the gateway serves or served in an environment. */
export interface Deployment {
  apiId: string;
  groupId: string;
  stage: StageName;
  /** `yyyyMMddHHmmssSSS`. */
  historyVersion: string;
  description: string;
  deployedTime: string;
  status: "ONLINE" | "OFFLINE";
  definition: ApiDefinition;
}

export interface Api extends Common {
  groupId: string;
  definition: ApiDefinition;
  modifiedTime: string;
  /** All publications, oldest first. At most one per environment is ONLINE. */
  deployments: Deployment[];
}

/** A completed batch call, stored for its Describe…Task. */
export interface BatchTask extends Common {
  action: "BatchDeployApis" | "BatchAbolishApis";
  results: { apiId: string; groupId: string; stage: StageName; status: string; errorMessage: string }[];
}

/** A model of request bodies and answers. Its ID is `<groupId>:<name>`. */
export interface ApiModel extends Common {
  modelId: string;
  groupId: string;
  name: string;
  /** JSON schema, unchanged from the call. */
  schema: string;
  description: string;
  modifiedTime: string;
}

/** A back end with one configuration for each environment, which APIs share. */
export interface Backend extends Common {
  name: string;
  type: string;
  description: string;
  modifiedTime: string;
  models: BackendModel[];
}

export interface BackendModel {
  id: string;
  stage: StageName;
  description: string;
  createdTime: string;
  modifiedTime: string;
  /** JSON of the call with the fields of its type. */
  config: Record<string, unknown>;
}
