import type { AlbLoadBalancer, AlbZone, Vpc } from "../../store/model";
import type { Store } from "../../store/store";
import { albOperation, type Call } from "../common/call";
import { requireRegion } from "../common/regions";
import { isSold } from "../common/stock";
import { freeAddresses, isAssignable, usedAddresses } from "../vpc/addresses";
import { freeIpv6Addresses } from "../vpc/ipv6";
import { albError } from "./errors";

/** Parameter `ZoneMappings.N.…` */
export const zoneMappings = {
  type: "objects",
  required: true,
  max: 10,
  fields: {
    ZoneId: { type: "string", required: true },
    VSwitchId: { type: "string", required: true },
    /** Elastic IP address for the public address. */
    AllocationId: { type: "string" },
    EipType: { type: "string", implemented: ["Common"] },
    IntranetAddress: { type: "string" },
  },
} as const;

interface GivenZone {
  ZoneId: string;
  VSwitchId: string;
  AllocationId?: string;
  IntranetAddress?: string;
}

/** Addresses of an upgraded ALB in each vSwitch (ALB documentation): one for clients and two for calls of servers. */
const localAddressCount = 2;

/** Source: ALB documentation. The local cloud has no regions with a single zone. */
const minimumZones = 2;

/** Location and network type of an ALB. */
interface AlbPlace {
  vpc: Vpc;
  addressType: AlbLoadBalancer["addressType"];
  dualStack: boolean;
}

/** Checks the zones of an ALB. A zone that it already has keeps its addresses. */
export function assignZones(
  call: Call,
  place: AlbPlace,
  given: readonly GivenZone[],
  present: readonly AlbZone[] = [],
): AlbZone[] {
  const zoneIds = new Set(given.map(({ ZoneId }) => ZoneId));
  if (zoneIds.size < given.length) {
    throw albError("IllegalParam.ZoneMappings", "a zone occurs twice; an ALB has one vSwitch in each zone");
  }
  if (given.length < minimumZones) {
    throw albError(
      "IllegalParam.ZoneMappings",
      `an ALB needs at least ${minimumZones} zones, not ${given.length}`,
    );
  }
  const zones: AlbZone[] = [];
  for (const zone of given) {
    const kept = present.find(({ vswitchId }) => vswitchId === zone.VSwitchId);
    const { allocationId: _old, ...addresses } = kept ?? newZone(call, place, zone);
    zones.push({ ...addresses, ...eipOfZone(call, place, zone, kept) });
  }
  return withPublicAddresses(call.store, zones, place.addressType);
}

/** The elastic IP address of a zone. One that the zone has already is in use by it. */
function eipOfZone(
  call: Call,
  { addressType }: AlbPlace,
  { AllocationId }: GivenZone,
  kept: AlbZone | undefined,
): Partial<AlbZone> {
  if (!AllocationId) return kept?.allocationId ? { publicAddress: "" } : {};
  const eip = call.store.eips.get(AllocationId);
  if (!eip) throw albError("IllegalParam.ZoneMappings", `${AllocationId} is not an elastic IP address`);
  if (addressType !== "Internet")
    throw albError("IllegalParam.ZoneMappings", "an intranet ALB has no elastic IP addresses");
  if (eip.instance && kept?.allocationId !== eip.id)
    throw albError("IllegalParam.ZoneMappings", `${AllocationId} is used by ${eip.instance.id}`);
  return { allocationId: eip.id, publicAddress: eip.ipAddress };
}

/** Associates the elastic IP addresses of an ALB with it, and releases those that its zones no longer name. */
export function bindEips(store: Store, albId: string, zones: readonly AlbZone[]): void {
  const named = new Set(zones.map(({ allocationId }) => allocationId));
  for (const eip of store.eips.all()) {
    if (named.has(eip.id)) eip.instance = { id: albId, type: "AlbInstance" };
    else if (eip.instance?.id === albId) delete eip.instance;
  }
}

function newZone(
  call: Call,
  { vpc, dualStack }: AlbPlace,
  { ZoneId, VSwitchId, IntranetAddress }: GivenZone,
): AlbZone {
  const vswitch = call.store.vswitches.get(VSwitchId);
  if (!vswitch) throw albError("ResourceNotFound.VSwitch", VSwitchId);
  if (vswitch.vpcId !== vpc.id) throw albError("UnmatchedParam.VpcId", VSwitchId, vswitch.vpcId, vpc.id);
  if (vswitch.zoneId !== ZoneId) {
    throw albError(
      "IllegalParam.ZoneMappings",
      `${VSwitchId} is in zone ${vswitch.zoneId}, not in ${ZoneId}`,
    );
  }
  if (!isSold(call.store, ZoneId, "alb")) {
    throw albError("IllegalParam.ZoneMappings", `zone ${ZoneId} does not offer ALB at present`);
  }
  if (IntranetAddress) {
    const free =
      isAssignable(vswitch, IntranetAddress) && !usedAddresses(call.store, vswitch.id).has(IntranetAddress);
    if (!free) throw albError("IllegalParam.ZoneMappings", `${IntranetAddress} is not free in ${VSwitchId}`);
  }
  const wanted = IntranetAddress ? [IntranetAddress] : [];
  const found = freeAddresses(call.store, vswitch, localAddressCount + 1 - wanted.length, wanted);
  if (!found) throw albError("ResourceNotEnough.VSwitchIp", vswitch.id);
  const [address = "", ...localAddresses] = [...wanted, ...found];
  const zone = { zoneId: ZoneId, vswitchId: vswitch.id, address, localAddresses, publicAddress: "" };
  if (!dualStack) return zone;
  if (!vswitch.ipv6CidrBlock) {
    throw albError("IllegalParam.ZoneMappings", `${VSwitchId} has no IPv6 block, which DualStack needs`);
  }
  const [ipv6Address = ""] = freeIpv6Addresses(call.store, vswitch, 1);
  return { ...zone, ipv6Address };
}

/** Adds a public address to each zone of an internet-facing ALB, and removes it otherwise. */
export function withPublicAddresses(
  store: Store,
  zones: readonly AlbZone[],
  addressType: AlbLoadBalancer["addressType"],
): AlbZone[] {
  const used = new Set(
    [
      ...store.loadBalancers.all().map(({ address }) => address),
      ...store.albLoadBalancers.all().flatMap((one) => one.zones.map(({ publicAddress }) => publicAddress)),
    ].filter((address) => address !== ""),
  );
  return zones.map((zone) => {
    if (addressType === "Intranet") {
      const { allocationId: _released, ...rest } = zone;
      return { ...rest, publicAddress: "" };
    }
    if (zone.publicAddress !== "") return zone;
    const publicAddress = nextPublicAddress(used);
    used.add(publicAddress);
    return { ...zone, publicAddress };
  });
}

/** Addresses from the end of 192.0.2.0/24, because internet-facing CLBs use the start of the block. */
function nextPublicAddress(used: ReadonlySet<string>): string {
  for (let last = 254; last > 0; last -= 1) {
    if (!used.has(`192.0.2.${last}`)) return `192.0.2.${last}`;
  }
  throw albError("ResourceNotEnough.VSwitchIp", "192.0.2.0/24 (public)");
}

export const describeZone = (zone: AlbZone) => ({
  ZoneId: zone.zoneId,
  VSwitchId: zone.vswitchId,
  Status: "Active",
  LoadBalancerAddresses: [
    {
      Address: zone.publicAddress || zone.address,
      AllocationId: zone.allocationId ?? "",
      EipType: zone.allocationId ? "Common" : "",
      IntranetAddress: zone.address,
      IntranetAddressHcStatus: "Healthy",
      Ipv6Address: zone.ipv6Address ?? "",
      Ipv6AddressHcStatus: zone.ipv6Address ? "Healthy" : "",
      Ipv4LocalAddresses: zone.localAddresses,
      Ipv6LocalAddresses: [],
    },
  ],
});

export const zones = [
  albOperation({
    action: "DescribeZones",
    parameters: {},
    handle: (call) => ({
      Zones: requireRegion(call.regionId)
        .zones.filter((zone) => isSold(call.store, zone, "alb"))
        .map((zone) => ({ ZoneId: zone, LocalName: zone })),
    }),
  }),
];
