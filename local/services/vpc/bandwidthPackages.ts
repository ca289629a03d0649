import type { BandwidthPackage, Eip } from "../../store/model";
import { type Call, inScope, vpcOperation } from "../common/call";
import { newResourceId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { checkResourceGroup } from "../common/resourceGroups";
import { createTags, hasTags, keyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { findEip } from "./eips";
import { vpcError } from "./errors";
import { findNatGateway } from "./natGateways";

const packageId = { type: "string", required: true } as const;
const nameParameter = { type: "string", maxLength: 128 } as const;
const descriptionParameter = { type: "string", maxLength: 256 } as const;
const bandwidth = { type: "integer", required: true, min: 1, max: 2000 } as const;

function findPackage(call: Call, id: string): BandwidthPackage {
  const found = call.store.bandwidthPackages.get(id);
  if (!found) throw vpcError("InvalidBandwidthPackageId.NotFound", id);
  return found;
}

/** An elastic IP address of the package. */
function memberOf(call: Call, id: string, eipId: string): Eip {
  const eip = findEip(call, eipId);
  if (eip.bandwidthPackageId !== findPackage(call, id).id)
    throw vpcError("InvalidAllocationId.NotFound", eip.id);
  return eip;
}

function leavePackage(eip: Eip): void {
  delete eip.bandwidthPackageId;
  delete eip.limitInPackage;
}

/** What uses the bandwidth: elastic IP addresses, and the public addresses of an ALB. */
function findMembers(call: Call, id: string) {
  const eips = call.store.eips.filter(({ bandwidthPackageId }) => bandwidthPackageId === id);
  const albs = call.store.albLoadBalancers.filter(({ bandwidthPackageId }) => bandwidthPackageId === id);
  return [
    ...eips.map((eip) => ({ AllocationId: eip.id, IpAddress: eip.ipAddress, OwnerId: eip.instance?.id })),
    ...albs.flatMap((alb) =>
      alb.zones.map(({ publicAddress }) => ({ AllocationId: "", IpAddress: publicAddress, OwnerId: alb.id })),
    ),
  ];
}

function describePackage(call: Call, one: BandwidthPackage) {
  return {
    BandwidthPackageId: one.id,
    Name: one.name,
    Description: one.description,
    Bandwidth: String(one.bandwidth),
    InternetChargeType: one.internetChargeType,
    InstanceChargeType: "PostPaid",
    ISP: one.isp,
    Ratio: one.ratio,
    Status: "Available",
    BusinessStatus: "Normal",
    RegionId: one.regionId,
    ResourceGroupId: one.resourceGroupId,
    CreationTime: one.createdTime,
    ExpiredTime: "",
    DeletionProtection: one.deletionProtection,
    BizType: "",
    // The SDK declares a text. The provider expects a boolean value.
    HasReservationData: false,
    ReservationActiveTime: "",
    ReservationBandwidth: "",
    ReservationInternetChargeType: "",
    ReservationOrderType: "",
    ServiceManaged: 0,
    Zone: one.zone ?? "",
    PublicIpAddresses: {
      PublicIpAddresse: findMembers(call, one.id).map(({ AllocationId, IpAddress }) => ({
        AllocationId,
        IpAddress,
        BandwidthPackageIpRelationStatus: "BINDED",
        Bandwidth: call.store.eips.get(AllocationId)?.limitInPackage ?? 0,
      })),
    },
    SecurityProtectionTypes: { SecurityProtectionType: one.securityProtection ?? [] },
    Tags: { Tag: keyValueTags(one.tags) },
  };
}

export const bandwidthPackages = [
  vpcOperation({
    action: "CreateCommonBandwidthPackage",
    parameters: {
      Bandwidth: bandwidth,
      Name: nameParameter,
      Description: descriptionParameter,
      InternetChargeType: {
        type: "string",
        enum: ["PayByBandwidth", "PayBy95", "PayByDominantTraffic", "PayByTraffic"],
      },
      Ratio: { type: "integer", min: 20, max: 100 },
      Zone: { type: "string" },
      ISP: { type: "string", enum: ["BGP", "BGP_PRO"] },
      SecurityProtectionTypes: {
        type: "list",
        item: { type: "string", enum: ["AntiDDoS_Enhanced"] },
        max: 10,
      },
      ResourceGroupId: { type: "string" },
      ClientToken: { type: "string", maxLength: 64 },
      Tag: tagParameter,
    },
    handle(call, p) {
      const { regionId } = call;
      const one = call.store.bandwidthPackages.put({
        id: newResourceId("cbwp", regionId),
        regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(p.Tag),
        name: p.Name ?? "",
        description: p.Description ?? "",
        bandwidth: p.Bandwidth,
        internetChargeType: p.InternetChargeType ?? "PayByBandwidth",
        isp: p.ISP ?? "BGP",
        ratio: p.Ratio ?? 100,
        deletionProtection: false,
        ...(p.SecurityProtectionTypes.length > 0 && { securityProtection: p.SecurityProtectionTypes }),
        ...(p.Zone && { zone: p.Zone }),
        resourceGroupId: checkResourceGroup(call, p.ResourceGroupId),
      });
      return { BandwidthPackageId: one.id, ResourceGroupId: one.resourceGroupId };
    },
  }),
  vpcOperation({
    action: "DescribeCommonBandwidthPackages",
    parameters: {
      BandwidthPackageId: { type: "string" },
      Name: { type: "string" },
      ResourceGroupId: { type: "string" },
      IncludeReservationData: { type: "boolean" },
      SecurityProtectionEnabled: { type: "boolean" },
      DryRun: { type: "boolean", implemented: [false] },
      Tag: tagParameter,
      ...paging,
    },
    handle(call, p) {
      const found = call.store.bandwidthPackages.filter(
        (one) =>
          inScope(call, one) &&
          (!p.BandwidthPackageId || one.id === p.BandwidthPackageId) &&
          (!p.Name || one.name === p.Name) &&
          (p.SecurityProtectionEnabled === undefined ||
            p.SecurityProtectionEnabled === (one.securityProtection ?? []).length > 0) &&
          (!p.ResourceGroupId || one.resourceGroupId === p.ResourceGroupId) &&
          hasTags(one, p.Tag),
      );
      const page = takePage(found, p);
      const rows = page.items.map((one) => describePackage(call, one));
      return { ...pageFields(page), CommonBandwidthPackages: { CommonBandwidthPackage: rows } };
    },
  }),
  vpcOperation({
    action: "ModifyCommonBandwidthPackageAttribute",
    parameters: { BandwidthPackageId: packageId, Name: nameParameter, Description: descriptionParameter },
    handle(call, p) {
      const one = findPackage(call, p.BandwidthPackageId);
      one.name = p.Name ?? one.name;
      one.description = p.Description ?? one.description;
      return {};
    },
  }),
  vpcOperation({
    action: "ModifyCommonBandwidthPackageSpec",
    parameters: { BandwidthPackageId: packageId, Bandwidth: bandwidth },
    handle(call, p) {
      findPackage(call, p.BandwidthPackageId).bandwidth = p.Bandwidth;
      return {};
    },
  }),
  vpcOperation({
    action: "AddCommonBandwidthPackageIp",
    parameters: {
      BandwidthPackageId: packageId,
      IpInstanceId: { type: "string", required: true },
      IpType: { type: "string", implemented: ["EIP"] },
      ClientToken: { type: "string", maxLength: 64 },
    },
    handle(call, p) {
      const one = findPackage(call, p.BandwidthPackageId);
      const eip = findEip(call, p.IpInstanceId);
      if (eip.bandwidthPackageId) throw vpcError("DependencyViolation.Eip", eip.bandwidthPackageId, eip.id);
      eip.bandwidthPackageId = one.id;
      return {};
    },
  }),
  vpcOperation({
    action: "RemoveCommonBandwidthPackageIp",
    parameters: {
      BandwidthPackageId: packageId,
      IpInstanceId: { type: "string", required: true },
      ClientToken: { type: "string", maxLength: 64 },
    },
    handle(call, p) {
      const one = findPackage(call, p.BandwidthPackageId);
      const eip = findEip(call, p.IpInstanceId);
      if (eip.bandwidthPackageId !== one.id) throw vpcError("InvalidAllocationId.NotFound", eip.id);
      leavePackage(eip);
      return {};
    },
  }),
  vpcOperation({
    action: "ModifyCommonBandwidthPackageIpBandwidth",
    parameters: { BandwidthPackageId: packageId, EipId: packageId, Bandwidth: bandwidth },
    handle(call, p) {
      memberOf(call, p.BandwidthPackageId, p.EipId).limitInPackage = p.Bandwidth;
      return {};
    },
  }),
  vpcOperation({
    action: "CancelCommonBandwidthPackageIpBandwidth",
    parameters: { BandwidthPackageId: packageId, EipId: packageId },
    handle(call, p) {
      delete memberOf(call, p.BandwidthPackageId, p.EipId).limitInPackage;
      return {};
    },
  }),
  vpcOperation({
    action: "DeleteCommonBandwidthPackage",
    parameters: {
      BandwidthPackageId: packageId,
      /** Whether addresses are removed from it first. */
      Force: { type: "string", enum: ["true", "false", "True", "False"] },
    },
    handle(call, p) {
      const one = findPackage(call, p.BandwidthPackageId);
      if (one.deletionProtection) throw vpcError("OperationDenied.DeletionProtection", one.id);
      const [member] = findMembers(call, one.id);
      const force = p.Force?.toLowerCase() === "true";
      if (member && (!force || member.AllocationId === ""))
        throw vpcError("DependencyViolation.Eip", one.id, member.AllocationId || member.OwnerId);
      for (const { AllocationId } of findMembers(call, one.id)) leavePackage(findEip(call, AllocationId));
      call.store.bandwidthPackages.delete(one.id);
      return {};
    },
  }),
  vpcOperation({
    action: "DeletionProtection",
    parameters: {
      InstanceId: { type: "string", required: true },
      ProtectionEnable: { type: "boolean", required: true },
      Type: { type: "string", implemented: ["EIP", "CBWP", "NATGW"] },
      ClientToken: { type: "string", maxLength: 64 },
    },
    handle(call, p) {
      const find = p.Type === "CBWP" ? findPackage : p.Type === "NATGW" ? findNatGateway : findEip;
      const thing = find(call, p.InstanceId);
      thing.deletionProtection = p.ProtectionEnable;
      return {};
    },
  }),
];
