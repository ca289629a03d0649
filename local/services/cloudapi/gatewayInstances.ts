import type { GatewayInstance } from "../../store/model";
import type { Store } from "../../store/store";
import type { Call } from "../common/call";
import { regionOf, regions } from "../common/regions";
import { isoSeconds } from "../common/times";
import { apiError } from "./errors";

/** Every region has this shared instance; groups that name no other are served by it. */
export const sharedInstanceId = "api-shared-vpc-001";

/** Ids of gateway instances are the same in all regions, so the store's id has the region in it. */
export function findGatewayInstance(
  store: Store,
  regionId: string,
  instanceId: string,
): GatewayInstance | undefined {
  return store.gatewayInstances.get(`${regionId}/${instanceId}`);
}

/** The id as the API knows it. */
export const instanceIdOf = ({ id }: GatewayInstance): string => id.slice(id.indexOf("/") + 1);

/** How long a new instance takes to run. */
const creationMilliseconds = 1000;

/** The status by now: a new instance runs after a while. */
export function statusOf(call: Call, instance: GatewayInstance): GatewayInstance["status"] {
  const age = call.cloud.clock().getTime() - Date.parse(instance.createdTime);
  if (instance.status === "CREATING" && age >= (instance.creationMs ?? creationMilliseconds))
    instance.status = "RUNNING";
  return instance.status;
}

/**
 * A dedicated instance of the call's region.
 *
 * @throws ApiError when there is none, it is a shared one, or it does not run yet
 */
export function dedicatedInstance(call: Call, instanceId: string, action: string): GatewayInstance {
  const instance = findGatewayInstance(call.store, call.regionId, instanceId);
  if (!instance) throw apiError("NotFoundInstance", instanceId, call.regionId);
  if (instance.type !== "VPC_DEDICATED") throw apiError("UnsupportedInstanceType", instanceId, action);
  const status = statusOf(call, instance);
  if (status !== "RUNNING") throw apiError("InvalidInstanceStatus", instanceId, status);
  return instance;
}

/**
 * Multi-zones that the public documents name. Sources: the example of DescribeInstances, and the provider's
 * documentation of `alicloud_api_gateway_instance`.
 */
const documentedMultiZones: Readonly<Record<string, readonly string[]>> = {
  "cn-hangzhou": ["5(g,h)", "6(i,j,k)"],
};

/**
 * Multi-zones of a region, in which dedicated instances can be. No document lists them all: pairs of neighbouring
 * zones stand for the others.
 */
export function multiZones(regionId: string): { id: string; name: string }[] {
  const { name, zones } = regionOf(regionId);
  const letters = zones.map((zone) => zone.slice(-1));
  const pairs = letters.slice(1).map((letter, at) => `${at + 1}(${letters[at]},${letter})`);
  const numbers = [...new Set([...pairs, ...(documentedMultiZones[regionId] ?? [])])];
  return numbers.map((number) => ({ id: `${regionId}-MAZ${number}`, name: `${name} Multi-zone ${number}` }));
}

/** A block of egress addresses that no instance of the region has. */
export function freeEgressBlock(store: Store, regionId: string): string {
  const taken = new Set(
    store.gatewayInstances
      .filter((instance) => instance.regionId === regionId)
      .flatMap(({ vpcEgressAddress, newVpcEgressAddress }) => [vpcEgressAddress, newVpcEgressAddress]),
  );
  for (let block = 0; ; block++) {
    const cidr = `100.104.${128 + Math.floor(block / 4)}.${(block % 4) * 64}/26`;
    if (!taken.has(cidr)) return cidr;
  }
}

/** Puts the shared instance of each region into the store, where it is missing. */
export function seedGatewayInstances(store: Store, now: Date): void {
  for (const region of regions) {
    if (findGatewayInstance(store, region.id, sharedInstanceId)) continue;
    store.gatewayInstances.put({
      id: `${region.id}/${sharedInstanceId}`,
      regionId: region.id,
      createdTime: isoSeconds(now),
      tags: [],
      name: "Shared Instance(VPC)",
      spec: "api.s1.small",
      type: "VPC_SHARED",
      status: "RUNNING",
      httpsPolicy: "HTTPS2_TLS1_0",
      zoneId: multiZones(region.id)[0]?.id ?? "",
      vpcEgressAddress: region.egressIpv6 ? `${region.egress[0]},${region.egressIpv6}` : region.egress[0],
      newVpcEgressAddress: region.egress[1],
      internetEgressAddress: region.internetEgress,
    });
  }
}
