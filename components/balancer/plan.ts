import type * as pulumi from "@pulumi/pulumi";
import type { ComponentDefinition } from "../component/component";
import type { Tags } from "../component/tags";
import { isHealthCheckPath } from "../service/servedPages";
import { checkName, checkPort } from "../validation/names";
import type { Problems } from "../validation/problems";
import { checkAlbZones } from "./albZones";
import type {
  AlbInstance,
  AlbVSwitch,
  ApplicationLoadBalancerArgs,
  ClassicLoadBalancerArgs,
  VpcApiBalancerArgs,
  VpcApiClbArgs,
} from "./args";

export interface PlannedListener {
  port: number;
  healthCheckPath: string;
}

export interface ClassicLoadBalancerPlan extends PlannedListener {
  vswitchId: pulumi.Input<string>;
  instances: ClassicLoadBalancerArgs["instances"];
  servicePort: number;
  tags: Tags;
}

export interface ApplicationLoadBalancerPlan extends PlannedListener {
  vpcId: pulumi.Input<string>;
  vswitches: AlbVSwitch[];
  instances: AlbInstance[];
  servicePort: number;
  /** Undefined if no rule is created. */
  securityGroupId: pulumi.Input<string> | undefined;
  ipv6: boolean;
  openToVpc: boolean;
  tags: Tags;
}

export const classicLoadBalancerDefinition: ComponentDefinition<
  ClassicLoadBalancerArgs,
  ClassicLoadBalancerPlan
> = {
  type: "ClassicLoadBalancer",
  plan(args, problems, name) {
    checkName("component", name, problems, "name");
    const { vswitchId, instances, servicePort, tags = {} } = args;
    checkPort(servicePort, problems, "servicePort");
    return { ...planListener(args, servicePort, problems), vswitchId, instances, servicePort, tags };
  },
};

export const applicationLoadBalancerDefinition: ComponentDefinition<
  ApplicationLoadBalancerArgs,
  ApplicationLoadBalancerPlan
> = {
  type: "ApplicationLoadBalancer",
  packages: () => ["pulumi-nodejs"],
  plan(args, problems, name) {
    checkName("component", name, problems, "name");
    const { vpcId, vswitches, instances, servicePort, securityGroupId } = args;
    const { ipv6 = false, openToVpc = false, tags = {} } = args;
    checkPort(servicePort, problems, "servicePort");
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
  const listener =
    args.kind === "none"
      ? { port: servicePort, healthCheckPath: "/" }
      : planListener(args, servicePort, problems);
  const { ipv6 = false, openToVpc = false } = args.kind === "alb" ? args : {};
  const { target = "id" } = args.kind === "none" ? args : {};
  return { ...listener, kind: args.kind ?? "clb", ipv6, openToVpc, target };
}

/** Plans the port and the health check of a balancer. */
export function planListener(
  settings: VpcApiClbArgs,
  servicePort: number,
  problems: Problems,
): PlannedListener {
  const { port = servicePort, healthCheckPath = "/" } = settings;
  if (settings.port !== undefined) checkPort(port, problems, "port");
  if (!isHealthCheckPath(healthCheckPath)) {
    problems.add(
      "healthCheckPath",
      `"${healthCheckPath}" is not a path to check.`,
      "Use a leading slash and at most 80 letters, digits or -/.%?#&=.",
    );
  }
  return { port, healthCheckPath };
}
