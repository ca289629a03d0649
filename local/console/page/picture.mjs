// The stack as a picture: clients, gateway, VPC access authorizations and VPCs with their resources.

import { chooseApis, matches, readWords } from "./apiSearch.mjs";
import { choose, nameOf, showChosen } from "./details.mjs";
import { byId, h, isNews } from "./dom.mjs";
import { draw, place, RAIL } from "./layout.mjs";
import { plural, STAGES } from "./words.mjs";

/** Below this width in pixels, the columns are stacked. */
const WIDE = 1150;
/** Maximum width of a stacked column in pixels. */
const COLUMN = 600;

let latest;

const search = byId("api-search");
search.addEventListener("input", () => showStack(latest));

export function showStack(overview) {
  latest = overview;
  const words = readWords(search.value);
  const width = byId("pictures").clientWidth - 26;
  if (!isNews(byId("pictures"), [overview.tag, width, words])) return;
  showVerdict(overview);
  showCount(overview.apis, words);
  const focused = document.activeElement?.dataset?.id;
  const regions = regionsOf(overview);
  byId("pictures").replaceChildren(
    ...(regions.length > 0
      ? regions.map((region) => pictureOf(overview, words, region, width))
      : [nothing()]),
  );
  if (focused) document.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
  showChosen(overview);
}

function showCount(apis, words) {
  byId("api-bar").hidden = apis.length === 0;
  const count = apis.filter((api) => matches(api, words)).length;
  const all = plural(apis.length, "API");
  byId("api-count").textContent = words.length > 0 ? `${count} of ${all}` : all;
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

function pictureOf(overview, words, region, width) {
  const isWide = width >= WIDE;
  const root = {
    bare: true,
    row: [1.5, 1.65, 1.5, 5.1],
    children: [
      clients(overview, region),
      gateways(overview, words, region),
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

function gateways({ gatewayInstances, apiGroups, apis, links }, words, region) {
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
            words,
            stopped,
          ),
        })),
    })),
  };
}

/** The APIs of a group that match the search, and a box that counts the others. */
function apiBoxes(apis, words, stopped) {
  const { drawn, others, matching } = chooseApis(apis, words, ({ id }) => stopped.has(id));
  const boxes = drawn.map(apiBox);
  if (others === 0) return boxes;
  const lines = ["not drawn", ...(words.length > 0 && matching > 0 ? [`${matching} of them match`] : [])];
  return [...boxes, { title: plural(others, drawn.length > 0 ? "more API" : "API"), lines }];
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
