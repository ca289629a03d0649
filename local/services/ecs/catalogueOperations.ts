import { ecsOperation } from "../common/call";
import { regions, requireRegion } from "../common/regions";
import { isSold } from "../common/stock";
import { diskCategories, type InstanceType, instanceTypes } from "./catalogue";

const chargeType = { type: "string" } as const;
const decimal = { type: "string", pattern: /^\d+(\.\d+)?$/, form: "a number" } as const;
const nextToken = { type: "string", implemented: [] } as const;

/** Matches a name with `*` at either end, as in ECS searches. */
export function nameMatches(pattern: string, name: string): boolean {
  const escaped = pattern.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("\\*", ".*");
  return new RegExp(`^${escaped}$`).test(name);
}

/** Cores to GiB: 1:2 is compute-optimized, 1:4 is general-purpose. */
function findCategory(type: InstanceType): string {
  if (type.family === "ecs.e") return "Economical";
  return type.memory / type.cpu > 2 ? "General-purpose" : "Compute-optimized";
}

/** Stock fields of an answer. */
const describeStock = (isAvailable: boolean) =>
  isAvailable
    ? { Status: "Available", StatusCategory: "WithStock" }
    : { Status: "SoldOut", StatusCategory: "WithoutStock" };

export function describeType(type: InstanceType) {
  return {
    InstanceTypeId: type.id,
    InstanceTypeFamily: type.family,
    InstanceCategory: findCategory(type),
    InstanceFamilyLevel: type.family === "ecs.e" ? "EntryLevel" : "EnterpriseLevel",
    CpuCoreCount: type.cpu,
    MemorySize: type.memory,
    CpuArchitecture: "X86",
    EniQuantity: type.eniQuantity,
    EniTotalQuantity: type.eniQuantity,
    EniTrunkSupported: false,
    EriQuantity: 0,
    EniPrivateIpAddressQuantity: type.ipsPerEni,
    EniIpv6AddressQuantity: type.ipv6PerEni,
    PrimaryEniQueueNumber: 2,
    SecondaryEniQueueNumber: 2,
    MaximumQueueNumberPerEni: 2,
    TotalEniQueueQuantity: type.eniQuantity * 2,
    NvmeSupport: "unsupported",
    GPUAmount: 0,
    GPUSpec: "",
    GPUMemorySize: 0,
    InitialCredit: 0,
    BaselineCredit: 0,
    LocalStorageAmount: 0,
    LocalStorageCapacity: 0,
    LocalStorageCategory: "",
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
      const zones = requireRegion(call.regionId).zones.map((ZoneId) => ({
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
      Memory: { ...decimal, form: "GiB as a number" },
      Scope: { type: "string", enum: ["Region", "Zone"] },
      ResourceType: { type: "string", implemented: ["instance", "disk"] },
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
      const zones = requireRegion(call.regionId)
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
      InstanceTypeFamilies: { type: "list", item: { type: "string" } },
      InstanceCategory: { type: "string" },
      InstanceFamilyLevel: { type: "string", enum: ["EntryLevel", "EnterpriseLevel", "CreditEntryLevel"] },
      MinimumCpuCoreCount: { type: "integer" },
      MaximumCpuCoreCount: { type: "integer" },
      MinimumMemorySize: decimal,
      MaximumMemorySize: decimal,
      MinimumEniQuantity: { type: "integer" },
      MinimumEniIpv6AddressQuantity: { type: "integer" },
      MinimumEniPrivateIpAddressQuantity: { type: "integer" },
      MinimumPrimaryEniQueueNumber: { type: "integer" },
      MinimumSecondaryEniQueueNumber: { type: "integer" },
      MinimumGPUAmount: { type: "integer" },
      MaximumGPUAmount: { type: "integer" },
      GPUSpec: { type: "string" },
      MinimumLocalStorageAmount: { type: "integer" },
      NvmeSupport: { type: "string", enum: ["required", "supported", "unsupported"] },
      CpuArchitecture: { type: "string", enum: ["X86", "ARM"] },
      // No model of the SDK has it, but the Terraform provider sends it. Every type can have every category.
      SystemDiskCategory: { type: "string" },
      MaxResults: { type: "integer", min: 1, max: 1600 },
      NextToken: nextToken,
    },
    handle(_call, p) {
      const found = instanceTypes.filter((type) => {
        const shown = describeType(type);
        return (
          (p.InstanceTypes.length === 0 || p.InstanceTypes.includes(type.id)) &&
          (p.InstanceTypeFamilies.length === 0 || p.InstanceTypeFamilies.includes(type.family)) &&
          (!p.InstanceType || type.id === p.InstanceType) &&
          (!p.InstanceTypeFamily || type.family === p.InstanceTypeFamily) &&
          (!p.InstanceCategory || shown.InstanceCategory === p.InstanceCategory) &&
          (!p.InstanceFamilyLevel || shown.InstanceFamilyLevel === p.InstanceFamilyLevel) &&
          type.cpu >= (p.MinimumCpuCoreCount ?? 0) &&
          type.cpu <= (p.MaximumCpuCoreCount ?? type.cpu) &&
          type.memory >= Number(p.MinimumMemorySize || 0) &&
          type.memory <= Number(p.MaximumMemorySize || type.memory) &&
          type.eniQuantity >= (p.MinimumEniQuantity ?? 0) &&
          type.ipv6PerEni >= (p.MinimumEniIpv6AddressQuantity ?? 0) &&
          type.ipsPerEni >= (p.MinimumEniPrivateIpAddressQuantity ?? 0) &&
          shown.PrimaryEniQueueNumber >= (p.MinimumPrimaryEniQueueNumber ?? 0) &&
          shown.SecondaryEniQueueNumber >= (p.MinimumSecondaryEniQueueNumber ?? 0) &&
          shown.GPUAmount >= (p.MinimumGPUAmount ?? 0) &&
          !p.GPUSpec &&
          shown.LocalStorageAmount >= (p.MinimumLocalStorageAmount ?? 0) &&
          (!p.NvmeSupport || shown.NvmeSupport === p.NvmeSupport) &&
          p.CpuArchitecture !== "ARM"
        );
      });
      return { InstanceTypes: { InstanceType: found.map(describeType) }, NextToken: "" };
    },
  }),
];
