import type { GatewayInstance } from "../../store/model";
import type { Store } from "../../store/store";
import type { Call } from "../common/call";
import { regions, requireRegion } from "../common/regions";
import { isoSeconds } from "../common/times";
import { apiError } from "./errors";

/** The shared instance of every region. It serves groups that do not name an instance. */
export const sharedInstanceId = "api-shared-vpc-001";

/** The shared instance has the same ID in every region, so the ID in the store contains the region. */
export function findGatewayInstance(
  store: Store,
  regionId: string,
  instanceId: string,
): GatewayInstance | undefined {
  return store.gatewayInstances.get(`${regionId}/${instanceId}`);
}

/** The ID in the API. */
export const readInstanceId = ({ id }: GatewayInstance): string => id.slice(id.indexOf("/") + 1);

/** Milliseconds until a new instance is running. */
const creationMilliseconds = 1000;

/** The current status. A new instance is running after a delay. */
export function readStatus(call: Call, instance: GatewayInstance): GatewayInstance["status"] {
  const age = call.cloud.clock().getTime() - Date.parse(instance.createdTime);
  if (instance.status === "CREATING" && age >= (instance.creationMs ?? creationMilliseconds))
    instance.status = "RUNNING";
  return instance.status;
}

/**
 * Finds a dedicated instance in the region of the call.
 *
 * @throws ApiError if it does not exist, is a shared instance, or is not running yet
 */
export function dedicatedInstance(call: Call, instanceId: string, action: string): GatewayInstance {
  const instance = findGatewayInstance(call.store, call.regionId, instanceId);
  if (!instance) throw apiError("NotFoundInstance", instanceId, call.regionId);
  if (instance.type !== "VPC_DEDICATED") throw apiError("UnsupportedInstanceType", instanceId, action);
  const status = readStatus(call, instance);
  if (status !== "RUNNING") throw apiError("InvalidInstanceStatus", instanceId, status);
  return instance;
}

/**
 * Multi-zones in public documents, the default first. Sources: the example of DescribeInstances, and documentation and
 * tests of the provider's `alicloud_api_gateway_instance`, which also name one without its zones.
 */
const documentedMultiZones: Readonly<Record<string, readonly string[]>> = {
  "cn-hangzhou": ["6(i,j,k)", "5(g,h)", "6"],
};

/**
 * Multi-zones of a region for dedicated instances.
 *
 * Assumption: in a region without documented ones, pairs of neighbouring zones represent them.
 */
export function multiZones(regionId: string): { id: string; name: string }[] {
  const { name, zones } = requireRegion(regionId);
  const letters = zones.map((zone) => zone.slice(-1));
  const pairs = letters.slice(1).map((letter, at) => `${at + 1}(${letters[at]},${letter})`);
  const numbers = documentedMultiZones[regionId] ?? pairs;
  return numbers.map((number) => ({ id: `${regionId}-MAZ${number}`, name: `${name} Multi-zone ${number}` }));
}

/** An egress block that no instance of the region uses. */
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

/** Adds missing shared instances of all regions to the store. */
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
