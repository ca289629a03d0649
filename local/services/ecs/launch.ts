import { readParameters } from "../../rpc/parameters";
import type { ParametersOf } from "../../rpc/parameterTypes";
import type { Instance, NetworkInterface, SecurityGroup, Subscription, VSwitch } from "../../store/model";
import { networkStatus } from "../../store/networkStatus";
import { clone } from "../../store/tracked";
import { type Call, ecsOperation } from "../common/call";
import { newResourceId } from "../common/ids";
import { checkResourceGroup } from "../common/resourceGroups";
import { isSold } from "../common/stock";
import { createTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { freeAddress, isAssignable, usedAddresses } from "../vpc/addresses";
import { freeIpv6Addresses } from "../vpc/ipv6";
import { diskCategories, encryptedDiskCategories, unencryptedZones } from "./catalogue";
import {
  attachDisk,
  autoPerformance,
  checkAutoPerformance,
  type DiskPlan,
  findPolicy,
  leaveDisks,
  maxDataDisks,
  newDiskId,
  planDisk,
  type WantedDisk,
} from "./diskRecords";
import { diskDescription, diskName, performanceLevels, provisionedIops } from "./disks";
import { ecsError } from "./errors";
import { findStartImage, imageOfInstance, type StartImage } from "./imageRecords";
import { freePublicIp, internetChargeTypes } from "./instanceNetwork";
import {
  additionalInfoParameter,
  cpuOptionsParameter,
  creditSpecification,
  readCpuOptions,
  readCredits,
} from "./instanceOptions";
import { privatePoolParameter, readPrivatePool } from "./instanceParts";
import { checkRamRole, ramRoleName } from "./instanceRoles";
import { checkInstanceType } from "./instanceSpec";
import { checkGroups, maxGroupsPerInstance } from "./interfaces";
import { checkIpv6, givenIpv6 } from "./ipv6";
import { findKeyPair } from "./keyPairs";
import { findTemplate, findVersion, rawParameters } from "./launchTemplateRecords";
import { startInstance } from "./lifecycle";
import { attachInterface, createInterface, leaveInterfaces, takeAsPrimary } from "./networkInterfaces";
import { checkDeploymentSet, findHpcCluster } from "./placement";
import { autoReleaseTime, readReleaseTime, scheduleRelease } from "./release";
import { findSecurityGroup } from "./securityGroups";
import { readSpot, spotParameters } from "./spot";
import { newSubscription, subscriptionParameters } from "./subscriptions";
import { checkUserData } from "./userData";

export const instanceName = {
  type: "string",
  maxLength: 128,
  pattern: /^(?!https?:\/\/)\p{L}[\p{L}\p{N}:_.,[\]-]+$/u,
  form: "2 to 128 letters, digits, colons, underscores, periods, hyphens, a letter first",
} as const;
export const hostName = {
  type: "string",
  pattern: /^(?=.{2,64}$)[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$/,
  form: "2 to 64 letters, digits, single hyphens and periods",
} as const;
export const instanceDescription = { type: "string", maxLength: 256 } as const;
/** Instances have no login. A password is checked and not stored. */
export const password = {
  type: "string",
  secret: true,
  pattern: /^.{8,30}$/,
  form: "8 to 30 characters",
} as const;
export const metadataParameters = {
  HttpTokens: { type: "string", enum: ["optional", "required"] },
  HttpEndpoint: { type: "string", enum: ["enabled", "disabled"] },
  HttpPutResponseHopLimit: { type: "integer", min: 1, max: 64 },
} as const;

export const launchParameters = {
  ImageId: { type: "string" },
  ImageFamily: { type: "string" },
  /** Required unless a launch template has it. */
  InstanceType: { type: "string" },
  /** Required unless an item of NetworkInterface has it. */
  VSwitchId: { type: "string" },
  ZoneId: { type: "string" },
  SecurityGroupId: { type: "string" },
  SecurityGroupIds: { type: "list", item: { type: "string" }, max: maxGroupsPerInstance },
  PrivateIpAddress: { type: "string" },
  Ipv6AddressCount: { type: "integer", min: 1, max: 10 },
  Ipv6Address: { type: "list", item: { type: "string" }, max: 10 },
  InstanceName: instanceName,
  HostName: hostName,
  Description: instanceDescription,
  UserData: { type: "string", secret: true },
  KeyPairName: { type: "string" },
  Password: password,
  PasswordInherit: { type: "boolean" },
  NetworkInterface: {
    type: "objects",
    max: 8,
    fields: {
      InstanceType: { type: "string", enum: ["Primary", "Secondary"] },
      NetworkInterfaceId: { type: "string" },
      VSwitchId: { type: "string" },
      PrimaryIpAddress: { type: "string" },
      SecurityGroupId: { type: "string" },
      SecurityGroupIds: { type: "list", item: { type: "string" }, max: maxGroupsPerInstance },
      NetworkInterfaceName: { type: "string", maxLength: 128 },
      Description: { type: "string", maxLength: 256 },
      Ipv6Address: { type: "list", item: { type: "string" }, max: 10 },
      Ipv6AddressCount: { type: "integer", min: 1, max: 10 },
      NetworkInterfaceTrafficMode: { type: "string", enum: ["Standard", "HighPerformance"] },
      NetworkCardIndex: { type: "integer", min: 0, max: 15 },
      QueuePairNumber: { type: "integer", min: 0, max: 100 },
      SourceDestCheck: { type: "boolean" },
      DeleteOnRelease: { type: "boolean" },
    },
  },
  ...metadataParameters,
  SystemDisk: {
    type: "object",
    fields: {
      Category: { type: "string", enum: diskCategories },
      Size: { type: "integer", min: 20, max: 2048 },
      PerformanceLevel: { type: "string", enum: ["PL0", "PL1", "PL2", "PL3"] },
      Encrypted: { type: "boolean" },
      KMSKeyId: { type: "string" },
      EncryptAlgorithm: { type: "string", implemented: ["aes-256", "AES-256"] },
      DiskName: diskName,
      Description: diskDescription,
      AutoSnapshotPolicyId: { type: "string" },
      ProvisionedIops: provisionedIops,
      BurstingEnabled: { type: "boolean" },
    },
  },
  DataDisk: {
    type: "objects",
    max: maxDataDisks,
    fields: {
      Size: { type: "integer", min: 1, max: 65_536 },
      Category: { type: "string", implemented: diskCategories },
      PerformanceLevel: { type: "string", enum: performanceLevels },
      SnapshotId: { type: "string" },
      Encrypted: { type: "boolean" },
      KMSKeyId: { type: "string" },
      EncryptAlgorithm: { type: "string", implemented: ["aes-256", "AES-256"] },
      DiskName: diskName,
      Description: diskDescription,
      Device: { type: "string" },
      DeleteWithInstance: { type: "boolean" },
      AutoSnapshotPolicyId: { type: "string" },
      ProvisionedIops: provisionedIops,
      BurstingEnabled: { type: "boolean" },
    },
  },
  InternetChargeType: { type: "string", enum: internetChargeTypes },
  InternetMaxBandwidthOut: { type: "integer", min: 0, max: 100 },
  InternetMaxBandwidthIn: { type: "integer", min: 1, max: 100 },
  InstanceChargeType: { type: "string", enum: ["PostPaid", "PrePaid"] },
  ...subscriptionParameters,
  ...spotParameters,
  AutoReleaseTime: autoReleaseTime,
  RamRoleName: ramRoleName,
  HpcClusterId: { type: "string" },
  DeploymentSetId: { type: "string" },
  PrivatePoolOptions: privatePoolParameter,
  CreditSpecification: creditSpecification,
  CpuOptions: cpuOptionsParameter,
  ImageOptions: { type: "object", fields: { LoginAsNonRoot: { type: "boolean" } } },
  AdditionalInfo: additionalInfoParameter,
  NetworkOptions: { type: "object", fields: { EnableJumboFrame: { type: "boolean" } } },
  IoOptimized: { type: "string", implemented: ["optimized"] },
  SecurityEnhancementStrategy: { type: "string", enum: ["Active", "Deactive"] },
  DeletionProtection: { type: "boolean" },
  ResourceGroupId: { type: "string" },
  Amount: { type: "integer", min: 1, max: 100 },
  MinAmount: { type: "integer", min: 1, max: 100 },
  UniqueSuffix: { type: "boolean" },
  DryRun: { type: "boolean" },
  ClientToken: { type: "string", maxLength: 64 },
  Tag: tagParameter,
} as const;

type LaunchParameters = ParametersOf<typeof launchParameters>;
type CompleteParameters = LaunchParameters & { VSwitchId: string; InstanceType: string };

export const launch = [
  ecsOperation({
    action: "RunInstances",
    parameters: {
      ...launchParameters,
      LaunchTemplateId: { type: "string" },
      LaunchTemplateName: { type: "string" },
      LaunchTemplateVersion: { type: "integer", min: 1 },
    },
    handle(call, given) {
      const p = withPrimaryInterface(call, withTemplate(call, given));
      const plan = check(call, p);
      if (p.DryRun) throw ecsError("DryRunOperation");
      const amount = p.Amount ?? 1;
      const made: Instance[] = [];
      try {
        for (let index = 0; index < amount; index += 1) {
          const instance = createRecord(call, p, plan, index);
          if (instance) made.push(instance);
          if (instance) addInterfaces(call, p, instance);
          if (instance) addDisks(call, p, plan, instance);
        }
        if (made.length < (p.MinAmount ?? amount))
          throw ecsError("InvalidVSwitch.IpNotEnough", plan.vswitch.id);
      } catch (refusal) {
        // All instances or none: the instances created so far have not been started.
        for (const instance of made) {
          leaveInterfaces(call.store, instance);
          leaveDisks(call.cloud, instance.id);
          call.store.instances.delete(instance.id);
        }
        if (plan.primary) call.store.networkInterfaces.put(plan.primary);
        throw refusal;
      }
      for (const instance of made) scheduleRelease(call.cloud, instance);
      // The answer has status Pending. The machine starts directly after it, or after the delay of a fault.
      setImmediate(() => {
        void call.settled().then(
          () => made.filter(stillPending(call)).map((instance) => startInstance(call.cloud, instance)),
          () => call.cloud.log("closed before all instances were started"),
        );
      });
      return { InstanceIdSets: { InstanceIdSet: made.map(({ id }) => id) }, OrderId: "", TradePrice: 0 };
    },
  }),
];

/** The parameters with those of the launch template, which apply where the call sets none. */
function withTemplate(
  call: Call,
  p: LaunchParameters & {
    LaunchTemplateId?: string;
    LaunchTemplateName?: string;
    LaunchTemplateVersion?: number;
  },
): LaunchParameters {
  if (!p.LaunchTemplateId && !p.LaunchTemplateName) return p;
  const template = findTemplate(call, p.LaunchTemplateId, p.LaunchTemplateName);
  const { data } = findVersion(template, p.LaunchTemplateVersion ?? template.defaultVersion);
  const defaults = readParameters("RunInstances", launchParameters, rawParameters(data));
  const isSet = (value: unknown) => value !== undefined && !(Array.isArray(value) && value.length === 0);
  const given = Object.fromEntries(Object.entries(p).filter(([, value]) => isSet(value)));
  // The groups of the call replace those of the template, whatever parameter names them.
  const groups = p.SecurityGroupId || p.SecurityGroupIds.length > 0;
  return {
    ...defaults,
    ...(groups && { SecurityGroupId: "", SecurityGroupIds: [] }),
    ...given,
    SystemDisk: { ...defaults.SystemDisk, ...p.SystemDisk },
    NetworkOptions: { ...defaults.NetworkOptions, ...p.NetworkOptions },
    ImageOptions: { ...defaults.ImageOptions, ...p.ImageOptions },
    CpuOptions: { ...defaults.CpuOptions, ...p.CpuOptions },
    AdditionalInfo: { ...defaults.AdditionalInfo, ...p.AdditionalInfo },
    PrivatePoolOptions: { ...defaults.PrivatePoolOptions, ...p.PrivatePoolOptions },
  };
}

/** The parameters with those of the primary interface, which can replace the ones of the instance. */
function withPrimaryInterface(call: Call, p: LaunchParameters): CompleteParameters {
  const { InstanceType } = p;
  if (!InstanceType) throw ecsError("MissingInstanceType");
  const primary = p.NetworkInterface.find((one) => one.InstanceType === "Primary");
  const present = primary?.NetworkInterfaceId
    ? findFreeInterface(call, primary.NetworkInterfaceId)
    : undefined;
  if (present) {
    if ((p.Amount ?? 1) > 1)
      throw ecsError("InvalidParameter.Conflict", "Amount", "NetworkInterface.1.NetworkInterfaceId");
    // The addresses of the interface are those of the instance; they are taken over with its record.
    const { SecurityGroupId: _group, PrivateIpAddress: _address, Ipv6AddressCount: _count, ...others } = p;
    const SecurityGroupIds = present.securityGroupIds;
    return { ...others, InstanceType, VSwitchId: present.vswitchId, SecurityGroupIds, Ipv6Address: [] };
  }
  const VSwitchId = primary?.VSwitchId || p.VSwitchId;
  if (!VSwitchId) throw ecsError("MissingVSwitchId");
  if (!primary) return { ...p, VSwitchId, InstanceType };
  const groupIds = primary.SecurityGroupIds.length > 0 ? primary.SecurityGroupIds : p.SecurityGroupIds;
  const groupId = primary.SecurityGroupId || p.SecurityGroupId;
  const address = primary.PrimaryIpAddress || p.PrivateIpAddress;
  const ipv6Count = primary.Ipv6AddressCount ?? p.Ipv6AddressCount;
  return {
    ...p,
    VSwitchId,
    InstanceType,
    SecurityGroupIds: groupIds,
    ...(groupId && { SecurityGroupId: groupId }),
    ...(address && { PrivateIpAddress: address }),
    Ipv6Address: primary.Ipv6Address.length > 0 ? primary.Ipv6Address : p.Ipv6Address,
    ...(ipv6Count && { Ipv6AddressCount: ipv6Count }),
  };
}

function findFreeInterface(call: Call, id: string): NetworkInterface {
  const present = call.store.networkInterfaces.get(id);
  if (!present) throw ecsError("InvalidEniId.NotFound", id);
  if (present.instanceId) throw ecsError("InvalidEniStatus", id, "InUse", "Available");
  return present;
}

/** The data disks of the call, then those of the image for devices that the call does not name. */
function listWantedDisks(p: LaunchParameters, image: StartImage): WantedDataDisk[] {
  const devices = p.DataDisk.map(({ Device }) => Device);
  const ofImage = image.dataDisks
    .filter(({ device }) => !devices.includes(device))
    .map(({ device, size, snapshotId }) => ({
      Device: device,
      Size: Math.max(size, smallestImageDisk),
      ...(snapshotId && { SnapshotId: snapshotId }),
    }));
  return [...p.DataDisk, ...ofImage];
}

type WantedDataDisk = WantedDisk & { Device?: string; DeleteWithInstance?: boolean };

/** The least size in GiB that every category allows. */
const smallestImageDisk = 20;

/** Creates and attaches the data disks of a new instance. */
function addDisks(call: Call, p: LaunchParameters, plan: Plan, instance: Instance): void {
  plan.disks.forEach((properties, index) => {
    const wanted = listWantedDisks(p, plan.image)[index];
    const disk = call.store.disks.put({
      ...properties,
      id: newDiskId(instance.regionId),
      regionId: instance.regionId,
      createdTime: instance.createdTime,
      tags: [],
      zoneId: instance.zoneId,
      deleteWithInstance: true,
      multiAttach: "Disabled",
      ...(instance.subscription && { subscription: { expiredTime: instance.subscription.expiredTime } }),
      resourceGroupId: instance.resourceGroupId,
    });
    attachDisk(call, disk, instance, wanted?.Device, wanted?.DeleteWithInstance ?? true);
  });
}

/** Creates and attaches the other interfaces of a new instance. */
function addInterfaces(call: Call, p: LaunchParameters, instance: Instance): void {
  for (const wanted of p.NetworkInterface.filter(({ InstanceType }) => InstanceType !== "Primary")) {
    const present = wanted.NetworkInterfaceId && call.store.networkInterfaces.get(wanted.NetworkInterfaceId);
    if (wanted.NetworkInterfaceId && !present)
      throw ecsError("InvalidEniId.NotFound", wanted.NetworkInterfaceId);
    attachInterface(call, present || newInterface(call, wanted, instance), instance);
  }
}

function newInterface(call: Call, wanted: LaunchParameters["NetworkInterface"][number], instance: Instance) {
  const vswitch = call.store.vswitches.get(wanted.VSwitchId || instance.vswitchId);
  if (!vswitch) throw ecsError("InvalidVSwitchId.NotFound", wanted.VSwitchId);
  const named = wanted.SecurityGroupId ? [wanted.SecurityGroupId] : instance.securityGroupIds;
  const ids = wanted.SecurityGroupIds.length > 0 ? wanted.SecurityGroupIds : named;
  const groups = ids.map((id) => findSecurityGroup(call, id));
  checkGroups(groups, vswitch);
  return createInterface(call, {
    vswitch,
    groups,
    ...(wanted.NetworkInterfaceName && { name: wanted.NetworkInterfaceName }),
    ...(wanted.Description && { description: wanted.Description }),
    ...(wanted.PrimaryIpAddress && { primaryIp: wanted.PrimaryIpAddress }),
    ipv6Addresses: wanted.Ipv6Address,
    ...(wanted.Ipv6AddressCount && { ipv6AddressCount: wanted.Ipv6AddressCount }),
    ...(wanted.SourceDestCheck !== undefined && { sourceDestCheck: wanted.SourceDestCheck }),
    ...(wanted.DeleteOnRelease !== undefined && { deleteOnRelease: wanted.DeleteOnRelease }),
    ...readInterfaceMode(wanted),
    resourceGroupId: instance.resourceGroupId,
    tags: [],
  });
}

/** Whether an instance waits for its first start. It may have been released in the meantime. */
const stillPending =
  ({ store }: Call) =>
  (instance: Instance): boolean =>
    store.instances.get(instance.id) === instance && instance.status === "Pending";

interface Plan {
  vswitch: VSwitch;
  groups: SecurityGroup[];
  image: StartImage;
  /** Data disks. */
  disks: DiskPlan[];
  /** Copy of an existing interface that becomes the primary one. */
  primary: NetworkInterface | undefined;
  subscription: Subscription | undefined;
  autoReleaseTime: string | undefined;
}

/** Validates all parameters before anything is created. */
function check(call: Call, p: CompleteParameters): Plan {
  const image = findStartImage(call, p);
  checkInstanceType(p.InstanceType);
  const vswitch = call.store.vswitches.get(p.VSwitchId);
  if (!vswitch) throw ecsError("InvalidVSwitchId.NotFound", p.VSwitchId);
  const status = networkStatus(vswitch, call.cloud.clock());
  if (status !== "Available") throw ecsError("IncorrectVSwitchStatus", vswitch.id, status);
  if (p.ZoneId && p.ZoneId !== vswitch.zoneId) {
    throw ecsError("InvalidZoneId.Mismatch", p.ZoneId, vswitch.id, vswitch.zoneId);
  }
  if (p.KeyPairName) findKeyPair(call, vswitch.regionId, p.KeyPairName);
  const ids =
    p.SecurityGroupIds.length > 0 ? p.SecurityGroupIds : [p.SecurityGroupId ?? ""].filter((id) => id !== "");
  if (ids.length === 0) throw ecsError("MissingSecurityGroupId");
  const groups = [...new Set(ids)].map((id) => findSecurityGroup(call, id));
  checkGroups(groups, vswitch);
  checkUserData(p.UserData ?? "");
  readSpot(p);
  const ipv6Count = p.Ipv6AddressCount ?? p.Ipv6Address.length;
  if (ipv6Count > 0) checkIpv6(vswitch, p.InstanceType, ipv6Count);
  if (p.PrivateIpAddress) {
    if (!isAssignable(vswitch, p.PrivateIpAddress)) {
      throw ecsError("InvalidPrivateIpAddress.Malformed", p.PrivateIpAddress, vswitch.id, vswitch.cidrBlock);
    }
    if (usedAddresses(call.store, vswitch.id).has(p.PrivateIpAddress) || (p.Amount ?? 1) > 1) {
      throw ecsError("InvalidPrivateIpAddress.Duplicated", p.PrivateIpAddress);
    }
  }
  const { KMSKeyId } = p.SystemDisk;
  if (KMSKeyId && !p.SystemDisk.Encrypted) throw ecsError("InvalidParameter.KMSKeyIdForEncrypted");
  if (KMSKeyId && call.store.kmsKeys.get(KMSKeyId)?.enabled !== true)
    throw ecsError("InvalidKMSKeyId.NotFound", KMSKeyId);
  if (p.SystemDisk.Encrypted) checkEncryption(p.SystemDisk.Category ?? "cloud_essd", vswitch);
  checkAutoPerformance(p.SystemDisk.Category ?? "cloud_essd", p.SystemDisk);
  if (p.SystemDisk.Size !== undefined && p.SystemDisk.Size < image.size)
    throw ecsError("InvalidSystemDiskSize.LessThanImageSize", p.SystemDisk.Size, image.id, image.size);
  if (p.SystemDisk.AutoSnapshotPolicyId) findPolicy(call, p.SystemDisk.AutoSnapshotPolicyId);
  // Source: DataDisk.N.Category of RunInstances.
  const disks = listWantedDisks(p, image).map((wanted) => planDisk(call, wanted, "cloud_efficiency"));
  if (p.RamRoleName) checkRamRole(call, p.RamRoleName);
  if (p.HpcClusterId) findHpcCluster(call, p.HpcClusterId);
  if (p.DeploymentSetId) checkDeploymentSet(call, p.DeploymentSetId, vswitch.zoneId, p.Amount ?? 1);
  readPrivatePool(p.PrivatePoolOptions);
  readCpuOptions(p.CpuOptions, p.InstanceType);
  readCredits(p.CreditSpecification, p.InstanceType);
  const prepaid = p.InstanceChargeType === "PrePaid";
  const subscription = prepaid ? newSubscription(call, p) : undefined;
  const autoReleaseTime =
    p.AutoReleaseTime && !prepaid ? readReleaseTime(call.cloud, p.AutoReleaseTime) : undefined;
  const primaryId = p.NetworkInterface.find((one) => one.InstanceType === "Primary")?.NetworkInterfaceId;
  const primary = primaryId ? clone(findFreeInterface(call, primaryId)) : undefined;
  // The stock is checked last.
  if (!isSold(call.store, vswitch.zoneId, p.InstanceType)) {
    throw ecsError("OperationDenied.NoStock", p.InstanceType, vswitch.zoneId);
  }
  return { vswitch, groups, image, disks, primary, subscription, autoReleaseTime };
}

function checkEncryption(category: string, { zoneId }: VSwitch): void {
  if (!encryptedDiskCategories.includes(category)) {
    throw ecsError("InvalidParameter.EncryptedIllegal", category, encryptedDiskCategories.join(", "));
  }
  if (unencryptedZones.includes(zoneId)) throw ecsError("InvalidParameter.EncryptedNotSupported", zoneId);
}

/** Creates the record of one instance. Undefined if the vSwitch is full. */
function createRecord(call: Call, p: CompleteParameters, plan: Plan, index: number): Instance | undefined {
  const { vswitch, groups, image } = plan;
  const { store } = call;
  const { regionId } = vswitch;
  const { primary } = plan;
  const privateIp = primary?.privateIp ?? (p.PrivateIpAddress || freeAddress(store, vswitch));
  if (!privateIp) return undefined;
  const id = newResourceId("i", regionId);
  const suffix = p.UniqueSuffix && (p.Amount ?? 1) > 1 ? String(index + 1).padStart(3, "0") : "";
  const bandwidth = p.InternetMaxBandwidthOut ?? 0;
  const createdTime = isoSeconds(call.cloud.clock());
  return store.instances.put({
    id,
    regionId,
    createdTime,
    startTime: createdTime,
    tags: createTags(p.Tag),
    name: (p.InstanceName || id) + suffix,
    description: p.Description ?? "",
    hostName: (p.HostName || id.replace(/^i-/, "iZ")) + suffix,
    vpcId: vswitch.vpcId,
    vswitchId: vswitch.id,
    zoneId: vswitch.zoneId,
    privateIp,
    ...findIpv6Addresses(call, p, vswitch),
    ...(primary && primary.ipv6Addresses.length > 0 && { ipv6Addresses: primary.ipv6Addresses }),
    ...(primary && primary.secondaryIps.length > 0 && { secondaryIps: primary.secondaryIps }),
    ...(bandwidth > 0 && { publicIp: freePublicIp(call) }),
    securityGroupIds: groups.map((group) => group.id),
    ...imageOfInstance(image),
    instanceType: p.InstanceType,
    status: "Pending",
    userData: p.UserData ?? "",
    systemDisk: {
      diskId: newResourceId("d", regionId),
      category: p.SystemDisk.Category ?? "cloud_essd",
      size: p.SystemDisk.Size ?? Math.max(40, image.size),
      encrypted: p.SystemDisk.Encrypted ?? false,
      performanceLevel: performanceLevel(p),
      ...(p.SystemDisk.KMSKeyId && { kmsKeyId: p.SystemDisk.KMSKeyId }),
      ...(p.SystemDisk.DiskName && { name: p.SystemDisk.DiskName }),
      ...(p.SystemDisk.Description && { description: p.SystemDisk.Description }),
      ...(p.SystemDisk.AutoSnapshotPolicyId && { autoSnapshotPolicyId: p.SystemDisk.AutoSnapshotPolicyId }),
      ...autoPerformance(p.SystemDisk),
    },
    networkInterfaceId: primary?.id ?? newResourceId("eni", regionId),
    ...(primary && takeAsPrimary(call, primary)),
    ...readPrimaryInterface(p, primary),
    keyPairName: p.KeyPairName ?? "",
    deletionProtection: p.DeletionProtection ?? false,
    metadataOptions: {
      httpTokens: p.HttpTokens ?? "optional",
      httpEndpoint: p.HttpEndpoint ?? "enabled",
      httpPutResponseHopLimit: p.HttpPutResponseHopLimit ?? 1,
    },
    internetMaxBandwidthOut: bandwidth,
    securityEnhancementStrategy: p.SecurityEnhancementStrategy ?? "Deactive",
    resourceGroupId: checkResourceGroup(call, p.ResourceGroupId),
    ...(p.NetworkOptions.EnableJumboFrame && { jumboFrame: true }),
    ...readSpot(p),
    ...(p.InternetChargeType && { internetChargeType: p.InternetChargeType }),
    ...(plan.subscription && { subscription: plan.subscription }),
    ...(plan.autoReleaseTime && { autoReleaseTime: plan.autoReleaseTime }),
    ...(p.RamRoleName && { ramRoleName: p.RamRoleName }),
    ...(p.HpcClusterId && { hpcClusterId: p.HpcClusterId }),
    ...(p.DeploymentSetId && { deploymentSetId: p.DeploymentSetId }),
    ...readPrivatePool(p.PrivatePoolOptions),
    ...readCpuOptions(p.CpuOptions, p.InstanceType),
    ...readCredits(p.CreditSpecification, p.InstanceType),
    ...(p.ImageOptions.LoginAsNonRoot && { loginAsNonRoot: true }),
    ...(p.AdditionalInfo.EnableHighDensityMode && { highDensityMode: true }),
  });
}

/** The requested addresses, or the requested number of free addresses in the vSwitch. */
function findIpv6Addresses(
  call: Call,
  p: LaunchParameters,
  vswitch: VSwitch,
): Pick<Instance, "ipv6Addresses"> {
  if (p.Ipv6AddressCount !== undefined) {
    return { ipv6Addresses: freeIpv6Addresses(call.store, vswitch, p.Ipv6AddressCount) };
  }
  return p.Ipv6Address.length > 0 ? { ipv6Addresses: givenIpv6(call.store, vswitch, p.Ipv6Address) } : {};
}

/** Settings of the primary interface: those of an existing one, or those of the call. */
function readPrimaryInterface(
  p: LaunchParameters,
  present: NetworkInterface | undefined,
): Pick<Instance, "sourceDestCheck" | "interfaceMode"> {
  if (present) {
    const { sourceDestCheck, interfaceMode } = present;
    return {
      ...(sourceDestCheck !== undefined && { sourceDestCheck }),
      ...(interfaceMode && { interfaceMode }),
    };
  }
  const wanted = p.NetworkInterface.find((one) => one.InstanceType === "Primary");
  return {
    ...(wanted?.SourceDestCheck && { sourceDestCheck: true }),
    ...(wanted && readInterfaceMode(wanted)),
  };
}

function readInterfaceMode(
  wanted: LaunchParameters["NetworkInterface"][number],
): Pick<Instance, "interfaceMode"> {
  const interfaceMode = {
    trafficMode: wanted.NetworkInterfaceTrafficMode ?? "Standard",
    queuePairNumber: wanted.QueuePairNumber ?? 0,
    cardIndex: wanted.NetworkCardIndex ?? 0,
  };
  const isDefault =
    interfaceMode.trafficMode === "Standard" &&
    interfaceMode.queuePairNumber === 0 &&
    interfaceMode.cardIndex === 0;
  return isDefault ? {} : { interfaceMode };
}

/** Only ESSDs have a performance level. */
function performanceLevel(p: LaunchParameters): string {
  const category = p.SystemDisk.Category ?? "cloud_essd";
  return category === "cloud_essd" ? (p.SystemDisk.PerformanceLevel ?? "PL1") : "";
}
