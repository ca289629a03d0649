import type { ApiDefinition, Backend, StageName } from "../../store/model";
import type { Call } from "../common/call";
import { apiError } from "./errors";
import { JsonFields } from "./jsonFields";
import { isServiceAddress, maxServiceTimeout, readMockHeaders, readTexts } from "./requestConfig";

/** Types of back ends of the local cloud. Others exist only in the real service. */
export const backendTypes = [
  ...["HTTP", "VPC", "MOCK"],
  ...["FC_EVENT", "FC_EVENT_V3", "FC_HTTP", "FC_HTTP_V3"],
  ...["OSS", "EVENTBRIDGE"],
] as const;

const functionFields = [
  ...["FcRegionId", "FcType", "FcVersion", "FcBaseUrl", "ServiceName", "FunctionName", "RoleArn"],
  ...["Qualifier", "TriggerName", "Path", "Method", "ContentTypeCatagory", "ContentTypeValue"],
] as const;

const malformed = (path: string, what: string) => apiError("InvalidDefinition.Malformed", path, what);

/** Parameter BackendModelData: the fields of its type, without empty ones. */
export function readBackendConfig(call: Call, type: string, value: unknown): Record<string, unknown> {
  const fields = new JsonFields("BackendModelData", value);
  const timeout = fields.integer("ServiceTimeout", 1, maxServiceTimeout);
  const config = {
    ...(timeout !== undefined && { ServiceTimeout: timeout }),
    ...readTarget(call, type, fields),
  };
  fields.finish();
  return config;
}

function readTarget(call: Call, type: string, fields: JsonFields): Record<string, unknown> {
  switch (type) {
    case "HTTP": {
      const address = fields.text("ServiceAddress") ?? "";
      if (!isServiceAddress(address))
        throw malformed(
          "BackendModelData.ServiceAddress",
          `is "${address}", but must be such as http://host:port`,
        );
      return withoutEmpty({
        ServiceAddress: address,
        HttpTargetHostName: fields.text("HttpTargetHostName") ?? "",
      });
    }
    case "VPC":
      return { VpcConfig: readVpcConfig(call, fields.object("VpcConfig")) };
    case "MOCK": {
      const mock = fields.object("MockConfig");
      if (!mock) throw malformed("BackendModelData.MockConfig", "is missing");
      const status = mock.integer("MockStatusCode", 200, 599);
      const headers = readMockHeaders("BackendModelData.MockConfig.MockHeaders", mock.list("MockHeaders"));
      const config = {
        MockResult: mock.text("MockResult") ?? "",
        ...(status !== undefined && { MockStatusCode: status }),
        ...(headers.length > 0 && {
          MockHeaders: headers.map(({ name, value }) => ({ HeaderName: name, HeaderValue: value })),
        }),
      };
      mock.finish();
      return { MockConfig: config };
    }
    case "OSS":
      return {
        OssConfig: withoutEmpty(
          readTexts(fields.object("OssConfig"), ["OssRegionId", "BucketName", "Key", "Action"]),
        ),
      };
    case "EVENTBRIDGE":
      return {
        EventBridgeConfig: withoutEmpty(
          readTexts(fields.object("EventBridgeConfig"), [
            ...["EventBridgeRegionId", "EventBus", "EventSource", "RoleArn"],
          ]),
        ),
      };
    default: {
      const target = fields.object("FunctionComputeConfig");
      const onlyBusinessPath = target?.text("OnlyBusinessPath") === "true";
      const texts = withoutEmpty(readTexts(target, functionFields));
      return { FunctionComputeConfig: { ...texts, ...(onlyBusinessPath && { OnlyBusinessPath: true }) } };
    }
  }
}

function readVpcConfig(call: Call, vpc: JsonFields | undefined): Record<string, unknown> {
  if (!vpc) throw malformed("BackendModelData.VpcConfig", "is missing");
  const id = vpc.text("VpcAccessId") ?? "";
  const access = call.store.vpcAccesses.get(id);
  if (!access) throw apiError("NotFoundVpcAccess", id);
  const texts = readTexts(vpc, ["VpcScheme", "VpcTargetHostName", "ServiceHttpMethod", "ServicePath"]);
  return { VpcAccessId: access.id, ...withoutEmpty(texts) };
}

const withoutEmpty = (texts: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));

/**
 * The service of an API in an environment. An enabled back end replaces the target of the definition.
 *
 * @throws ApiError if the back end has no configuration for the environment
 */
export function serviceIn(call: Call, definition: ApiDefinition, stage: StageName): ApiDefinition["service"] {
  const { service, backendEnabled, backendId } = definition;
  if (!backendEnabled) return service;
  const backend = call.store.backends.get(backendId ?? "");
  if (!backend) throw apiError("NotFoundBackend", backendId ?? "");
  const model = backend.models.find((one) => one.stage === stage);
  if (!model) throw apiError("NotFoundBackendModel", backend.id, stage);
  return { ...service, ...findTarget(call, backend, new JsonFields("BackendModelData", model.config)) };
}

function findTarget(call: Call, backend: Backend, config: JsonFields): Partial<ApiDefinition["service"]> {
  const timeout = config.integer("ServiceTimeout", 1, maxServiceTimeout);
  const common = { vpcEnable: false, mock: false, ...(timeout !== undefined && { timeout }) };
  switch (backend.type) {
    case "HTTP":
      return { ...common, protocol: "HTTP", address: config.text("ServiceAddress") ?? "" };
    case "VPC": {
      const vpc = config.object("VpcConfig");
      const access = call.store.vpcAccesses.get(vpc?.text("VpcAccessId") ?? "");
      return {
        ...common,
        protocol: "HTTP",
        vpcEnable: true,
        vpcAccessName: access?.name ?? "",
        vpcScheme: (vpc?.text("VpcScheme") ?? "").toUpperCase(),
      };
    }
    case "MOCK": {
      const mock = config.object("MockConfig");
      const status = mock?.integer("MockStatusCode", 200, 599);
      return {
        ...common,
        mock: true,
        mockResult: mock?.text("MockResult") ?? "",
        ...(status !== undefined && { mockStatusCode: status }),
        mockHeaders: readMockHeaders("MockHeaders", mock?.list("MockHeaders")),
      };
    }
    default:
      return { ...common, protocol: backend.type };
  }
}
