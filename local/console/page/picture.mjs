// The stack as a picture: clients, gateway, VPC access authorizations and VPCs with their resources.

import { choose, nameOf, showChosen } from "./details.mjs";
import { byId, h, isNews } from "./dom.mjs";
import { draw, place, RAIL } from "./layout.mjs";
import { plural, STAGES } from "./words.mjs";

/** Below this width in pixels, the columns are stacked. */
const WIDE = 1150;
/** Maximum width of a stacked column in pixels. */
const COLUMN = 600;

/** Maximum number of APIs of a group in the picture. With thousands, nobody could read it, and it would take seconds. */
const DRAWN = 50;

export function showStack(overview) {
  const width = byId("pictures").clientWidth - 26;
  if (!isNews(byId("pictures"), [overview.tag, width])) return;
  showVerdict(overview);
  const focused = document.activeElement?.dataset?.id;
  const regions = regionsOf(overview);
  byId("pictures").replaceChildren(
    ...(regions.length > 0 ? regions.map((region) => pictureOf(overview, region, width)) : [nothing()]),
  );
  if (focused) document.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
  showChosen(overview);
}

const nothing = () =>
  h(
    "p",
    { class: "card quiet" },
    "There are no resources yet. Bring a stack up with ",
    h("code", {}, "npm run local"),
    ".",
  );

function regionsOf({ apiGroups, apps, vpcs, vpcAccesses, loadBalancers, albLoadBalancers, instances }) {
  const all = [
    ...apiGroups,
    ...apps,
    ...vpcs,
    ...vpcAccesses,
    ...loadBalancers,
    ...albLoadBalancers,
    ...instances,
  ];
  return [...new Set(all.map(({ regionId }) => regionId))].sort();
}

function showVerdict({ links, apis, instances }) {
  const banner = byId("verdict");
  const stops = [...new Set(links.filter(({ state }) => state === "bad").map(({ text }) => text))];
  const published = apis.filter((api) => api.published.length > 0);
  if (!isNews(banner, [stops, published.length, instances.length])) return;
  if (stops.length > 0) {
    banner.dataset.state = "bad";
    banner.replaceChildren(
      `Requests are stopped at ${plural(stops.length, "place")}:`,
      h(
        "ul",
        {},
        stops.map((text) => h("li", {}, text)),
      ),
    );
    return;
  }
  banner.dataset.state = published.length > 0 ? "ok" : "off";
  banner.textContent =
    published.length > 0
      ? `${plural(published.length, "published API")}; every way to the instances is open.`
      : "No API is published.";
}

function pictureOf(overview, region, width) {
  const isWide = width >= WIDE;
  const root = {
    bare: true,
    row: [1.5, 1.65, 1.5, 5.1],
    children: [
      clients(overview, region),
      gateways(overview, region),
      accesses(overview, region),
      networks(overview, region),
    ],
  };
  place(root, 0, 0, isWide ? width : Math.min(width, COLUMN) - RAIL, isWide);
  if (!isWide) root.width += RAIL;
  return h(
    "figure",
    {},
    h("figcaption", {}, `Region ${region}`),
    draw(root, overview.links, {
      isWide,
      label: `The way of requests in ${region}, from clients to instances`,
      choose: (id) => choose(id, overview),
    }),
  );
}

const inRegion = (records, region) => records.filter((it) => it.regionId === region);

function clients({ apps, apis }, region) {
  const anonymous = inRegion(apis, region).some((api) => api.authType === "ANONYMOUS");
  return {
    title: "Client",
    children: [
      ...inRegion(apps, region).map((app) => ({
        id: app.id,
        kind: "App",
        title: app.name,
        lines: [credentials(app)],
      })),
      ...(anonymous ? [{ id: "anyone", title: "Anyone", lines: ["no authentication"] }] : []),
    ],
  };
}

const credentials = ({ hasAppCode, hasAppKey }) =>
  [hasAppCode && "AppCode", hasAppKey && "AppKey"].filter(Boolean).join(", ") || "no credentials";

function gateways({ gatewayInstances, apiGroups, apis, links }, region) {
  const stopped = new Set(links.filter(({ state }) => state === "bad").flatMap(({ from, to }) => [from, to]));
  return {
    bare: true,
    children: inRegion(gatewayInstances, region).map((gateway) => ({
      id: gateway.id,
      kind: "API Gateway instance",
      title: gateway.instanceId,
      lines: gateway.egress.map((cidr, index) => `${index === 0 ? "egress " : "and "}${cidr}`),
      state: gateway.status === "RUNNING" ? "ok" : "busy",
      children: apiGroups
        .filter((group) => group.gatewayInstanceId === gateway.id)
        .map((group) => ({
          id: group.id,
          kind: "API group",
          title: group.name,
          lines: [`BasePath ${group.basePath}`],
          children: apiBoxes(
            apis.filter((api) => api.groupId === group.id),
            stopped,
          ),
        })),
    })),
  };
}

/** The APIs of a group, those with a stopped way first if not all are drawn. */
function apiBoxes(apis, stopped) {
  if (apis.length <= DRAWN) return apis.map(apiBox);
  const isStopped = ({ id }) => stopped.has(id);
  const drawn = [...apis.filter(isStopped), ...apis.filter((api) => !isStopped(api))].slice(0, DRAWN);
  return [...drawn.map(apiBox), { title: plural(apis.length - DRAWN, "more API"), lines: ["not drawn"] }];
}

function apiBox(api) {
  const stages = api.published.map(({ stage }) => STAGES[stage]);
  const isChanged = api.published.some(({ isCurrent }) => !isCurrent);
  return {
    id: api.id,
    kind: "API",
    title: api.name,
    lines: [
      `${api.method} ${api.path}`,
      stages.length > 0 ? `in ${stages.join(", ")}` : "not published",
      ...(isChanged ? ["changed since"] : []),
    ],
    state: stages.length === 0 ? "off" : isChanged ? "busy" : "ok",
  };
}

function accesses({ vpcAccesses }, region) {
  return {
    bare: true,
    children: inRegion(vpcAccesses, region).map((access) => ({
      id: access.id,
      kind: "VPC access authorization",
      title: access.name,
      lines: [access.instanceId, `port ${access.port}`],
    })),
  };
}

function networks(overview, region) {
  return { bare: true, children: inRegion(overview.vpcs, region).map((vpc) => network(overview, vpc)) };
}

function network({ loadBalancers, albLoadBalancers, securityGroups, vswitches, instances }, vpc) {
  const here = (records) => records.filter((it) => it.vpcId === vpc.id);
  const column = (children) => ({ bare: true, children });
  return {
    id: vpc.id,
    kind: "VPC",
    title: nameOf(vpc),
    lines: [vpc.cidrBlock],
    state: vpc.status === "Available" ? "ok" : "busy",
    row: [1, 1.05, 1.3],
    children: [
      column([...here(loadBalancers).map(balancerBox), ...here(albLoadBalancers).map(albBox)]),
      column(here(securityGroups).map(securityGroupBox)),
      column(zonesOf(here(vswitches), here(instances))),
    ],
  };
}

function balancerBox(balancer) {
  return {
    id: balancer.id,
    kind: "CLB",
    title: nameOf(balancer),
    lines: [
      balancer.address,
      ...balancer.listeners.map(
        ({ protocol, port, status }) => `${protocol.toUpperCase()} ${port} ${status}`,
      ),
    ],
    state: balancer.status === "active" ? "ok" : "off",
  };
}

function albBox(balancer) {
  return {
    id: balancer.id,
    kind: "ALB",
    title: nameOf(balancer),
    lines: [
      balancer.addressType,
      ...balancer.listeners.map(({ protocol, port, status }) => `${protocol} ${port} ${status}`),
    ],
    state: balancer.addressType === "Intranet" ? "ok" : "off",
  };
}

function securityGroupBox(group) {
  const rules = group.rules.filter(({ direction }) => direction === "ingress");
  return {
    id: group.id,
    kind: "Security group",
    title: nameOf(group),
    lines:
      rules.length === 0
        ? ["lets nothing in"]
        : rules.slice(0, 3).map(({ policy, protocol, portRange }) => `${policy}s ${protocol} ${portRange}`),
  };
}

const INSTANCE_STATES = { Running: "ok", Stopped: "off" };

function zonesOf(vswitches, instances) {
  const zones = [...new Set([...vswitches, ...instances].map(({ zoneId }) => zoneId))].sort();
  return zones.map((zone) => ({
    title: `Zone ${zone}`,
    lines: vswitches.filter(({ zoneId }) => zoneId === zone).map(({ cidrBlock }) => `vSwitch ${cidrBlock}`),
    children: instances
      .filter(({ zoneId }) => zoneId === zone)
      .map((instance) => ({
        id: instance.id,
        kind: "ECS instance",
        title: nameOf(instance),
        lines: [instance.privateIp, instance.status],
        state: INSTANCE_STATES[instance.status] ?? "busy",
      })),
  }));
}
