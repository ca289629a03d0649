import { type Claim, claimName } from "../component/claims";
import type { ComponentDefinition } from "../component/component";
import { checkStackCredentials } from "../dynamic/client/credentialSettings";
import type { SharedAccess } from "../gateway/access/args";
import { checkSharedAccess, claimTarget } from "../gateway/access/plan";
import { planApps } from "../gateway/apps/plan";
import { createDomainContext, planDomains } from "../gateway/domains/plan";
import { planApiGroup } from "../gateway/group/plan";
import { planGateway } from "../gateway/instance/plan";
import { planAccessLog } from "../gateway/log/plan";
import type { RoutePluginArgs } from "../gateway/plugins/args";
import { planPlugins } from "../gateway/plugins/plan";
import { mainStage, planPublication } from "../gateway/publication/plan";
import { planReadiness } from "../gateway/readiness/plan";
import { checkDefaults, planRoutes } from "../gateway/routes/plan";
import { isTarget } from "../service/existingService";
import { mapValues } from "../validation/given";
import { checkHost } from "../validation/hostname";
import type { Problems } from "../validation/problems";
import type { VpcApiArgs } from "./args";
import { planBackEnd } from "./backEndPlan";

/** Plan of all children of a VpcApi. */
export type VpcApiPlan = ReturnType<typeof planVpcApi>;

export const vpcApiDefinition: ComponentDefinition<VpcApiArgs, VpcApiPlan> = {
  type: "VpcApi",
  packages: () => ["random", "pulumi-nodejs"],
  isInNames: true,
  plan(args, problems, name) {
    checkStackCredentials(problems);
    return planVpcApi(name, args, problems);
  },
  // A new instance serves no other group.
  claims: ({ args, gateway, group }) => listClaims(args, gateway ?? group.instanceId),
};

/** Plans all components of a VpcApi, and reports conflicts between them. Pure. */
export function planVpcApi(name: string, args: VpcApiArgs, problems: Problems) {
  const { group, apps = {}, access } = args;
  const backEnd = access === undefined ? planBackEnd(args, problems) : undefined;
  if (access !== undefined) checkAccess(args, access, problems);
  if (args.host !== undefined) checkHost(args.host, problems, "host");
  const plannedGroup = planApiGroup(group, problems.under("group"));
  const gateway = planGateway(name, args.gateway, group.instanceId, problems.under("gateway"));
  const accessLog = args.accessLog
    ? planAccessLog(name, args.accessLog === true ? {} : args.accessLog, problems.under("accessLog"))
    : undefined;
  // Undefined means the shared instance.
  const instanceId =
    typeof args.gateway === "object" && "existing" in args.gateway ? args.gateway.existing : group.instanceId;
  const serving = gateway ? newInstance : instanceId;
  checkDefaults(args.defaults, problems, serving);
  const routes = planRoutes(args.routes, problems.under("routes"), serving, args.defaults);
  const publication = planPublication(
    args.publication ?? {},
    mapValues(args.routes, (route) => (typeof route === "object" ? route : {})),
    problems.under("publication"),
    problems.under("routes"),
  );
  const stage = mainStage(publication);
  const stages = publication.map((plan) => plan.stage);
  const plannedApps = planApps(apps, { routes, publication }, problems.under("apps"));
  const context = createDomainContext(routes, stage, stages);
  const domains = planDomains(args.domains ?? [], context, problems.under("domains"));
  const routePlugins = findRoutePlugins(args);
  const knownApps = problems.isInvalid("apps") ? undefined : apps;
  const targets = { routes: Object.keys(args.routes), apps: knownApps && Object.keys(knownApps), stages };
  const plugins = planPlugins(args, routePlugins, targets, problems, "plugins");
  const published = [...(publication.find((plan) => plan.stage === stage)?.routes.keys() ?? [])];
  const callable = { routes, apps: knownApps, stage, published };
  const readiness = planReadiness(args.readiness, callable, problems.under("readiness"));
  return {
    args,
    tags: args.tags ?? {},
    backEnd,
    gateway,
    instanceId,
    // Intranet domains resolve to the group's domain for VPCs.
    group: {
      ...plannedGroup,
      instanceId: instanceId ?? plannedGroup.instanceId,
      vpcIntranetEnable:
        plannedGroup.vpcIntranetEnable ??
        (domains.some(({ network }) => network === "intranet") || undefined),
    },
    accessLog,
    routes,
    publication,
    apps: plannedApps,
    domains,
    plugins,
    routePlugins,
    readiness,
  };
}

function checkAccess(args: VpcApiArgs, access: SharedAccess, problems: Problems): void {
  checkSharedAccess(access, problems.under("access"));
  for (const key of ["network", "service", "balancer", "host"] as const) {
    if (args[key] === undefined) continue;
    const hint = "Remove it: access refers to an existing service. To create a service, remove access.";
    problems.add(key, "is set together with access.", hint);
  }
}

/** Placeholder for the ID of a new instance. It only has to differ from that of the shared one. */
const newInstance = "apigateway-";

function findRoutePlugins({ routes }: VpcApiArgs): Record<string, RoutePluginArgs> {
  const own = Object.entries(routes).flatMap(([name, route]) =>
    typeof route === "object" && route.plugins ? [[name, route.plugins] as const] : [],
  );
  return Object.fromEntries(own);
}

/** Values that another component of the program might also use. `instance`: gateway instance of the group. */
function listClaims(args: VpcApiArgs, instance: unknown): Claim[] {
  const { group, apps = {}, domains = [], service, network, access, accessLog } = args;
  const { groupName, basePath = "/" } = group;
  const existing = access === undefined ? service?.existing : undefined;
  const vpcId = network?.existing?.vpcId ?? "";
  return [
    claimName("group", "group.groupName", groupName),
    ...Object.keys(apps).map((app) => claimName("app", `apps[${JSON.stringify(app)}]`, app)),
    ...domains.map((one, index) => {
      const domain = typeof one === "string" ? one : one.domain;
      return claimName("domain", `domains[${index}]`, domain, [basePath, instance]);
    }),
    ...(accessLog
      ? [{ kind: "accessLog", value: [], property: "accessLog", words: "This log" } as const]
      : []),
    ...(existing && isTarget(existing)
      ? [claimTarget({ vpcId, ...existing }, "service.existing.target")]
      : []),
  ];
}
