import type { LoadBalancer, VSwitch } from "../../store/model";
import { type Call, inScope, slbOperation } from "../common/call";
import { newResourceId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { type Region, requireRegion } from "../common/regions";
import { checkResourceGroup } from "../common/resourceGroups";
import { isSold } from "../common/stock";
import { createTags, hasTags, tagKeyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { freeAddress, isAssignable, usedAddresses } from "../vpc/addresses";
import { describeServer } from "./backendServers";
import { slbError } from "./errors";

export const loadBalancerId = { type: "string", required: true } as const;
export const onOff = { type: "string", enum: ["on", "off"] } as const;
export const balancerName = { type: "string", maxLength: 80 } as const;
export const internetChargeType = {
  type: "string",
  pattern: /^(paybytraffic|paybybandwidth)$/i,
  form: "paybytraffic or paybybandwidth",
} as const;
export const bandwidth = { type: "integer", min: 1, max: 5120, also: [-1] } as const;
export const loadBalancerSpec = {
  type: "string",
  enum: [
    ...["slb.s1.small", "slb.s2.small", "slb.s2.medium", "slb.s3.small", "slb.s3.medium", "slb.s3.large"],
    ...["slb.s4.large", "slb.lcu.elastic"],
  ],
} as const;
export const instanceChargeType = { type: "string", enum: ["PayBySpec", "PayByCLCU"] } as const;
/** ConsoleProtection prevents changes in the console only. Every API call is allowed, including deletion. */
export const protectionStatus = { type: "string", enum: ["NonProtection", "ConsoleProtection"] } as const;
export const protectionReason = { type: "string", maxLength: 80 } as const;

/** Finds a load balancer by ID in any region. */
export function findLoadBalancer(call: Call, id: string): LoadBalancer {
  const balancer = call.store.loadBalancers.get(id);
  if (!balancer) throw slbError("InvalidLoadBalancerId.NotFound", id);
  return balancer;
}

function describeBalancer(balancer: LoadBalancer) {
  return {
    LoadBalancerId: balancer.id,
    LoadBalancerName: balancer.name,
    LoadBalancerStatus: balancer.status,
    LoadBalancerSpec: balancer.spec,
    Address: balancer.address,
    AddressType: balancer.addressType,
    AddressIPVersion: balancer.addressIpVersion,
    NetworkType: balancer.addressType === "intranet" ? "vpc" : "classic",
    VpcId: balancer.vpcId,
    VSwitchId: balancer.vswitchId,
    RegionId: balancer.regionId,
    RegionIdAlias: balancer.regionId,
    MasterZoneId: balancer.zoneId,
    SlaveZoneId: balancer.slaveZoneId,
    Bandwidth: balancer.bandwidth,
    InternetChargeType: balancer.internetChargeType,
    InternetChargeTypeAlias: balancer.internetChargeType,
    InstanceChargeType: balancer.instanceChargeType,
    PayType: balancer.payType,
    DeleteProtection: balancer.deleteProtection,
    ModificationProtectionStatus: balancer.modificationProtectionStatus,
    ModificationProtectionReason: balancer.modificationProtectionReason,
    ResourceGroupId: balancer.resourceGroupId,
    BusinessStatus: "Normal",
    CreateTime: balancer.createdTime,
    CreateTimeStamp: Date.parse(balancer.createdTime),
    Tags: { Tag: tagKeyValueTags(balancer.tags) },
  };
}

export const loadBalancers = [
  slbOperation({
    action: "CreateLoadBalancer",
    parameters: {
      LoadBalancerName: balancerName,
      AddressType: { type: "string", enum: ["internet", "intranet"] },
      AddressIPVersion: { type: "string", implemented: ["ipv4"] },
      Address: { type: "string" },
      VpcId: { type: "string" },
      VSwitchId: { type: "string" },
      MasterZoneId: { type: "string" },
      SlaveZoneId: { type: "string" },
      LoadBalancerSpec: loadBalancerSpec,
      InstanceChargeType: instanceChargeType,
      InternetChargeType: internetChargeType,
      Bandwidth: bandwidth,
      PayType: { type: "string", implemented: ["PayOnDemand"] },
      DeleteProtection: onOff,
      ModificationProtectionStatus: protectionStatus,
      ModificationProtectionReason: protectionReason,
      ResourceGroupId: { type: "string" },
      ClientToken: { type: "string", maxLength: 64 },
      Tag: tagParameter,
    },
    handle(call, p) {
      const addressType = p.AddressType ?? (p.VSwitchId ? "intranet" : "internet");
      const vswitch = addressType === "intranet" ? vswitchFor(call, p) : undefined;
      const region = requireRegion(vswitch?.regionId ?? call.regionId);
      const zoneId = p.MasterZoneId || vswitch?.zoneId || region.zones[0] || "";
      checkZone(region, zoneId);
      const slaveZoneId = p.SlaveZoneId || region.zones.find((zone) => zone !== zoneId) || "";
      checkZone(region, slaveZoneId);
      if (!isSold(call.store, zoneId, "clb")) throw slbError("OperationFailed.ZoneResourceLimit", zoneId);
      // The spec determines the billing method. Without a spec, the load balancer uses capacity units.
      const elastic = p.InstanceChargeType ? p.InstanceChargeType === "PayByCLCU" : !p.LoadBalancerSpec;
      const id = newResourceId("lb", region.id);
      const balancer = call.store.loadBalancers.put({
        id,
        regionId: region.id,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(p.Tag),
        name: p.LoadBalancerName || id,
        vpcId: vswitch?.vpcId ?? "",
        vswitchId: vswitch?.id ?? "",
        zoneId,
        slaveZoneId,
        address: vswitch ? intranetAddress(call, vswitch, p.Address) : internetAddress(call),
        addressType,
        addressIpVersion: "ipv4",
        spec: elastic ? "slb.lcu.elastic" : (p.LoadBalancerSpec ?? "slb.s1.small"),
        bandwidth: p.Bandwidth ?? 1,
        internetChargeType: (p.InternetChargeType || "paybytraffic").toLowerCase(),
        instanceChargeType: elastic ? "PayByCLCU" : "PayBySpec",
        payType: "PayOnDemand",
        status: "active",
        deleteProtection: p.DeleteProtection ?? "off",
        modificationProtectionStatus: p.ModificationProtectionStatus ?? "NonProtection",
        modificationProtectionReason: p.ModificationProtectionReason ?? "",
        resourceGroupId: checkResourceGroup(call, p.ResourceGroupId),
        backendServers: [],
        listeners: [],
      });
      return {
        LoadBalancerId: balancer.id,
        LoadBalancerName: balancer.name,
        Address: balancer.address,
        AddressIPVersion: balancer.addressIpVersion,
        NetworkType: addressType === "intranet" ? "vpc" : "classic",
        VpcId: balancer.vpcId,
        VSwitchId: balancer.vswitchId,
        ResourceGroupId: balancer.resourceGroupId,
      };
    },
  }),
  slbOperation({
    action: "DescribeLoadBalancerAttribute",
    parameters: { LoadBalancerId: loadBalancerId },
    handle(call, p) {
      const balancer = findLoadBalancer(call, p.LoadBalancerId);
      const listeners = balancer.listeners.map(({ port, protocol, attributes }) => ({
        ListenerPort: port,
        ListenerProtocol: protocol,
        ListenerForward: attributes.ListenerForward ?? "off",
        ...(attributes.ForwardPort && { ForwardPort: Number(attributes.ForwardPort) }),
        Description: attributes.Description ?? "",
      }));
      return {
        ...describeBalancer(balancer),
        ListenerPorts: { ListenerPort: listeners.map(({ ListenerPort }) => ListenerPort) },
        ListenerPortsAndProtocol: { ListenerPortAndProtocol: listeners },
        // The older list has the same fields, one of them under a misspelled name.
        ListenerPortsAndProtocal: {
          ListenerPortAndProtocal: listeners.map((one) => ({
            ...one,
            ListenerProtocal: one.ListenerProtocol,
          })),
        },
        BackendServers: { BackendServer: balancer.backendServers.map(describeServer) },
        EndTimeStamp: 0,
        AutoReleaseTime: 0,
        RenewalStatus: "",
      };
    },
  }),
  slbOperation({
    action: "DescribeLoadBalancers",
    parameters: {
      LoadBalancerId: { type: "string" },
      LoadBalancerName: { type: "string" },
      LoadBalancerStatus: { type: "string", enum: ["active", "inactive"] },
      AddressType: { type: "string", enum: ["internet", "intranet"] },
      Address: { type: "string" },
      VpcId: { type: "string" },
      VSwitchId: { type: "string" },
      ServerId: { type: "string" },
      MasterZoneId: { type: "string" },
      SlaveZoneId: { type: "string" },
      AddressIPVersion: { type: "string", enum: ["ipv4", "ipv6"] },
      InternetChargeType: { type: "string" },
      NetworkType: { type: "string", enum: ["vpc", "classic"] },
      PayType: { type: "string" },
      ServerIntranetAddress: { type: "string" },
      ResourceGroupId: { type: "string" },
      Tag: tagParameter,
      /** Older form of Tag: a list of objects with TagKey and TagValue, as JSON. */
      Tags: { type: "json" },
      ...paging,
    },
    handle(call, p) {
      const ids = p.LoadBalancerId ? p.LoadBalancerId.split(",") : [];
      const names = p.LoadBalancerName ? p.LoadBalancerName.split(",") : [];
      const found = call.store.loadBalancers.filter(
        (balancer) =>
          inScope(call, balancer) &&
          (ids.length === 0 || ids.includes(balancer.id)) &&
          (names.length === 0 || names.includes(balancer.name)) &&
          (!p.LoadBalancerStatus || balancer.status === p.LoadBalancerStatus) &&
          (!p.AddressType || balancer.addressType === p.AddressType) &&
          (!p.Address || balancer.address === p.Address) &&
          (!p.VpcId || balancer.vpcId === p.VpcId) &&
          (!p.VSwitchId || balancer.vswitchId === p.VSwitchId) &&
          (!p.ServerId || balancer.backendServers.some(({ serverId }) => serverId === p.ServerId)) &&
          (!p.MasterZoneId || balancer.zoneId === p.MasterZoneId) &&
          (!p.SlaveZoneId || balancer.slaveZoneId === p.SlaveZoneId) &&
          (!p.AddressIPVersion || balancer.addressIpVersion === p.AddressIPVersion) &&
          (!p.InternetChargeType || balancer.internetChargeType === p.InternetChargeType) &&
          p.NetworkType !== "classic" &&
          (!p.PayType || balancer.payType === p.PayType) &&
          (!p.ServerIntranetAddress ||
            balancer.backendServers.some(({ serverIp }) => serverIp === p.ServerIntranetAddress)) &&
          (!p.ResourceGroupId || balancer.resourceGroupId === p.ResourceGroupId) &&
          hasTags(balancer, [...p.Tag, ...readOlderTags(p.Tags)]),
      );
      const page = takePage(found, p);
      return { ...pageFields(page), LoadBalancers: { LoadBalancer: page.items.map(describeBalancer) } };
    },
  }),
  slbOperation({
    action: "DeleteLoadBalancer",
    parameters: { LoadBalancerId: loadBalancerId },
    handle(call, p) {
      const balancer = findLoadBalancer(call, p.LoadBalancerId);
      if (balancer.deleteProtection === "on") throw slbError("OperationDenied.DeleteProtectionIsOn");
      // Listeners and server groups belong to the load balancer and are deleted with it.
      for (const group of call.store.vServerGroups.filter((one) => one.loadBalancerId === balancer.id)) {
        call.store.vServerGroups.delete(group.id);
      }
      for (const group of call.store.masterSlaveServerGroups.filter(
        (one) => one.loadBalancerId === balancer.id,
      )) {
        call.store.masterSlaveServerGroups.delete(group.id);
      }
      for (const rule of call.store.clbRules.filter((one) => one.loadBalancerId === balancer.id)) {
        call.store.clbRules.delete(rule.id);
      }
      call.store.loadBalancers.delete(balancer.id);
      return {};
    },
  }),
];

function readOlderTags(tags: unknown): { Key: string; Value: string }[] {
  if (!Array.isArray(tags)) return [];
  return tags.map((tag: { TagKey?: unknown; TagValue?: unknown }) => ({
    Key: String(tag.TagKey ?? ""),
    Value: String(tag.TagValue ?? ""),
  }));
}

function vswitchFor(call: Call, p: { VSwitchId?: string; VpcId?: string }): VSwitch {
  if (!p.VSwitchId) throw slbError("MissingVSwitchId");
  const vswitch = call.store.vswitches.get(p.VSwitchId);
  if (!vswitch) throw slbError("InvalidVSwitchId.NotFound", p.VSwitchId);
  if (p.VpcId && p.VpcId !== vswitch.vpcId)
    throw slbError("InvalidVpcId.Mismatch", vswitch.id, vswitch.vpcId, p.VpcId);
  return vswitch;
}

function checkZone(region: Region, zoneId: string): void {
  if (!region.zones.includes(zoneId)) {
    throw slbError("InvalidZoneId.NotFound", zoneId, region.id, region.zones.join(", "));
  }
}

function intranetAddress(call: Call, vswitch: VSwitch, wanted: string | undefined): string {
  if (wanted) {
    const free = isAssignable(vswitch, wanted) && !usedAddresses(call.store, vswitch.id).has(wanted);
    if (!free) throw slbError("InvalidAddress.Malformed", wanted, vswitch.id, vswitch.cidrBlock);
    return wanted;
  }
  const address = freeAddress(call.store, vswitch);
  if (!address) throw slbError("InvalidVSwitch.IpNotEnough", vswitch.id);
  return address;
}

/**
 * An address of 192.0.2.0/24, which exists in documentation only. No client can reach an internet-facing load balancer
 * of the local cloud.
 */
function internetAddress(call: Call): string {
  const used = new Set(call.store.loadBalancers.all().map(({ address }) => address));
  for (let last = 1; last < 255; last += 1) {
    if (!used.has(`192.0.2.${last}`)) return `192.0.2.${last}`;
  }
  throw slbError("InvalidVSwitch.IpNotEnough", "192.0.2.0/24 (public)");
}
