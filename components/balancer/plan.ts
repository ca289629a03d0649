import type { ComponentDefinition, WithDefaults } from "../component/component";
import { isHealthCheckPath } from "../service/servedPages";
import type { Problems } from "../validation/problems";
import { checkAlbZones } from "./albZones";
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
  plan(args, problems) {
    const { vswitchId, instances, servicePort, tags = {} } = args;
    return { ...planListener(args, servicePort, problems), vswitchId, instances, servicePort, tags };
  },
};

export const applicationLoadBalancerDefinition: ComponentDefinition<
  ApplicationLoadBalancerArgs,
  ApplicationLoadBalancerPlan
> = {
  type: "ApplicationLoadBalancer",
  packages: () => ["pulumi-nodejs"],
  isInNames: true,
  plan(args, problems) {
    const { vpcId, vswitches, instances, servicePort, securityGroupId } = args;
    const { ipv6 = false, openToVpc = false, tags = {} } = args;
    checkAlbZones(
      vswitches.map(({ zoneId }) => zoneId),
      problems,
      "vswitches",
    );
    const listener = planListener(args, servicePort, problems);
    return { ...listener, vpcId, vswitches, instances, servicePort, securityGroupId, ipv6, openToVpc, tags };
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

export function planBalancer(
  args: VpcApiBalancerArgs,
  servicePort: number,
  problems: Problems,
): PlannedBalancer {
  const listener = planListener(args.kind === "none" ? {} : args, servicePort, problems);
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
