import type { Instance } from "../../store/model";
import type { Store } from "../../store/store";
import { type Call, ecsOperation, inScope } from "../common/call";
import { nextToken, pageFields, takePage, tokenPage, tokenPaging } from "../common/paging";
import { hasTags, tagKeyValueTags, tagParameter } from "../common/tags";
import { isoMinutes } from "../common/times";
import { findEipOfInstance } from "../vpc/eips";
import { images, instanceTypes } from "./catalogue";
import { nameMatches } from "./catalogueOperations";
import { ecsError } from "./errors";

/** Finds an instance by ID in any region. */
export function findInstance(call: Call, id: string): Instance {
  const instance = call.store.instances.get(id);
  if (!instance) throw ecsError("InvalidInstanceId.NotFound", id);
  return instance;
}

/** Unset attributes are empty or false, not absent: the provider would treat an absent one as a change. */
export function describeInstance(store: Store, instance: Instance) {
  const eip = findEipOfInstance(store, instance.id);
  const type = instanceTypes.find(({ id }) => id === instance.instanceType);
  const image = images.find(({ id }) => id === (instance.baseImageId ?? instance.imageId));
  return {
    InstanceId: instance.id,
    InstanceName: instance.name,
    Description: instance.description,
    HostName: instance.hostName,
    RegionId: instance.regionId,
    ZoneId: instance.zoneId,
    Status: instance.status,
    ImageId: instance.imageId,
    InstanceType: instance.instanceType,
    InstanceTypeFamily: type?.family ?? "",
    Cpu: type?.cpu ?? 0,
    // MiB
    Memory: (type?.memory ?? 0) * 1024,
    OSName: image?.osName ?? "",
    OSNameEn: image?.osName ?? "",
    OSType: "linux",
    InstanceNetworkType: "vpc",
    InstanceChargeType: instance.subscription ? "PrePaid" : "PostPaid",
    SpotStrategy: instance.spot?.strategy ?? "NoSpot",
    SpotPriceLimit: instance.spot?.priceLimit ?? 0,
    SpotDuration: instance.spot?.duration ?? 0,
    SpotInterruptionBehavior: instance.spot?.interruption ?? "Terminate",
    InternetChargeType: instance.internetChargeType ?? "PayByTraffic",
    InternetMaxBandwidthIn:
      instance.internetMaxBandwidthOut > 0 ? Math.max(10, instance.internetMaxBandwidthOut) : 0,
    InternetMaxBandwidthOut: instance.internetMaxBandwidthOut,
    IoOptimized: true,
    DeviceAvailable: true,
    DeletionProtection: instance.deletionProtection,
    KeyPairName: instance.keyPairName,
    CreditSpecification: instance.creditSpecification ?? "",
    ClusterId: "",
    ISP: "",
    VlanId: "",
    SaleCycle: "",
    Recyclable: false,
    GPUAmount: 0,
    GPUSpec: "",
    LocalStorageAmount: 0,
    LocalStorageCapacity: 0,
    RdmaIpAddress: { IpAddress: [] },
    HibernationOptions: { Configured: false },
    DedicatedInstanceAttribute: { Affinity: "", Tenancy: "" },
    EcsCapacityReservationAttr: { CapacityReservationId: "", CapacityReservationPreference: "" },
    AutoReleaseTime: instance.autoReleaseTime ? isoMinutes(instance.autoReleaseTime) : "",
    HpcClusterId: instance.hpcClusterId ?? "",
    DeploymentSetId: instance.deploymentSetId ?? "",
    DeploymentSetGroupNo: 0,
    StoppedMode: instance.status === "Stopped" ? (instance.stoppedMode ?? "KeepCharging") : "Not-applicable",
    ResourceGroupId: instance.resourceGroupId,
    CreationTime: isoMinutes(instance.createdTime),
    StartTime: isoMinutes(instance.startTime),
    ExpiredTime: instance.subscription?.expiredTime ?? "2099-12-31T15:59Z",
    PublicIpAddress: { IpAddress: instance.publicIp ? [instance.publicIp] : [] },
    InnerIpAddress: { IpAddress: [] },
    VpcAttributes: {
      VpcId: instance.vpcId,
      VSwitchId: instance.vswitchId,
      NatIpAddress: "",
      PrivateIpAddress: { IpAddress: [instance.privateIp] },
    },
    EipAddress: {
      AllocationId: eip?.id ?? "",
      IpAddress: eip?.ipAddress ?? "",
      InternetChargeType: eip?.internetChargeType ?? "",
      ...(eip && { Bandwidth: eip.bandwidth, IsSupportUnassociate: true }),
    },
    SecurityGroupIds: { SecurityGroupId: instance.securityGroupIds },
    NetworkInterfaces: {
      NetworkInterface: [
        {
          NetworkInterfaceId: instance.networkInterfaceId,
          Type: "Primary",
          PrimaryIpAddress: instance.privateIp,
          MacAddress: createMac(instance.privateIp),
          PrivateIpSets: {
            PrivateIpSet: [
              { PrivateIpAddress: instance.privateIp, Primary: true },
              ...(instance.secondaryIps ?? []).map((PrivateIpAddress) => ({
                PrivateIpAddress,
                Primary: false,
              })),
            ],
          },
          Ipv6Sets: describeIpv6Sets(instance),
          ...noPrefixes,
        },
        ...store.networkInterfaces
          .filter(({ instanceId }) => instanceId === instance.id)
          .map((one) => ({
            NetworkInterfaceId: one.id,
            Type: "Secondary",
            PrimaryIpAddress: one.privateIp,
            MacAddress: createMac(one.privateIp),
            PrivateIpSets: { PrivateIpSet: [{ PrivateIpAddress: one.privateIp, Primary: true }] },
            Ipv6Sets: describeIpv6Sets(one),
            ...noPrefixes,
          })),
      ],
    },
    MetadataOptions: {
      HttpTokens: instance.metadataOptions.httpTokens,
      HttpEndpoint: instance.metadataOptions.httpEndpoint,
      HttpPutResponseHopLimit: instance.metadataOptions.httpPutResponseHopLimit,
    },
    DedicatedHostAttribute: { DedicatedHostId: "", DedicatedHostName: "", DedicatedHostClusterId: "" },
    AdditionalInfo: { EnableHighDensityMode: instance.highDensityMode ?? false },
    ImageOptions: { LoginAsNonRoot: instance.loginAsNonRoot ?? false },
    CpuOptions: {
      CoreCount: instance.cpuOptions?.coreCount ?? Math.ceil((type?.cpu ?? 2) / 2),
      ThreadsPerCore: instance.cpuOptions?.threadsPerCore ?? 2,
      TopologyType: instance.cpuOptions?.topologyType ?? "",
    },
    OperationLocks: { LockReason: [] },
    Tags: { Tag: tagKeyValueTags(instance.tags) },
  };
}

/** Interfaces have single addresses only. */
const noPrefixes = { Ipv4PrefixSets: { Ipv4PrefixSet: [] }, Ipv6PrefixSets: { Ipv6PrefixSet: [] } };

/** IPv6 addresses of an instance's only interface. */
export const describeIpv6Sets = ({ ipv6Addresses = [] }: Pick<Instance, "ipv6Addresses">) => ({
  Ipv6Set: ipv6Addresses.map((Ipv6Address) => ({ Ipv6Address })),
});

/** The real service derives the MAC address of an interface from its IP address too. */
export function createMac(privateIp: string): string {
  const octets = privateIp.split(".").map((octet) => Number(octet).toString(16).padStart(2, "0"));
  return ["00", "16", ...octets].join(":");
}

/** Supported filters of DescribeInstances. */
const filters = {
  InstanceIds: { type: "jsonStrings", max: 100 },
  InstanceName: { type: "string" },
  InstanceType: { type: "string" },
  InstanceNetworkType: { type: "string", implemented: ["vpc"] },
  InstanceChargeType: { type: "string" },
  ImageId: { type: "string" },
  Status: { type: "string", enum: ["Pending", "Running", "Starting", "Stopping", "Stopped"] },
  VpcId: { type: "string" },
  VSwitchId: { type: "string" },
  ZoneId: { type: "string" },
  SecurityGroupId: { type: "string" },
  PrivateIpAddresses: { type: "jsonStrings", max: 100 },
  ResourceGroupId: { type: "string" },
  Tag: tagParameter,
} as const;

export const instanceQueries = [
  ecsOperation({
    action: "DescribeInstances",
    parameters: {
      ...filters,
      // The answer always contains all attributes.
      AdditionalAttributes: { type: "list", item: { type: "string" } },
      PageNumber: { type: "integer", min: 1 },
      PageSize: { type: "integer", min: 1, max: 100 },
      ...tokenPaging,
    },
    handle(call, p) {
      const found = call.store.instances.filter(
        (instance) =>
          inScope(call, instance) &&
          (!p.InstanceIds || p.InstanceIds.includes(instance.id)) &&
          (!p.InstanceName || nameMatches(p.InstanceName, instance.name)) &&
          (!p.InstanceType || instance.instanceType === p.InstanceType) &&
          (!p.InstanceChargeType ||
            (p.InstanceChargeType === "PrePaid") === (instance.subscription !== undefined)) &&
          (!p.ImageId || instance.imageId === p.ImageId) &&
          (!p.Status || instance.status === p.Status) &&
          (!p.VpcId || instance.vpcId === p.VpcId) &&
          (!p.VSwitchId || instance.vswitchId === p.VSwitchId) &&
          (!p.ZoneId || instance.zoneId === p.ZoneId) &&
          (!p.SecurityGroupId || instance.securityGroupIds.includes(p.SecurityGroupId)) &&
          (!p.PrivateIpAddresses || p.PrivateIpAddresses.includes(instance.privateIp)) &&
          (!p.ResourceGroupId || instance.resourceGroupId === p.ResourceGroupId) &&
          hasTags(instance, p.Tag),
      );
      const page = takePage(found, tokenPage(p));
      return {
        ...pageFields(page),
        NextToken: nextToken(page, p),
        Instances: { Instance: page.items.map((instance) => describeInstance(call.store, instance)) },
      };
    },
  }),
  ecsOperation({
    action: "DescribeInstanceStatus",
    parameters: {
      InstanceId: { type: "list", item: { type: "string" }, max: 100 },
      ZoneId: { type: "string" },
      PageNumber: { type: "integer", min: 1 },
      PageSize: { type: "integer", min: 1, max: 50 },
    },
    handle(call, p) {
      const found = call.store.instances.filter(
        (instance) =>
          inScope(call, instance) &&
          (p.InstanceId.length === 0 || p.InstanceId.includes(instance.id)) &&
          (!p.ZoneId || instance.zoneId === p.ZoneId),
      );
      const page = takePage(found, p);
      const rows = page.items.map(({ id, status }) => ({ InstanceId: id, Status: status }));
      return { ...pageFields(page), InstanceStatuses: { InstanceStatus: rows } };
    },
  }),
];
