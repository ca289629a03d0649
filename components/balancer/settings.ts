import { checkOneOf } from "../validation/names";
import type { KeysOf } from "../validation/parse";
import type { Problems } from "../validation/problems";
import { applicationLoadBalancerKeys, type VpcApiAlbArgs } from "./applicationLoadBalancer";
import {
  classicLoadBalancerKeys,
  resolveClassicLoadBalancer,
  type VpcApiClbArgs,
} from "./classicLoadBalancer";

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

const clbKeys: KeysOf<ClassicBalancer> = { kind: "text?", ...classicLoadBalancerKeys };
const albKeys: KeysOf<ApplicationBalancer> = { kind: "text", ...applicationLoadBalancerKeys };
const noneKeys: KeysOf<NoBalancer> = { kind: "text", target: "text?" };
export const balancerKeys: KeysOf<VpcApiBalancerArgs> = { ...noneKeys, ...albKeys, ...clbKeys };

/** Kinds, with the settings that each has. */
const settingsOf = { clb: clbKeys, alb: albKeys, none: noneKeys };

const kinds = ["clb", "alb", "none"] as const;

/** Notes every problem in the settings, and decides the kind. */
export function resolveBalancer(
  settings: VpcApiBalancerArgs,
  servicePort: number,
  problems: Problems,
): (typeof kinds)[number] {
  const kind = settings.kind ?? "clb";
  if (!checkOneOf(kind, kinds, problems, "kind")) return "clb";
  const ofKind = Object.keys(settingsOf[kind]);
  for (const setting of Object.keys(settings)) {
    if (problems.isInvalid("kind") || ofKind.includes(setting) || !Object.hasOwn(balancerKeys, setting))
      continue;
    problems.add(setting, `is no setting of kind "${kind}".`, `Use only ${ofKind.join(", ")}.`);
  }
  if (settings.kind !== "none") resolveClassicLoadBalancer(settings, servicePort, problems);
  else if (settings.target !== undefined) checkOneOf(settings.target, ["id", "address"], problems, "target");
  return kind;
}
