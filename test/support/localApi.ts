import { CreateApiRequest } from "@alicloud/cloudapi20160714";
import { type TestCloud, textAt, versions } from "./localCloud";
import { addBalancer, addInstance, type TestNetwork } from "./localNetwork";

/** RequestConfig and ServiceConfig of a VPC back end in the format of the Terraform provider. */
export const requestConfig = (change: Record<string, unknown> = {}): string =>
  JSON.stringify({
    requestProtocol: "HTTP,HTTPS",
    requestHttpMethod: "GET",
    requestPath: "/nginx",
    requestMode: "PASSTHROUGH",
    bodyFormat: "",
    ...change,
  });

export const serviceConfig = (change: Record<string, unknown> = {}): string =>
  JSON.stringify({
    serviceProtocol: "HTTP",
    serviceAddress: "",
    serviceHttpMethod: "GET",
    servicePath: "/",
    serviceTimeout: 10000,
    contentTypeCatagory: "",
    contentTypeValue: "",
    mock: "FALSE",
    mockResult: "",
    serviceVpcEnable: "TRUE",
    functionComputeConfig: { fcVersion: "", fcType: "", onlyBusinessPath: false, fcRegionId: "" },
    vpcConfig: { name: "backend", vpcScheme: "" },
    aoneAppName: "",
    ...change,
  });

export interface TestBackend extends TestNetwork {
  instanceId: string;
  privateIp: string;
  lb: string;
}

/** Adds an instance behind an intranet CLB, and the authorization `backend` for it. */
export async function addBackend(cloud: TestCloud): Promise<TestBackend> {
  const instance = await addInstance(cloud);
  const lb = await addBalancer(cloud, instance);
  const access = { Name: "backend", VpcId: instance.vpcId, InstanceId: lb, Port: "80" };
  await cloud.call(versions.cloudapi, "SetVpcAccess", access);
  return { ...instance, lb };
}

export async function addGroup(cloud: TestCloud, name = "nginx-demo"): Promise<string> {
  return textAt(await cloud.call(versions.cloudapi, "CreateApiGroup", { GroupName: name }), "GroupId");
}

/** Adds the API of the tutorial with the SDK. */
export async function addApi(
  cloud: TestCloud,
  groupId: string,
  change: Partial<ConstructorParameters<typeof CreateApiRequest>[0]> = {},
): Promise<string> {
  const answer = await cloud.cloudapi.createApi(
    new CreateApiRequest({
      groupId,
      apiName: "nginx-test",
      description: "",
      authType: "APP",
      visibility: "PRIVATE",
      allowSignatureMethod: "HmacSHA256",
      webSocketApiType: "COMMON",
      backendEnable: false,
      resultType: "JSON",
      resultSample: "Result Sample",
      requestConfig: requestConfig(),
      serviceConfig: serviceConfig(),
      requestParameters: "null",
      serviceParameters: "null",
      serviceParametersMap: "null",
      ...change,
    }),
  );
  return answer.body?.apiId ?? "";
}
