import type OpenApiClient from "@alicloud/openapi-core";
import { withoutUndefined } from "../../validation/given";
import { callAlb } from "../client/action";
import { realTime } from "../client/calls";
import type { AlbZone } from "./resource";

interface FoundAlbZone extends AlbZone {
  address: string;
}

interface FoundAlb {
  status: string;
  zones: FoundAlbZone[];
}

export async function readAlb(client: OpenApiClient, loadBalancerId: string): Promise<FoundAlb> {
  const body = (await callAlb(client, "GetLoadBalancerAttribute", { LoadBalancerId: loadBalancerId })) as {
    LoadBalancerStatus?: string;
    ZoneMappings?: {
      ZoneId?: string;
      VSwitchId?: string;
      LoadBalancerAddresses?: { IntranetAddress?: string; Address?: string }[];
    }[];
  };
  const zones = (body.ZoneMappings ?? []).map(
    ({ ZoneId = "", VSwitchId = "", LoadBalancerAddresses = [] }) => {
      const [first] = LoadBalancerAddresses;
      return {
        zoneId: ZoneId,
        vswitchId: VSwitchId,
        address: first?.IntranetAddress || first?.Address || "",
      };
    },
  );
  return { status: body.LoadBalancerStatus ?? "", zones };
}

/**
 * Changes the zones of an ALB and waits until the change is complete. The ALB keeps its addresses in zones
 * that stay.
 */
export async function changeAlbZones(
  client: OpenApiClient,
  loadBalancerId: string,
  zones: readonly AlbZone[],
  current: readonly FoundAlbZone[],
  time = realTime,
): Promise<FoundAlbZone[]> {
  const mappings = zones.map(({ zoneId, vswitchId }) => {
    const address = current.find((zone) => zone.vswitchId === vswitchId)?.address;
    return withoutUndefined({ ZoneId: zoneId, VSwitchId: vswitchId, IntranetAddress: address || undefined });
  });
  await callAlb(client, "UpdateLoadBalancerZones", {
    LoadBalancerId: loadBalancerId,
    ZoneMappings: mappings,
  });
  const deadline = time.now() + 5 * 60_000;
  for (;;) {
    const { status, zones: changed } = await readAlb(client, loadBalancerId);
    if (status === "Active") return changed;
    if (time.now() > deadline) {
      throw new Error(
        `ALB ${loadBalancerId} is ${status} 5 minutes after its zones were changed. Check it in the console.`,
      );
    }
    await time.pass(2_000);
  }
}
