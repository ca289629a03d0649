import { type CloudOperation, vpcOperation } from "../common/call";
import { regions, requireRegion } from "../common/regions";
import { moveOperation } from "../common/resourceGroups";
import { tagOperations } from "../common/tagOperations";
import { bandwidthPackages } from "./bandwidthPackages";
import { eips } from "./eips";
import { ipv6Address, ipv6Addresses } from "./ipv6Addresses";
import { ipv6Gateways } from "./ipv6Gateways";
import { natEntries } from "./natEntries";
import { natGateways } from "./natGateways";
import { networkAcls } from "./networkAcls";
import { publicIpPool, publicIpPools } from "./publicIpPools";
import { routeEntries } from "./routeEntries";
import { routeTables } from "./routeTables";
import { storedResources, taggedKinds } from "./stored";
import { mirrorFilter, mirrorSession, trafficMirrors } from "./trafficMirrors";
import { vpcs } from "./vpcs";
import { vswitches } from "./vswitches";

const tagged = Object.entries({
  ...taggedKinds,
  IPV6ADDRESS: ipv6Address,
  PUBLICIPADDRESSPOOL: publicIpPool,
  TRAFFICMIRRORFILTER: mirrorFilter,
  TRAFFICMIRRORSESSION: mirrorSession,
});

const tags = tagOperations({
  define: vpcOperation,
  untagAction: "UnTagResources",
  types: {
    VPC: (store) => store.vpcs.all(),
    VSWITCH: (store) => store.vswitches.all(),
    EIP: (store) => store.eips.all(),
    COMMONBANDWIDTHPACKAGE: (store) => store.bandwidthPackages.all(),
    IPV6GATEWAY: (store) => store.ipv6Gateways.all(),
    ROUTETABLE: (store) => store.routeTables.all(),
    NATGATEWAY: (store) => store.natGateways.all(),
    NETWORKACL: (store) => store.networkAcls.all(),
    ...Object.fromEntries(tagged.map(([type, kind]) => [type, kind.all])),
  },
  notFoundCode: "InvalidResourceId.NotFound",
});

const move = moveOperation({
  define: vpcOperation,
  action: "MoveResourceGroup",
  groupParameter: "NewResourceGroupId",
  types: {
    VPC: ({ store }, id) => store.vpcs.get(id),
    EIP: ({ store }, id) => store.eips.get(id),
    BANDWIDTHPACKAGE: ({ store }, id) => store.bandwidthPackages.get(id),
    IPV6GATEWAY: ({ store }, id) => store.ipv6Gateways.get(id),
    ...Object.fromEntries(tagged.map(([type, kind]) => [type, kind.findGrouped])),
  },
});

const places = [
  vpcOperation({
    action: "DescribeRegions",
    parameters: { ProductType: { type: "string", enum: ["VPC", "VPN"] } },
    handle: () => ({
      Regions: {
        Region: regions.map(({ id, name }) => ({
          RegionId: id,
          LocalName: name,
          RegionEndpoint: `vpc.${id}.aliyuncs.com`,
        })),
      },
    }),
  }),
  vpcOperation({
    action: "DescribeZones",
    parameters: { ZoneType: { type: "string", enum: ["AvailabilityZone", "EdgeZone"] } },
    handle: (call, p) => ({
      Zones: {
        Zone: (p.ZoneType === "EdgeZone" ? [] : requireRegion(call.regionId).zones).map((ZoneId) => ({
          ZoneId,
          LocalName: ZoneId,
          ZoneType: "AvailabilityZone",
        })),
      },
    }),
  }),
];

/** All implemented actions of VPC (2016-04-28). */
export const vpcOperations: readonly CloudOperation[] = [
  ...vpcs,
  ...vswitches,
  ...routeTables,
  ...routeEntries,
  ...natGateways,
  ...natEntries,
  ...ipv6Gateways,
  ...ipv6Addresses,
  ...eips,
  ...bandwidthPackages,
  ...networkAcls,
  ...storedResources,
  ...publicIpPools,
  ...trafficMirrors,
  ...places,
  ...tags,
  move,
];
