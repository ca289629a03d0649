import { cloudApiOperation } from "../common/call";
import { regions } from "../common/regions";

/** System parameters that the gateway provides to definitions (`gateway-facts`, section 1.3). */
const systemParameters = [
  ["CaClientIp", "IP address of the client", "192.168.1.1"],
  ["CaDomain", "Domain name that the client used", "api.example.com"],
  ["CaRequestHandleTime", "Time of the request, UTC", "2018-11-15T06:11:33Z"],
  ["CaAppId", "Id of the calling app", "100001"],
  ["CaRequestId", "Id of the request", "3F8B3C5A-7D8A-4E5D-9B11-2C6D8E1F0A4B"],
  ["CaApiName", "Name of the API", "nginx_test"],
  ["CaHttpSchema", "Protocol that the client used", "HTTP"],
  ["CaProxy", "Name of the gateway", "AliCloudAPIGateway"],
  ["CaClientUa", "User-Agent of the client", "curl/8.5.0"],
] as const;

/** Names of the system parameters. Definitions can use no others. */
export const systemParameterNames: readonly string[] = systemParameters.map(([name]) => name);

export const platform = [
  cloudApiOperation({
    action: "DescribeRegions",
    parameters: {},
    handle: () => ({
      Regions: {
        Region: regions.map(({ id, name }) => ({
          RegionId: id,
          LocalName: name,
          RegionEndpoint: `apigateway.${id}.aliyuncs.com`,
        })),
      },
    }),
  }),
  cloudApiOperation({
    action: "DescribeSystemParameters",
    parameters: {},
    handle: () => ({
      SystemParams: {
        SystemParamItem: systemParameters.map(([ParamName, Description, DemoValue]) => ({
          ParamName,
          ParamType: "string",
          Description,
          DemoValue,
        })),
      },
    }),
  }),
];
