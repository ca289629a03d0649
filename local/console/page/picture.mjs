// The stack as a picture: clients, gateway, VPC access authorizations, and the VPCs with what is in them.

import { byId, facts, h, isNews } from "./dom.mjs";
import { draw, place } from "./layout.mjs";
import { plural, STAGES } from "./words.mjs";

/** Narrower than this, the columns stand one above the other. */
const WIDE = 1060;

let chosen;

export function showStack(overview) {
  const width = byId("pictures").clientWidth - 26;
  showVerdict(overview);
  if (isNews(byId("pictures"), [overview, width])) {
    const focused = document.activeElement?.dataset?.id;
    const regions = regionsOf(overview);
    byId("pictures").replaceChildren(
      ...(regions.length > 0 ? regions.map((region) => pictureOf(overview, region, width)) : [nothing()]),
    );
    if (focused) document.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
  }
  choose(chosen, overview);
}

const nothing = () =>
  h(
    "p",
    { class: "card empty" },
    "There are no resources yet. Bring a stack up with ",
    h("code", {}, "npm run local"),
    ".",
  );

function regionsOf({ apiGroups, apps, vpcs, vpcAccesses, loadBalancers, instances }) {
  const all = [...apiGroups, ...apps, ...vpcs, ...vpcAccesses, ...loadBalancers, ...instances];
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
    row: [1.45, 1.75, 1.45, 4.9],
    children: [
      clients(overview, region),
      gateways(overview, region),
      accesses(overview, region),
      networks(overview, region),
    ],
  };
  place(root, 0, 0, width, isWide);
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
const nameOf = ({ name, id }) => name || id;

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

function gateways({ gatewayInstances, apiGroups, apis }, region) {
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
          children: apis.filter((api) => api.groupId === group.id).map(apiBox),
        })),
    })),
  };
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

function network({ loadBalancers, securityGroups, vswitches, instances }, vpc) {
  const here = (records) => records.filter((it) => it.vpcId === vpc.id);
  const column = (children) => ({ bare: true, children });
  return {
    id: vpc.id,
    kind: "VPC",
    title: nameOf(vpc),
    lines: [vpc.cidrBlock],
    state: vpc.status === "Available" ? "ok" : "busy",
    row: [1, 1.1, 1.25],
    children: [
      column(here(loadBalancers).map(balancerBox)),
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
        lines: [`${instance.privateIp} ${instance.status}`],
        state: INSTANCE_STATES[instance.status] ?? "busy",
      })),
  }));
}

/** Shows all of one resource below the picture. */
function choose(id, overview) {
  chosen = id;
  for (const box of document.querySelectorAll("#pictures [data-id]")) {
    box.setAttribute("aria-pressed", String(box.dataset.id === id));
  }
  if (id === undefined) return;
  const [kind, record] =
    Object.entries(overview)
      .filter(([, records]) => Array.isArray(records))
      .flatMap(([name, records]) => records.map((it) => [name, it]))
      .find(([, it]) => it.id === id) ?? [];
  const links = overview.links.filter(({ from, to }) => from === id || to === id);
  const panel = byId("details");
  if (!isNews(panel, [id, record, links])) return;
  panel.replaceChildren(
    h("h3", {}, record ? `${KINDS[kind] ?? kind} ${nameOf(record)}` : "No longer there"),
    h("dl", {}, record ? facts(entriesOf(record, overview)) : []),
    ...(links.length > 0 ? [h("h3", {}, "Ways in and out"), waysOf(links, overview)] : []),
  );
}

const KINDS = {
  apps: "App",
  gatewayInstances: "API Gateway instance",
  apiGroups: "API group",
  apis: "API",
  vpcAccesses: "VPC access authorization",
  vpcs: "VPC",
  loadBalancers: "CLB",
  securityGroups: "Security group",
  instances: "ECS instance",
};

const entriesOf = (record, overview) =>
  Object.entries(record)
    .filter(([name]) => name !== "userData")
    .map(([name, value]) => [name.replace(/([A-Z])/g, " $1").toLowerCase(), textOf(value, overview)]);

/** A value in words: a list item by item, a prefix list with its addresses. */
function textOf(value, overview) {
  if (Array.isArray(value)) return value.map((item) => textOf(item, overview)).join("; ");
  if (typeof value === "object" && value !== null) {
    const parts = Object.entries(value).filter(([, part]) => part !== "");
    return parts.map(([name, part]) => `${name} ${textOf(part, overview)}`).join(", ");
  }
  if (typeof value === "boolean") return value ? "yes" : "no";
  const list = overview.prefixLists.find(({ id }) => id === value);
  return list ? `${value} (${list.cidrs.join(", ")})` : String(value);
}

const waysOf = (links, overview) =>
  h(
    "ul",
    {},
    links.map(({ from, to, state, text }) =>
      h(
        "li",
        { "data-state": state },
        h("span", { class: "mark" }, { ok: "open", bad: "stopped", off: "not in use" }[state]),
        ` ${labelOf(from, overview)} → ${to === "" ? "?" : labelOf(to, overview)}: ${text}`,
      ),
    ),
  );

function labelOf(id, overview) {
  const record = Object.values(overview)
    .filter(Array.isArray)
    .flat()
    .find((it) => it.id === id);
  return record ? nameOf(record) : id;
}
