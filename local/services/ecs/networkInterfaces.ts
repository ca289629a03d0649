import type { Instance, InterfaceMode, NetworkInterface, SecurityGroup, VSwitch } from "../../store/model";
import { networkStatus } from "../../store/networkStatus";
import type { Store } from "../../store/store";
import { clone } from "../../store/tracked";
import { type Call, ecsOperation, inScope } from "../common/call";
import { newResourceId } from "../common/ids";
import { nextToken, pageFields, paging, takePage, tokenPage, tokenPaging } from "../common/paging";
import { accountId } from "../common/regions";
import { checkResourceGroup } from "../common/resourceGroups";
import { createTags, hasTags, tagKeyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { freeAddresses, isAssignable, usedAddresses } from "../vpc/addresses";
import { forgetReleasedIpv6, freeIpv6Addresses } from "../vpc/ipv6";
import { instanceTypes } from "./catalogue";
import { ecsError } from "./errors";
import { createMac, describeIpv6Sets, findInstance } from "./instances";
import {
  checkGroups,
  findInstanceType,
  findInterface,
  findVSwitchOfInterface,
  maxGroupsPerInstance,
} from "./interfaces";
import { checkIpv6, givenIpv6 } from "./ipv6";
import { findSecurityGroup } from "./securityGroups";

const interfaceId = { type: "string", required: true } as const;
const clientToken = { type: "string", maxLength: 64 } as const;
const ids = (max: number) => ({ type: "list", item: { type: "string" }, max }) as const;
const nameParameter = { type: "string", maxLength: 128 } as const;
const descriptionParameter = { type: "string", maxLength: 256 } as const;
const count = { type: "integer", min: 1, max: 49 } as const;

/** What a call wants for a new interface. */
export interface WantedInterface {
  vswitch: VSwitch;
  groups: readonly SecurityGroup[];
  name?: string;
  description?: string;
  primaryIp?: string;
  secondaryIps?: readonly string[];
  secondaryIpCount?: number;
  ipv6Addresses?: readonly string[];
  ipv6AddressCount?: number;
  queueNumber?: number;
  sourceDestCheck?: boolean;
  interfaceMode?: InterfaceMode;
  deleteOnRelease?: boolean;
  resourceGroupId: string;
  tags: NetworkInterface["tags"];
}

/** Addresses that a call names, or free ones. */
export function pickAddresses(
  call: Call,
  vswitch: VSwitch,
  wanted: readonly string[],
  number: number,
  taken: readonly string[] = [],
): string[] {
  const used = usedAddresses(call.store, vswitch.id);
  for (const address of wanted) {
    if (!isAssignable(vswitch, address))
      throw ecsError("InvalidPrivateIpAddress.Malformed", address, vswitch.id, vswitch.cidrBlock);
    if (used.has(address) || taken.includes(address))
      throw ecsError("InvalidPrivateIpAddress.Duplicated", address);
  }
  const free = number > 0 ? freeAddresses(call.store, vswitch, number, [...wanted, ...taken]) : [];
  if (!free) throw ecsError("InvalidVSwitch.IpNotEnough", vswitch.id);
  return [...wanted, ...free];
}

export function createInterface(call: Call, wanted: WantedInterface): NetworkInterface {
  const { vswitch } = wanted;
  const named = wanted.primaryIp ? [wanted.primaryIp] : [];
  const [privateIp = ""] = pickAddresses(call, vswitch, named, 1 - named.length, wanted.secondaryIps);
  const secondaryIps = pickAddresses(call, vswitch, wanted.secondaryIps ?? [], wanted.secondaryIpCount ?? 0, [
    privateIp,
  ]);
  const ipv6Count = wanted.ipv6AddressCount ?? wanted.ipv6Addresses?.length ?? 0;
  if (ipv6Count > 0) checkIpv6(vswitch, undefined, ipv6Count);
  const ipv6Addresses = wanted.ipv6AddressCount
    ? freeIpv6Addresses(call.store, vswitch, wanted.ipv6AddressCount)
    : givenIpv6(call.store, vswitch, wanted.ipv6Addresses ?? []);
  return call.store.networkInterfaces.put({
    id: newResourceId("eni", vswitch.regionId),
    regionId: vswitch.regionId,
    createdTime: isoSeconds(call.cloud.clock()),
    tags: wanted.tags,
    name: wanted.name ?? "",
    description: wanted.description ?? "",
    vpcId: vswitch.vpcId,
    vswitchId: vswitch.id,
    zoneId: vswitch.zoneId,
    privateIp,
    secondaryIps,
    ipv6Addresses,
    securityGroupIds: wanted.groups.map(({ id }) => id),
    queueNumber: wanted.queueNumber ?? 2,
    ...(wanted.sourceDestCheck !== undefined && { sourceDestCheck: wanted.sourceDestCheck }),
    ...(wanted.interfaceMode && { interfaceMode: wanted.interfaceMode }),
    deleteOnRelease: wanted.deleteOnRelease ?? true,
    resourceGroupId: wanted.resourceGroupId,
  });
}

/** Finds an interface that is not the primary one of an instance. */
function findSecondary(call: Call, id: string): NetworkInterface {
  const found = call.store.networkInterfaces.get(id);
  if (found) return found;
  throw ecsError("InvalidEniId.NotFound", findInterface(call, id).id);
}

/** Attaches an interface to an instance in its zone that has a free place for it. */
export function attachInterface(call: Call, one: NetworkInterface, instance: Instance): void {
  if (one.instanceId) throw ecsError("InvalidEniStatus", one.id, "InUse", "Available");
  if (one.zoneId !== instance.zoneId || one.vpcId !== instance.vpcId)
    throw ecsError("InvalidEniZone.Mismatch", one.id, one.zoneId, instance.id, instance.zoneId);
  const limit = instanceTypes.find(({ id }) => id === instance.instanceType)?.eniQuantity ?? 1;
  const present =
    call.store.networkInterfaces.filter(({ instanceId }) => instanceId === instance.id).length + 1;
  if (present >= limit) throw ecsError("EniPerInstanceLimitExceeded", instance.instanceType, limit);
  one.instanceId = instance.id;
}

/** Detaches the interfaces of a released instance, or deletes those that end with it. */
export function leaveInterfaces(store: Store, instance: Instance): void {
  for (const one of store.networkInterfaces.filter((it) => it.instanceId === instance.id)) {
    if (one.deleteOnRelease) store.networkInterfaces.delete(one.id);
    else delete one.instanceId;
  }
  if (instance.primaryInterface?.deleteOnRelease === false) restorePrimary(store, instance);
}

/** An existing interface becomes the primary one of a new instance. Its record becomes a part of the instance. */
export function takeAsPrimary(call: Call, one: NetworkInterface): Pick<Instance, "primaryInterface"> {
  call.store.networkInterfaces.delete(one.id);
  const { name, description, queueNumber, deleteOnRelease, resourceGroupId, createdTime, tags } = one;
  return clone({
    primaryInterface: { name, description, queueNumber, deleteOnRelease, resourceGroupId, createdTime, tags },
  });
}

/** The primary interface of a released instance becomes an interface of its own again. */
export function restorePrimary(store: Store, instance: Instance): void {
  const { primaryInterface } = instance;
  if (!primaryInterface) return;
  const { regionId, vpcId, vswitchId, zoneId, privateIp, securityGroupIds, sourceDestCheck } = instance;
  store.networkInterfaces.put(
    clone({
      ...{ regionId, vpcId, vswitchId, zoneId, privateIp, securityGroupIds },
      ...primaryInterface,
      id: instance.networkInterfaceId,
      secondaryIps: instance.secondaryIps ?? [],
      ipv6Addresses: instance.ipv6Addresses ?? [],
      ...(sourceDestCheck !== undefined && { sourceDestCheck }),
      ...(instance.interfaceMode && { interfaceMode: instance.interfaceMode }),
    }),
  );
}

const privateIpSets = (primary: string, others: readonly string[]) => ({
  PrivateIpSet: [
    { PrivateIpAddress: primary, Primary: true },
    ...others.map((PrivateIpAddress) => ({ PrivateIpAddress, Primary: false })),
  ],
});

/** Fields of every interface. */
function describeAddresses(one: Instance | NetworkInterface) {
  return {
    RegionId: one.regionId,
    VpcId: one.vpcId,
    VSwitchId: one.vswitchId,
    ZoneId: one.zoneId,
    PrivateIpAddress: one.privateIp,
    MacAddress: createMac(one.privateIp),
    NetworkInterfaceTrafficMode: one.interfaceMode?.trafficMode ?? "Standard",
    QueuePairNumber: one.interfaceMode?.queuePairNumber ?? 0,
    // The provider takes a false that was never set for a change.
    ...(one.sourceDestCheck !== undefined && { SourceDestCheck: one.sourceDestCheck }),
    OwnerId: accountId,
    ServiceManaged: false,
    ResourceGroupId: one.resourceGroupId,
    CreationTime: one.createdTime,
    SecurityGroupIds: { SecurityGroupId: one.securityGroupIds },
    PrivateIpSets: privateIpSets(one.privateIp, one.secondaryIps ?? []),
    Ipv6Sets: describeIpv6Sets(one),
    Ipv4PrefixSets: { Ipv4PrefixSet: [] },
    Ipv6PrefixSets: { Ipv6PrefixSet: [] },
    AssociatedPublicIp: {},
  };
}

const describePrimary = (instance: Instance) => ({
  ...describeAddresses(instance),
  NetworkInterfaceId: instance.networkInterfaceId,
  NetworkInterfaceName: instance.primaryInterface?.name ?? "",
  Description: instance.primaryInterface?.description ?? "",
  Type: "Primary",
  Status: "InUse",
  InstanceId: instance.id,
  QueueNumber: instance.primaryInterface?.queueNumber ?? 2,
  DeleteOnRelease: instance.primaryInterface?.deleteOnRelease ?? true,
  ...(instance.primaryInterface && {
    ResourceGroupId: instance.primaryInterface.resourceGroupId,
    CreationTime: instance.primaryInterface.createdTime,
  }),
  Attachment: {
    InstanceId: instance.id,
    DeviceIndex: 0,
    NetworkCardIndex: instance.interfaceMode?.cardIndex ?? 0,
  },
  Tags: { Tag: tagKeyValueTags(instance.primaryInterface?.tags ?? []) },
});

const describeSecondary = (one: NetworkInterface) => ({
  ...describeAddresses(one),
  NetworkInterfaceId: one.id,
  NetworkInterfaceName: one.name,
  Description: one.description,
  Type: "Secondary",
  Status: one.instanceId ? "InUse" : "Available",
  InstanceId: one.instanceId ?? "",
  QueueNumber: one.queueNumber,
  DeleteOnRelease: one.deleteOnRelease,
  ...(one.instanceId && {
    Attachment: {
      InstanceId: one.instanceId,
      DeviceIndex: 1,
      NetworkCardIndex: one.interfaceMode?.cardIndex ?? 0,
    },
  }),
  Tags: { Tag: tagKeyValueTags(one.tags) },
});

type Row = ReturnType<typeof describePrimary> | ReturnType<typeof describeSecondary>;

/** Interfaces of instances, and those of their own. */
export const networkInterfaces = [
  ecsOperation({
    action: "CreateNetworkInterface",
    parameters: {
      VSwitchId: { type: "string", required: true },
      SecurityGroupId: { type: "string" },
      SecurityGroupIds: ids(maxGroupsPerInstance),
      NetworkInterfaceName: nameParameter,
      Description: descriptionParameter,
      PrimaryIpAddress: { type: "string" },
      PrivateIpAddress: ids(49),
      SecondaryPrivateIpAddressCount: count,
      Ipv6Address: ids(10),
      Ipv6AddressCount: { type: "integer", min: 1, max: 10 },
      InstanceType: { type: "string", implemented: ["Secondary"] },
      NetworkInterfaceTrafficMode: { type: "string", implemented: ["Standard"] },
      QueueNumber: { type: "integer", min: 1, max: 2048 },
      SourceDestCheck: { type: "boolean" },
      DeleteOnRelease: { type: "boolean" },
      ResourceGroupId: { type: "string" },
      ClientToken: clientToken,
      Tag: tagParameter,
    },
    handle(call, p) {
      const vswitch = findVSwitchOfInterface(call, { vswitchId: p.VSwitchId, privateIp: "" });
      const status = networkStatus(vswitch, call.cloud.clock());
      if (status !== "Available") throw ecsError("IncorrectVSwitchStatus", vswitch.id, status);
      const groupIds = p.SecurityGroupIds.length > 0 ? p.SecurityGroupIds : [p.SecurityGroupId ?? ""];
      if (groupIds[0] === "") throw ecsError("MissingSecurityGroupId");
      const groups = groupIds.map((id) => findSecurityGroup(call, id));
      checkGroups(groups, vswitch);
      const one = createInterface(call, {
        vswitch,
        groups,
        ...(p.NetworkInterfaceName && { name: p.NetworkInterfaceName }),
        ...(p.Description && { description: p.Description }),
        ...(p.PrimaryIpAddress && { primaryIp: p.PrimaryIpAddress }),
        secondaryIps: p.PrivateIpAddress,
        ...(p.SecondaryPrivateIpAddressCount && { secondaryIpCount: p.SecondaryPrivateIpAddressCount }),
        ipv6Addresses: p.Ipv6Address,
        ...(p.Ipv6AddressCount && { ipv6AddressCount: p.Ipv6AddressCount }),
        ...(p.QueueNumber && { queueNumber: p.QueueNumber }),
        ...(p.SourceDestCheck !== undefined && { sourceDestCheck: p.SourceDestCheck }),
        ...(p.DeleteOnRelease !== undefined && { deleteOnRelease: p.DeleteOnRelease }),
        // An interface without a group has none: the provider takes the default one for a change.
        resourceGroupId: p.ResourceGroupId ? checkResourceGroup(call, p.ResourceGroupId) : "",
        tags: createTags(p.Tag),
      });
      return describeSecondary(one);
    },
  }),
  ecsOperation({
    action: "DescribeNetworkInterfaces",
    parameters: {
      NetworkInterfaceId: ids(100),
      NetworkInterfaceName: { type: "string" },
      InstanceId: { type: "string" },
      VSwitchId: { type: "string" },
      VpcId: { type: "string" },
      SecurityGroupId: { type: "string" },
      PrimaryIpAddress: { type: "string" },
      PrivateIpAddress: ids(100),
      Ipv6Address: ids(100),
      Type: { type: "string", enum: ["Primary", "Secondary"] },
      Status: { type: "string", enum: ["Available", "Attaching", "InUse", "Detaching", "Deleting"] },
      ResourceGroupId: { type: "string" },
      Tag: tagParameter,
      PageNumber: paging.PageNumber,
      PageSize: { type: "integer", min: 1, max: 500 },
      ...tokenPaging,
      MaxResults: { type: "integer", min: 1, max: 500 },
    },
    handle(call, p) {
      const { store } = call;
      const primary = store.instances
        // Interfaces that are created with an instance have no tags of their own.
        .filter(
          (instance) =>
            inScope(call, instance) && hasTags({ tags: instance.primaryInterface?.tags ?? [] }, p.Tag),
        )
        .map(describePrimary);
      const secondary = store.networkInterfaces
        .filter((one) => inScope(call, one) && hasTags(one, p.Tag))
        .map(describeSecondary);
      const addressesOf = (row: Row) => row.PrivateIpSets.PrivateIpSet.map((set) => set.PrivateIpAddress);
      const found = [...primary, ...secondary].filter(
        (row: Row) =>
          (p.NetworkInterfaceId.length === 0 || p.NetworkInterfaceId.includes(row.NetworkInterfaceId)) &&
          (!p.NetworkInterfaceName || row.NetworkInterfaceName === p.NetworkInterfaceName) &&
          (!p.InstanceId || row.InstanceId === p.InstanceId) &&
          (!p.VSwitchId || row.VSwitchId === p.VSwitchId) &&
          (!p.VpcId || row.VpcId === p.VpcId) &&
          (!p.SecurityGroupId || row.SecurityGroupIds.SecurityGroupId.includes(p.SecurityGroupId)) &&
          (!p.PrimaryIpAddress || row.PrivateIpAddress === p.PrimaryIpAddress) &&
          (p.PrivateIpAddress.length === 0 ||
            addressesOf(row).some((ip) => p.PrivateIpAddress.includes(ip))) &&
          (p.Ipv6Address.length === 0 ||
            row.Ipv6Sets.Ipv6Set.some(({ Ipv6Address }) => p.Ipv6Address.includes(Ipv6Address))) &&
          (!p.Type || row.Type === p.Type) &&
          (!p.Status || row.Status === p.Status) &&
          (!p.ResourceGroupId || row.ResourceGroupId === p.ResourceGroupId),
      );
      const page = takePage(found, tokenPage(p));
      return {
        ...pageFields(page),
        NextToken: nextToken(page, p),
        NetworkInterfaceSets: { NetworkInterfaceSet: page.items },
      };
    },
  }),
  ecsOperation({
    action: "ModifyNetworkInterfaceAttribute",
    parameters: {
      NetworkInterfaceId: interfaceId,
      NetworkInterfaceName: nameParameter,
      Description: descriptionParameter,
      SecurityGroupId: ids(maxGroupsPerInstance),
      QueueNumber: { type: "integer", min: 1, max: 2048 },
      SourceDestCheck: { type: "boolean" },
      DeleteOnRelease: { type: "boolean" },
    },
    handle(call, p) {
      const one = findInterface(call, p.NetworkInterfaceId);
      const groups = p.SecurityGroupId.map((id) => findSecurityGroup(call, id));
      checkGroups(groups, findVSwitchOfInterface(call, one));
      if (groups.length > 0) one.securityGroupIds = groups.map(({ id }) => id);
      if (p.SourceDestCheck !== undefined) one.sourceDestCheck = p.SourceDestCheck;
      if ("instanceType" in one) return {};
      one.name = p.NetworkInterfaceName ?? one.name;
      one.description = p.Description ?? one.description;
      one.queueNumber = p.QueueNumber ?? one.queueNumber;
      one.deleteOnRelease = p.DeleteOnRelease ?? one.deleteOnRelease;
      return {};
    },
  }),
  ecsOperation({
    action: "AttachNetworkInterface",
    parameters: { NetworkInterfaceId: interfaceId, InstanceId: { type: "string", required: true } },
    handle(call, p) {
      attachInterface(call, findSecondary(call, p.NetworkInterfaceId), findInstance(call, p.InstanceId));
      return {};
    },
  }),
  ecsOperation({
    action: "DetachNetworkInterface",
    parameters: { NetworkInterfaceId: interfaceId, InstanceId: { type: "string", required: true } },
    handle(call, p) {
      const one = findSecondary(call, p.NetworkInterfaceId);
      if (one.instanceId !== findInstance(call, p.InstanceId).id)
        throw ecsError("InvalidEniStatus", one.id, one.instanceId ? "InUse" : "Available", "InUse");
      delete one.instanceId;
      return {};
    },
  }),
  ecsOperation({
    action: "DeleteNetworkInterface",
    parameters: { NetworkInterfaceId: interfaceId },
    handle(call, p) {
      const one = findSecondary(call, p.NetworkInterfaceId);
      if (one.instanceId) throw ecsError("InvalidEniStatus", one.id, "InUse", "Available");
      call.store.networkInterfaces.delete(one.id);
      forgetReleasedIpv6(call.store);
      return {};
    },
  }),
  ecsOperation({
    action: "AssignPrivateIpAddresses",
    parameters: {
      NetworkInterfaceId: interfaceId,
      PrivateIpAddress: ids(49),
      SecondaryPrivateIpAddressCount: count,
      ClientToken: clientToken,
    },
    handle(call, p) {
      const one = findInterface(call, p.NetworkInterfaceId);
      const present = one.secondaryIps ?? [];
      const number = p.SecondaryPrivateIpAddressCount ?? 0;
      const limit = instanceTypes.find(({ id }) => id === findInstanceType(call, one))?.ipsPerEni ?? 50;
      const total = present.length + p.PrivateIpAddress.length + number + 1;
      if (total > limit)
        throw ecsError("InvalidOperation.IpCountExceeded", p.NetworkInterfaceId, limit, total);
      const added = pickAddresses(call, findVSwitchOfInterface(call, one), p.PrivateIpAddress, number);
      one.secondaryIps = [...present, ...added];
      return {
        AssignedPrivateIpAddressesSet: {
          NetworkInterfaceId: p.NetworkInterfaceId,
          PrivateIpSet: { PrivateIpAddress: added },
          Ipv4PrefixSet: { Ipv4Prefixes: [] },
        },
      };
    },
  }),
  ecsOperation({
    action: "UnassignPrivateIpAddresses",
    parameters: {
      NetworkInterfaceId: interfaceId,
      PrivateIpAddress: { ...ids(49), required: true },
      ClientToken: clientToken,
    },
    handle(call, p) {
      const one = findInterface(call, p.NetworkInterfaceId);
      const present = one.secondaryIps ?? [];
      const stray = p.PrivateIpAddress.find((address) => !present.includes(address));
      if (stray !== undefined) throw ecsError("InvalidIp.NotFound", p.NetworkInterfaceId, stray);
      one.secondaryIps = present.filter((address) => !p.PrivateIpAddress.includes(address));
      return {};
    },
  }),
];
