import type { VpcApiBalancerArgs } from "../balancer/args";
import { checkAlbZones, type PlannedBalancer, planBalancer } from "../balancer/plan";
import type { Tags } from "../component/tags";
import type { VpcApiNetworkArgs } from "../network/args";
import { type NetworkPlan, planNetwork } from "../network/plan";
import type { ExistingInstances, ExistingTarget, VpcApiNginxArgs } from "../service/args";
import { checkExistingService, isTarget } from "../service/existingService";
import { defaultInstanceType } from "../service/instanceSettings";
import { type PlannedService, planService } from "../service/plan";
import { defaultHealthCheckPath, isHealthCheckPath, isServed } from "../service/servedPages";
import type { Problems } from "../validation/problems";
import { isOutput } from "../validation/types";
import type { VpcApiArgs, VpcApiServiceArgs } from "./args";

type BackEndArgs = Pick<VpcApiArgs, "network" | "service" | "balancer" | "tags">;

/** Plan of the back end: an existing target, or instances with or without a balancer. */
export interface BackEndPlan {
  network: NetworkPlan;
  /** Whether the cloud selects the zones of the network. */
  zonesByNumber: boolean;
  servers:
    | { kind: "target"; existing: ExistingTarget }
    | { kind: "existing"; existing: ExistingInstances; balancer: PlannedBalancer }
    | { kind: "new"; service: PlannedService; balancer: PlannedBalancer };
  tags: Tags;
}

/** Plans network, service and balancer, and reports conflicts between them. */
export function planBackEnd(args: BackEndArgs, problems: Problems): BackEndPlan {
  const { tags = {} } = args;
  const network = planNetwork(networkArgs(args), problems.under("network"));
  const { zones, vswitches, existing: existingNetwork }: VpcApiNetworkArgs = args.network ?? {};
  const zonesByNumber = !Array.isArray(zones) && !vswitches && !existingNetwork;
  const existing = args.service?.existing;
  if (existing) {
    checkExistingService(existing, problems.under("service.existing"));
    const hint = "Set it to the VPC of the existing service.";
    if (existingNetwork === undefined) problems.add("network.existing", "is missing.", hint);
  }
  if (existing && isTarget(existing)) {
    if (args.balancer !== undefined) {
      const hint =
        "Remove it: the gateway calls the target directly. A new balancer requires service.existing.instances.";
      problems.add("balancer", "is set together with service.existing.target.", hint);
    }
    return { network, zonesByNumber, servers: { kind: "target", existing }, tags };
  }
  const defaultInstances = args.balancer?.kind === "none" ? 1 : network.vswitchCount;
  const service = existing ?? planNginx(args, defaultInstances, problems);
  const balancer = planBalancer(balancerArgs(args, network), service.port, problems.under("balancer"));
  checkTogether(args, network, balancer, problems);
  const servers = existing
    ? ({ kind: "existing", existing, balancer } as const)
    : ({ kind: "new", service: service as PlannedService, balancer } as const);
  return { network, zonesByNumber, servers, tags };
}

/** Derives defaults: the health check calls a page that is served, and an ALB has IPv6 if the network has. */
function balancerArgs({ balancer = {}, service }: BackEndArgs, { ipv6 }: NetworkPlan): VpcApiBalancerArgs {
  if (balancer.kind === "none") return balancer;
  const healthCheckPath = service?.existing ? undefined : defaultHealthCheckPath(nginxArgs(service));
  const args = balancer.healthCheckPath === undefined ? { ...balancer, healthCheckPath } : balancer;
  return args.kind === "alb" ? { ipv6, ...args } : args;
}

function checkTogether(
  args: BackEndArgs,
  network: NetworkPlan,
  { kind }: PlannedBalancer,
  problems: Problems,
): void {
  const existing = args.service?.existing;
  if (!existing && kind !== "none") checkHealthCheckPath(args, problems);
  // A target needs no vSwitches, but instances do.
  const kinds = ["service.existing.target", "service.existing.instances"];
  const isServiceKnown = !kinds.some((key) => problems.isInvalid(key));
  if (args.network?.existing && network.vswitchCount === 0 && isServiceKnown) {
    problems.add("network.existing.vswitchIds", "is empty.", "Add at least one, or set vswitches.");
  }
  if (kind === "none" && existing) {
    const problem = 'are set together with balancer.kind "none".';
    const hint =
      "Use service.existing.target for the one instance that the gateway calls, and remove balancer.";
    problems.add("service.existing.instances", problem, hint);
  }
  if (args.balancer?.kind === "alb" && args.balancer.ipv6 && !network.ipv6) {
    problems.add("balancer.ipv6", "is true, but network.ipv6 is not.", "Set network.ipv6 to true as well.");
  }
  if (kind === "alb" && network.vswitchCount > 0) {
    const existingZoneIds = (args.network?.existing?.vswitchIds ?? []).map(() => undefined);
    const zoneIds = [...existingZoneIds, ...network.vswitches.map(({ zoneId }) => zoneId)];
    const where =
      existingZoneIds.length > 0 ? "existing.vswitchIds" : args.network?.vswitches ? "vswitches" : "zones";
    checkAlbZones(zoneIds, problems.under("network"), where);
  }
}

/** Reports a health check path that the service does not answer: no instance would become healthy. */
function checkHealthCheckPath({ balancer, service }: BackEndArgs, problems: Problems): void {
  const served = nginxArgs(service);
  const path = balancer && "healthCheckPath" in balancer ? balancer.healthCheckPath : undefined;
  const standard = defaultHealthCheckPath(served);
  const at = "balancer.healthCheckPath";
  if (path === undefined && standard === undefined) {
    if (isOutput(served.pages)) {
      const problem = "is missing: service.pages is an Output, so their paths are not known.";
      problems.add(at, problem, "Set it to the path of a page.");
    } else {
      const problem =
        "is missing: service.pages has neither index.html nor another page with a valid health check path.";
      problems.add(at, problem, "Add index.html to service.pages.");
    }
  } else if (path !== undefined && isHealthCheckPath(path) && isServed(path, served) === false) {
    const hint =
      standard === undefined ? "Add a page of this path." : `Use ${standard}, or add a page of this path.`;
    problems.add(at, `"${path}" is not among service.pages, so no instance would become healthy.`, hint);
  }
}

function planNginx(args: BackEndArgs, defaultInstances: number, problems: Problems): PlannedService {
  const settings = nginxArgs(args.service);
  if (args.balancer?.kind === "none" && (settings.instances ?? 1) > 1) {
    const problem = `is ${settings.instances}, but without a balancer the gateway calls one instance.`;
    problems.add("service.instances", problem, "Use 1, or a balancer of kind clb or alb.");
  }
  return planService(settings, defaultInstances, problems.under("service"));
}

/** Arguments of the network that depend on the resources in it. */
function networkArgs({ network, service, balancer, tags }: BackEndArgs) {
  const isTargetOnly = service?.existing && isTarget(service.existing);
  return {
    ...network,
    instanceType: service?.existing ? undefined : (service?.instanceType ?? defaultInstanceType),
    balancer: isTargetOnly ? ("none" as const) : (balancer?.kind ?? "clb"),
    tags,
  };
}

const nginxArgs = (service: VpcApiServiceArgs | undefined): VpcApiNginxArgs => {
  if (service?.existing) return {};
  const { existing: _, ...args } = service ?? {};
  return args;
};
