import type { GatewayInstance } from "../../store/model";
import { cloudApiOperation } from "../common/call";
import { pageFields, pageOf } from "../common/paging";
import { accountId, regions } from "../common/regions";
import { hasTags, keyValueTags, tagParameter } from "../common/tags";
import { instanceIdOf } from "./gatewayInstances";

/** What a definition may take from the gateway itself (`gateway-facts`, section 1.3). */
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

export const platform = [
  cloudApiOperation({
    // Without RegionId the default region's: the shared instance has the same id in all of them.
    action: "DescribeInstances",
    parameters: {
      InstanceId: { type: "string" },
      InstanceType: { type: "string", enum: ["VPC_SHARED", "VPC_DEDICATED"] },
      Tag: tagParameter,
    },
    handle(call, p) {
      const found = call.store.gatewayInstances.filter(
        (instance) =>
          instance.regionId === call.regionId &&
          (!p.InstanceId || instanceIdOf(instance) === p.InstanceId) &&
          (!p.InstanceType || instance.type === p.InstanceType) &&
          hasTags(instance, p.Tag),
      );
      const page = pageOf(found, { PageSize: 100 });
      return { ...pageFields(page), Instances: { InstanceAttribute: page.items.map(describeInstance) } };
    },
  }),
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

function describeInstance(instance: GatewayInstance) {
  return {
    InstanceId: instanceIdOf(instance),
    InstanceName: instance.name,
    InstanceType: instance.type,
    DedicatedInstanceType: "",
    InstanceSpec: instance.spec,
    InstanceChargeType: "PayAsYouGo",
    InstanceRpsLimit: 500,
    Status: instance.status,
    RegionId: instance.regionId,
    ZoneId: instance.zoneId,
    ZoneLocalName: instance.zoneId,
    CreatedTime: instance.createdTime,
    ExpiredTime: "",
    HttpsPolicies: instance.httpsPolicy,
    VpcEgressAddress: instance.vpcEgressAddress,
    NewVpcEgressAddress: instance.newVpcEgressAddress,
    InternetEgressAddress: instance.internetEgressAddress,
    ClassicEgressAddress: "",
    IntranetSegments: "[]",
    InstanceCidrBlock: "",
    ConnectCidrBlocks: "[]",
    ConnectVpcId: "",
    UserVpcId: "",
    UserVswitchId: "",
    VpcOwnerId: Number(accountId),
    VpcIntranetEnable: false,
    VpcSlbIntranetEnable: false,
    SupportIpv6: false,
    EgressIpv6Enable: false,
    MaintainStartTime: "22:00Z",
    MaintainEndTime: "23:00Z",
    NetworkInterfaceAttributes: { NetworkInterfaceAttribute: [] },
    InstanceSpecAttributes: { SpecAttribute: [] },
    PrivateDnsList: { PrivateDns: [] },
    Tags: { TagInfo: keyValueTags(instance.tags) },
  };
}
