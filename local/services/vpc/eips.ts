import type { Eip } from "../../store/model";
import type { Store } from "../../store/store";
import { type Call, inScope, vpcOperation } from "../common/call";
import { newResourceId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { checkResourceGroup } from "../common/resourceGroups";
import { createTags, hasTags, keyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { vpcError } from "./errors";
import { freePublicAddress } from "./publicAddresses";

const allocationId = { type: "string", required: true } as const;
const nameParameter = { type: "string", maxLength: 128 } as const;
const descriptionParameter = { type: "string", maxLength: 256 } as const;
const bandwidth = { type: "integer", min: 1, max: 1000 } as const;

export function findEip(call: Call, id: string): Eip {
  const eip = call.store.eips.get(id);
  if (!eip) throw vpcError("InvalidAllocationId.NotFound", id);
  return eip;
}

/** The elastic IP address of a resource. */
export function findEipOfInstance(store: Store, instanceId: string): Eip | undefined {
  return store.eips.find(({ instance }) => instance?.id === instanceId);
}

const readStatus = ({ instance }: Eip) => (instance ? "InUse" : "Available");

function describeEip(call: Call, eip: Eip) {
  const shared =
    eip.bandwidthPackageId === undefined
      ? undefined
      : call.store.bandwidthPackages.get(eip.bandwidthPackageId);
  return {
    AllocationId: eip.id,
    IpAddress: eip.ipAddress,
    Name: eip.name,
    Description: eip.description,
    Bandwidth: String((shared && eip.limitInPackage) ?? shared?.bandwidth ?? eip.bandwidth),
    EipBandwidth: String(eip.bandwidth),
    InternetChargeType: eip.internetChargeType,
    ChargeType: eip.prepaid ? "PrePaid" : "PostPaid",
    ISP: eip.isp,
    Netmode: eip.netmode,
    Mode: eip.mode ?? "NAT",
    Status: readStatus(eip),
    RegionId: eip.regionId,
    ResourceGroupId: eip.resourceGroupId,
    AllocationTime: eip.createdTime,
    InstanceId: eip.instance?.id ?? "",
    InstanceType: eip.instance?.type ?? "",
    InstanceRegionId: eip.instance ? eip.regionId : "",
    PrivateIpAddress: eip.instance?.privateIpAddress ?? "",
    BandwidthPackageId: shared?.id ?? "",
    BandwidthPackageType: shared ? "CommonBandwidthPackage" : "",
    BandwidthPackageBandwidth: shared ? String(shared.bandwidth) : "",
    DeletionProtection: eip.deletionProtection,
    SecondLimited: false,
    HDMonitorStatus: eip.monitorLog === undefined ? "OFF" : "ON",
    HasReservationData: "false",
    ReservationActiveTime: "",
    ReservationBandwidth: "",
    ReservationInternetChargeType: "",
    ReservationOrderType: "",
    ExpiredTime: "",
    SegmentInstanceId: "",
    PublicIpAddressPoolId: "",
    ServiceManaged: 0,
    Zone: "",
    VpcId: "",
    BusinessStatus: "Normal",
    BizType: "",
    Descritpion: eip.description,
    AvailableRegions: { AvailableRegion: [] },
    OperationLocks: { LockReason: [] },
    SecurityProtectionTypes: { SecurityProtectionType: eip.securityProtection ?? [] },
    Tags: { Tag: keyValueTags(eip.tags) },
  };
}

const holderTypes = ["EcsInstance", "SlbInstance", "Nat", "NetworkInterface"] as const;
type HolderType = (typeof holderTypes)[number];

/** The resources that can have an elastic IP address, by the InstanceType of the call. */
function findHolder(call: Call, type: HolderType, id: string): void {
  const exists: Record<HolderType, () => boolean> = {
    EcsInstance: () => call.store.instances.get(id) !== undefined,
    SlbInstance: () => call.store.loadBalancers.get(id)?.addressType === "intranet",
    Nat: () => call.store.natGateways.get(id)?.networkType === "internet",
    NetworkInterface: () => call.store.networkInterfaces.get(id) !== undefined,
  };
  if (!exists[type]()) throw vpcError("InvalidInstance.NotSupported", id);
}

function checkPrivateAddress(call: Call, interfaceId: string, address: string): void {
  const found = call.store.networkInterfaces.get(interfaceId);
  if (![found?.privateIp, ...(found?.secondaryIps ?? [])].includes(address))
    throw vpcError("InvalidPrivateIpAddress.NotFound", address, interfaceId);
}

export const eips = [
  vpcOperation({
    action: "AllocateEipAddress",
    parameters: {
      Bandwidth: bandwidth,
      // Empty, because an address of the local cloud cannot be chosen.
      InstanceId: { type: "string", implemented: [] },
      IpAddress: { type: "string", implemented: [] },
      Name: nameParameter,
      Description: descriptionParameter,
      InternetChargeType: { type: "string", enum: ["PayByBandwidth", "PayByTraffic"] },
      InstanceChargeType: { type: "string", enum: ["PostPaid", "PrePaid"] },
      // A subscription costs nothing here, and has no end.
      Period: { type: "integer", min: 1 },
      PricingCycle: { type: "string", enum: ["Month", "Year"] },
      ActivityId: { type: "string" },
      SecurityProtectionTypes: {
        type: "list",
        item: { type: "string", enum: ["AntiDDoS_Enhanced"] },
        max: 10,
      },
      ISP: { type: "string", enum: ["BGP", "BGP_PRO"] },
      Netmode: { type: "string", implemented: ["public"] },
      AutoPay: { type: "boolean" },
      ResourceGroupId: { type: "string" },
      ClientToken: { type: "string", maxLength: 64 },
      Tag: tagParameter,
    },
    handle(call, p) {
      const { regionId, store } = call;
      const ipAddress = freePublicAddress(store);
      if (!ipAddress) throw vpcError("QuotaExceeded.Eip");
      const eip = store.eips.put({
        id: newResourceId("eip", regionId),
        regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(p.Tag),
        name: p.Name ?? "",
        description: p.Description ?? "",
        ipAddress,
        bandwidth: p.Bandwidth ?? 5,
        internetChargeType: p.InternetChargeType ?? "PayByBandwidth",
        isp: p.ISP ?? "BGP",
        netmode: p.Netmode || "public",
        ...(p.InstanceChargeType === "PrePaid" && { prepaid: true }),
        ...(p.SecurityProtectionTypes.length > 0 && { securityProtection: p.SecurityProtectionTypes }),
        deletionProtection: false,
        resourceGroupId: checkResourceGroup(call, p.ResourceGroupId),
      });
      return {
        AllocationId: eip.id,
        EipAddress: eip.ipAddress,
        ResourceGroupId: eip.resourceGroupId,
        OrderId: 0,
      };
    },
  }),
  vpcOperation({
    action: "DescribeEipAddresses",
    parameters: {
      AllocationId: { type: "string" },
      EipAddress: { type: "string" },
      EipName: { type: "string" },
      Status: { type: "string", enum: ["Associating", "Unassociating", "InUse", "Available", "Releasing"] },
      AssociatedInstanceId: { type: "string" },
      AssociatedInstanceType: { type: "string" },
      ChargeType: { type: "string", enum: ["PostPaid", "PrePaid"] },
      ISP: { type: "string" },
      LockReason: { type: "string" },
      PublicIpAddressPoolId: { type: "string" },
      SegmentInstanceId: { type: "string" },
      SecurityProtectionEnabled: { type: "boolean" },
      ServiceManaged: { type: "boolean" },
      IncludeReservationData: { type: "boolean" },
      ResourceGroupId: { type: "string" },
      DryRun: { type: "boolean", implemented: [false] },
      Tag: tagParameter,
      ...paging,
    },
    handle(call, p) {
      const ids = p.AllocationId ? p.AllocationId.split(",") : [];
      const addresses = p.EipAddress ? p.EipAddress.split(",") : [];
      const found = call.store.eips.filter(
        (eip) =>
          inScope(call, eip) &&
          (ids.length === 0 || ids.includes(eip.id)) &&
          (addresses.length === 0 || addresses.includes(eip.ipAddress)) &&
          (!p.EipName || eip.name === p.EipName) &&
          (!p.Status || readStatus(eip) === p.Status) &&
          (!p.ChargeType || (p.ChargeType === "PrePaid") === (eip.prepaid ?? false)) &&
          (!p.ISP || eip.isp === p.ISP) &&
          // No address here is locked, of a segment, of a pool or of another service.
          !p.LockReason &&
          !p.PublicIpAddressPoolId &&
          !p.SegmentInstanceId &&
          (!p.SecurityProtectionEnabled || (eip.securityProtection ?? []).length > 0) &&
          !p.ServiceManaged &&
          (!p.AssociatedInstanceId || eip.instance?.id === p.AssociatedInstanceId) &&
          (!p.AssociatedInstanceType || eip.instance?.type === p.AssociatedInstanceType) &&
          (!p.ResourceGroupId || eip.resourceGroupId === p.ResourceGroupId) &&
          hasTags(eip, p.Tag),
      );
      const page = takePage(found, p);
      const rows = page.items.map((eip) => describeEip(call, eip));
      return { ...pageFields(page), EipAddresses: { EipAddress: rows } };
    },
  }),
  vpcOperation({
    action: "DescribeHighDefinitionMonitorLogAttribute",
    parameters: { InstanceId: allocationId, InstanceType: { type: "string", implemented: ["EIP"] } },
    handle(call, p) {
      const { id, monitorLog } = findEip(call, p.InstanceId);
      const log = { LogProject: monitorLog?.project ?? "", LogStore: monitorLog?.logStore ?? "" };
      return { InstanceId: id, InstanceType: "EIP", Success: "true", ...log };
    },
  }),
  vpcOperation({
    action: "ModifyEipAddressAttribute",
    parameters: {
      AllocationId: allocationId,
      Bandwidth: bandwidth,
      Name: nameParameter,
      Description: descriptionParameter,
    },
    handle(call, p) {
      const eip = findEip(call, p.AllocationId);
      eip.bandwidth = p.Bandwidth ?? eip.bandwidth;
      eip.name = p.Name ?? eip.name;
      eip.description = p.Description ?? eip.description;
      return {};
    },
  }),
  vpcOperation({
    action: "AssociateEipAddress",
    parameters: {
      AllocationId: allocationId,
      InstanceId: { type: "string", required: true },
      InstanceType: { type: "string", implemented: holderTypes },
      Mode: { type: "string", implemented: ["NAT"] },
      // An address of a network interface, by default its primary one.
      PrivateIpAddress: { type: "string" },
      ClientToken: { type: "string", maxLength: 64 },
    },
    handle(call, p) {
      const eip = findEip(call, p.AllocationId);
      if (eip.instance) throw vpcError("IncorrectEipStatus", eip.id, "InUse", "Available");
      const type = holderTypes.find((one) => one === p.InstanceType) ?? "EcsInstance";
      findHolder(call, type, p.InstanceId);
      // A NAT gateway has several addresses.
      const other = type === "Nat" ? undefined : findEipOfInstance(call.store, p.InstanceId);
      if (other) throw vpcError("DependencyViolation.Eip", p.InstanceId, other.id);
      if (p.PrivateIpAddress) checkPrivateAddress(call, p.InstanceId, p.PrivateIpAddress);
      eip.instance = {
        id: p.InstanceId,
        type,
        ...(p.PrivateIpAddress && { privateIpAddress: p.PrivateIpAddress }),
      };
      return {};
    },
  }),
  vpcOperation({
    action: "UnassociateEipAddress",
    parameters: {
      AllocationId: allocationId,
      InstanceId: { type: "string" },
      InstanceType: { type: "string", implemented: holderTypes },
      // An elastic IP address belongs to one address.
      PrivateIpAddress: { type: "string" },
      Force: { type: "boolean" },
      ClientToken: { type: "string", maxLength: 64 },
    },
    handle(call, p) {
      const eip = findEip(call, p.AllocationId);
      if (!eip.instance) throw vpcError("IncorrectEipStatus", eip.id, "Available", "InUse");
      const used =
        call.store.snatEntries.find(({ snatIp }) => snatIp.split(",").includes(eip.ipAddress)) ??
        call.store.forwardEntries.find(({ externalIp }) => externalIp === eip.ipAddress);
      if (used) throw vpcError("InvalidIpStatus.HasBeenUsedInSnatTable", eip.ipAddress, used.id);
      delete eip.instance;
      return {};
    },
  }),
  vpcOperation({
    action: "ReleaseEipAddress",
    parameters: { AllocationId: allocationId },
    handle(call, p) {
      const eip = findEip(call, p.AllocationId);
      if (eip.instance) throw vpcError("IncorrectEipStatus", eip.id, "InUse", "Available");
      if (eip.deletionProtection) throw vpcError("OperationDenied.DeletionProtection", eip.id);
      call.store.eips.delete(eip.id);
      return {};
    },
  }),
  vpcOperation({
    action: "ModifyEipForwardMode",
    parameters: {
      ClientToken: { type: "string" },
      InstanceId: { type: "string", required: true },
      Mode: { type: "string", enum: ["NAT", "MULTI_BINDED", "BINDED"], required: true },
    },
    handle(call, p) {
      findEip(call, p.InstanceId).mode = p.Mode;
      return {};
    },
  }),
  vpcOperation({
    // The local cloud writes no entries of this log.
    action: "SetHighDefinitionMonitorLogStatus",
    parameters: {
      InstanceId: { type: "string", required: true },
      InstanceType: { type: "string", enum: ["EIP"] },
      LogProject: { type: "string" },
      LogStore: { type: "string" },
      Status: { type: "string", enum: ["ON", "OFF"] },
    },
    handle(call, p) {
      const eip = findEip(call, p.InstanceId);
      if (p.Status === "OFF") delete eip.monitorLog;
      else eip.monitorLog = { project: p.LogProject ?? "", logStore: p.LogStore ?? "" };
      return { Success: "true" };
    },
  }),
];
