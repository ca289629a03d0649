import type { GatewayInstance } from "../../store/model";
import type { Store } from "../../store/store";
import { regions } from "../common/regions";
import { isoSeconds } from "../common/times";

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
      zoneId: `${region.id}-MAZ1(${region.zones
        .slice(0, 2)
        .map((zone) => zone.slice(-1))
        .join(",")})`,
      vpcEgressAddress: region.egress[0],
      newVpcEgressAddress: region.egress[1],
      internetEgressAddress: region.internetEgress,
    });
  }
}
