import { ecsOperation } from "../common/call";
import { pageFields, pageOf } from "../common/paging";
import { regionOf, regions } from "../common/regions";
import { isSold } from "../common/stock";
import { diskCategories, type Image, type InstanceType, images, instanceTypes } from "./catalogue";

const chargeType = { type: "string" } as const;
const nextToken = { type: "string", implemented: [] } as const;

/** Matches a name with `*` at either end, as in ECS searches. */
export function nameMatches(pattern: string, name: string): boolean {
  const escaped = pattern.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("\\*", ".*");
  return new RegExp(`^${escaped}$`).test(name);
}

/** Stock fields of an answer. */
const describeStock = (isAvailable: boolean) =>
  isAvailable
    ? { Status: "Available", StatusCategory: "WithStock" }
    : { Status: "SoldOut", StatusCategory: "WithoutStock" };

function describeType(type: InstanceType) {
  return {
    InstanceTypeId: type.id,
    InstanceTypeFamily: type.family,
    CpuCoreCount: type.cpu,
    MemorySize: type.memory,
    CpuArchitecture: "X86",
    EniQuantity: type.eniQuantity,
    EniPrivateIpAddressQuantity: type.ipsPerEni,
    EniIpv6AddressQuantity: type.ipv6PerEni,
    PrimaryEniQueueNumber: 2,
    SecondaryEniQueueNumber: 2,
    MaximumQueueNumberPerEni: 2,
    TotalEniQueueQuantity: type.eniQuantity * 2,
    NvmeSupport: "unsupported",
    GPUAmount: 0,
    GPUSpec: "",
    InitialCredit: 0,
    BaselineCredit: 0,
    LocalStorageAmount: 0,
    LocalStorageCapacity: 0,
    LocalStorageCategory: "",
  };
}

function describeImage(image: Image) {
  return {
    ImageId: image.id,
    ImageName: image.id,
    ImageFamily: image.family,
    ImageOwnerAlias: "system",
    ImageVersion: "1.0",
    Architecture: "x86_64",
    OSName: image.osName,
    OSNameEn: image.osName,
    OSType: "linux",
    Platform: image.platform,
    Size: image.size,
    Status: "Available",
    Progress: "100%",
    Usage: "none",
    Description: "",
    CreationTime: image.creationTime,
    ProductCode: "",
    IsSelfShared: "",
    IsSubscribed: false,
    IsCopied: false,
    IsPublic: true,
    IsSupportIoOptimized: true,
    IsSupportCloudinit: true,
    DiskDeviceMappings: {
      DiskDeviceMapping: [{ Device: "/dev/xvda", Size: String(image.size), SnapshotId: "" }],
    },
    Tags: { Tag: [] },
  };
}

export const catalogueOperations = [
  ecsOperation({
    action: "DescribeRegions",
    parameters: { InstanceChargeType: chargeType, ResourceType: { type: "string" } },
    handle: () => ({
      Regions: {
        Region: regions.map(({ id, name }) => ({
          RegionId: id,
          LocalName: name,
          RegionEndpoint: `ecs.${id}.aliyuncs.com`,
          Status: "available",
        })),
      },
    }),
  }),
  ecsOperation({
    action: "DescribeZones",
    parameters: {
      InstanceChargeType: chargeType,
      SpotStrategy: { type: "string" },
      Verbose: { type: "boolean" },
    },
    handle(call) {
      const zones = regionOf(call.regionId).zones.map((ZoneId) => ({
        ZoneId,
        LocalName: ZoneId,
        ZoneType: "AvailabilityZone",
        AvailableInstanceTypes: {
          InstanceTypes: instanceTypes.map(({ id }) => id).filter((id) => isSold(call.store, ZoneId, id)),
        },
        AvailableDiskCategories: { DiskCategories: diskCategories },
        AvailableVolumeCategories: { VolumeCategories: diskCategories },
        AvailableResourceCreation: { ResourceTypes: ["VSwitch", "Instance", "Disk", "IoOptimized"] },
        AvailableResources: { ResourcesInfo: [] },
        AvailableDedicatedHostTypes: { DedicatedHostType: [] },
        DedicatedHostGenerations: { DedicatedHostGeneration: [] },
      }));
      return { Zones: { Zone: zones } };
    },
  }),
  ecsOperation({
    action: "DescribeAvailableResource",
    parameters: {
      DestinationResource: {
        type: "string",
        required: true,
        implemented: ["Zone", "InstanceType", "SystemDisk", "DataDisk", "Network", "IoOptimized"],
      },
      ZoneId: { type: "string" },
      InstanceType: { type: "string" },
      InstanceChargeType: chargeType,
      SpotStrategy: { type: "string" },
      IoOptimized: { type: "string" },
      NetworkCategory: { type: "string" },
      SystemDiskCategory: { type: "string" },
      DataDiskCategory: { type: "string" },
      Cores: { type: "integer", min: 1 },
      Memory: { type: "string", pattern: /^\d+(\.\d+)?$/, form: "GiB as a number" },
    },
    handle(call, p) {
      const types = instanceTypes
        .filter((type) => !p.InstanceType || type.id === p.InstanceType)
        .filter((type) => p.Cores === undefined || type.cpu === p.Cores)
        .filter((type) => !p.Memory || type.memory === Number(p.Memory));
      const resources: Record<string, readonly string[]> = {
        InstanceType: types.map(({ id }) => id),
        SystemDisk: diskCategories,
        DataDisk: diskCategories,
        Network: ["vpc"],
        IoOptimized: ["optimized"],
      };
      const values = resources[p.DestinationResource];
      const zones = regionOf(call.regionId)
        .zones.filter((zone) => !p.ZoneId || zone === p.ZoneId)
        .map((ZoneId) => ({
          ZoneId,
          RegionId: call.regionId,
          ...describeStock(types.some(({ id }) => isSold(call.store, ZoneId, id))),
          AvailableResources: {
            AvailableResource: values
              ? [
                  {
                    Type: p.DestinationResource,
                    SupportedResources: {
                      SupportedResource: values.map((Value) => ({
                        Value,
                        ...describeStock(isSold(call.store, ZoneId, Value)),
                      })),
                    },
                  },
                ]
              : [],
          },
        }));
      return { AvailableZones: { AvailableZone: zones } };
    },
  }),
  ecsOperation({
    action: "DescribeInstanceTypes",
    parameters: {
      InstanceTypes: { type: "list", item: { type: "string" } },
      InstanceType: { type: "string" },
      InstanceTypeFamily: { type: "string" },
      MinimumCpuCoreCount: { type: "integer" },
      MaximumCpuCoreCount: { type: "integer" },
      CpuArchitecture: { type: "string", enum: ["X86", "ARM"] },
      MaxResults: { type: "integer", min: 1, max: 1600 },
      NextToken: nextToken,
    },
    handle(_call, p) {
      const found = instanceTypes.filter(
        (type) =>
          (p.InstanceTypes.length === 0 || p.InstanceTypes.includes(type.id)) &&
          (!p.InstanceType || type.id === p.InstanceType) &&
          (!p.InstanceTypeFamily || type.family === p.InstanceTypeFamily) &&
          type.cpu >= (p.MinimumCpuCoreCount ?? 0) &&
          type.cpu <= (p.MaximumCpuCoreCount ?? type.cpu) &&
          p.CpuArchitecture !== "ARM",
      );
      return { InstanceTypes: { InstanceType: found.map(describeType) }, NextToken: "" };
    },
  }),
  ecsOperation({
    action: "DescribeImages",
    parameters: {
      ImageId: { type: "string" },
      ImageName: { type: "string" },
      ImageFamily: { type: "string" },
      ImageOwnerAlias: { type: "string" },
      OSType: { type: "string" },
      Architecture: { type: "string" },
      InstanceType: { type: "string" },
      Status: { type: "string" },
      Usage: { type: "string" },
      IsPublic: { type: "boolean" },
      IsSupportIoOptimized: { type: "boolean" },
      IsSupportCloudinit: { type: "boolean" },
      PageNumber: { type: "integer", min: 1 },
      PageSize: { type: "integer", min: 1, max: 100 },
    },
    handle(call, p) {
      const ids = p.ImageId ? p.ImageId.split(",") : [];
      const found = images.filter(
        (image) =>
          (ids.length === 0 || ids.includes(image.id)) &&
          (!p.ImageName || nameMatches(p.ImageName, image.id)) &&
          (!p.ImageFamily || p.ImageFamily === image.family) &&
          (!p.ImageOwnerAlias || p.ImageOwnerAlias === "system") &&
          (!p.OSType || p.OSType === "linux") &&
          (!p.Architecture || p.Architecture === "x86_64") &&
          (!p.InstanceType || instanceTypes.some(({ id }) => id === p.InstanceType)) &&
          (!p.Status || p.Status.split(",").includes("Available")) &&
          (!p.Usage || p.Usage === "none") &&
          p.IsPublic !== false &&
          p.IsSupportIoOptimized !== false &&
          p.IsSupportCloudinit !== false,
      );
      const page = pageOf(found, p);
      return {
        ...pageFields(page),
        RegionId: call.regionId,
        Images: { Image: page.items.map(describeImage) },
      };
    },
  }),
];
