import type * as pulumi from "@pulumi/pulumi";
import type { ComponentDefinition, WithDefaults } from "../component/component";
import { isHealthCheckPath } from "../service/servedPages";
import type { Problems } from "../validation/problems";
import { ProgramError } from "../validation/programError";
import type {
  ApplicationLoadBalancerArgs,
  ClassicLoadBalancerArgs,
  VpcApiBalancerArgs,
  VpcApiClbArgs,
} from "./args";

type PlannedListener = Required<VpcApiClbArgs>;

export type ClassicLoadBalancerPlan = WithDefaults<ClassicLoadBalancerArgs>;

/** Without a `securityGroupId`, no rule is created. */
export type ApplicationLoadBalancerPlan = WithDefaults<ApplicationLoadBalancerArgs, "securityGroupId">;

export const classicLoadBalancerDefinition: ComponentDefinition<
  ClassicLoadBalancerArgs,
  ClassicLoadBalancerPlan
> = {
  type: "ClassicLoadBalancer",
  isInNames: true,
  plan: (args, problems) => ({ tags: {}, ...args, ...planListener(args, args.servicePort, problems) }),
};

export const applicationLoadBalancerDefinition: ComponentDefinition<
  ApplicationLoadBalancerArgs,
  ApplicationLoadBalancerPlan
> = {
  type: "ApplicationLoadBalancer",
  packages: () => ["pulumi-nodejs"],
  isInNames: true,
  plan(args, problems) {
    const zoneIds = args.vswitches.map(({ zoneId }) => zoneId);
    checkAlbZones(zoneIds, problems, "vswitches");
    const listener = planListener(args, args.servicePort, problems);
    return { ipv6: false, openToVpc: false, tags: {}, ...args, ...listener };
  },
};

/** Plan of the balancer of a VpcApi, independent of the instances behind it. */
export interface PlannedBalancer extends PlannedListener {
  kind: "clb" | "alb" | "none";
  ipv6: boolean;
  openToVpc: boolean;
  /** Target of the gateway if there is no balancer. */
  target: "id" | "address";
}

export function planBalancer(args: VpcApiBalancerArgs, port: number, problems: Problems): PlannedBalancer {
  const listener = planListener(args.kind === "none" ? {} : args, port, problems);
  const { ipv6 = false, openToVpc = false } = args.kind === "alb" ? args : {};
  const { target = "id" } = args.kind === "none" ? args : {};
  return { ...listener, kind: args.kind ?? "clb", ipv6, openToVpc, target };
}

function planListener(settings: VpcApiClbArgs, servicePort: number, problems: Problems): PlannedListener {
  const { port = servicePort, healthCheckPath = "/" } = settings;
  if (!isHealthCheckPath(healthCheckPath)) {
    const hint = "Use at most 80 letters, digits or -/.%?#&=, starting with a slash.";
    problems.add("healthCheckPath", `"${healthCheckPath}" is not a health check path.`, hint);
  }
  return { port, healthCheckPath };
}

/** Minimum number of zones of an ALB, if the region has that many. Source: ALB documentation. */
const minimumAlbZones = 2;

/** Reports vSwitches that an ALB cannot use, if their zones are known. */
export function checkAlbZones(
  zoneIds: readonly (pulumi.Input<string> | undefined)[],
  problems: Problems,
  property: string,
): void {
  const plain = zoneIds.filter((zoneId) => typeof zoneId === "string");
  const twice = findTwice(plain);
  if (twice !== undefined) {
    problems.add(property, `has two vSwitches in ${twice}.`, "An ALB allows one in each zone.");
  } else if (zoneIds.length < minimumAlbZones) {
    const hint = `An ALB needs vSwitches in ${minimumAlbZones} zones or more.`;
    problems.add(property, `has ${zoneIds.length === 1 ? "1 zone" : `${zoneIds.length} zones`}.`, hint);
  }
}

const findTwice = (zoneIds: readonly string[]): string | undefined =>
  zoneIds.find((zoneId, index) => zoneIds.indexOf(zoneId) < index);

/** Returns the zones of an ALB's vSwitches. @throws RunError if two are the same */
export function distinct(zoneIds: string[]): string[] {
  const twice = findTwice(zoneIds);
  if (twice === undefined) return zoneIds;
  throw new ProgramError(`vswitches: two are in ${twice}. An ALB allows one in each zone.`);
}
