import type { Problems } from "../validation/problems";
import type { VpcApiAlbArgs } from "./applicationLoadBalancer";
import { resolveClassicLoadBalancer, type VpcApiClbArgs } from "./classicLoadBalancer";

/** What stands between the gateway and the service. */
export type VpcApiBalancerArgs = ClassicBalancer | ApplicationBalancer | NoBalancer;

/**
 * A CLB: the instances see the gateway's own addresses, and their security group lets in those alone.
 *
 * It stays in the vSwitch that it was created in, whatever other vSwitches come and go: the last by zone, address or id,
 * and the first with `zones` by number. If that zone is removed, a new CLB is created in another one before the
 * old one is deleted. Calls fail for some seconds when the gateway is turned to it.
 */
export interface ClassicBalancer extends VpcApiClbArgs {
  /** A CLB. @default "clb" */
  kind?: "clb";
}

/**
 * An intranet ALB in two zones or more: the gateway alone may call it; the instances see the ALB, and their security
 * group lets in its vSwitches.
 *
 * Zones are added and removed in place. The gateway calls the address in one of them, which stays the same: the last by
 * zone, address or id, and the first with `zones` by number. If that zone is removed, the gateway is turned to the
 * address in another one. Calls fail from when the address is gone until the APIs are published again: up to half a
 * minute.
 */
export interface ApplicationBalancer extends VpcApiAlbArgs {
  /** An ALB. */
  kind: "alb";
}

/** No balancer: the gateway calls the service's one instance. */
export interface NoBalancer {
  /** Nothing. */
  kind: "none";
  /**
   * What the authorization names: the instance's `id`, or its private `address`, which another instance may take
   * over later. @default "id"
   */
  target?: "id" | "address";
}

/** Validates the arguments, and decides the kind. */
export function resolveBalancer(
  settings: VpcApiBalancerArgs,
  servicePort: number,
  problems: Problems,
): "clb" | "alb" | "none" {
  if (settings.kind !== "none") resolveClassicLoadBalancer(settings, servicePort, problems);
  return settings.kind ?? "clb";
}
