// Details of one resource of the picture, with its incoming and outgoing links.

import { byId, facts, h, isNews } from "./dom.mjs";

let chosen;

export const nameOf = ({ name, id }) => name || id;

/** Shows the selected resource again with current data. */
export const showChosen = (overview) => choose(chosen, overview);

/** Shows all details of a resource below the picture. */
export function choose(id, overview) {
  chosen = id;
  for (const box of document.querySelectorAll("#pictures [data-id]")) {
    box.setAttribute("aria-pressed", String(box.dataset.id === id));
  }
  if (id === undefined) return;
  const [kind, record] = findRecord(id, overview);
  const links = overview.links.filter(({ from, to }) => from === id || to === id);
  const panel = byId("details");
  if (!isNews(panel, [id, record, links])) return;
  panel.replaceChildren(
    h("h3", {}, record ? `${KINDS[kind]} ${nameOf(record)}` : id === "anyone" ? "Anyone" : "No longer there"),
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
  albLoadBalancers: "ALB",
  securityGroups: "Security group",
  instances: "ECS instance",
};

const entriesOf = (record, overview) =>
  Object.entries(record)
    .filter(([name]) => name !== "userData")
    .map(([name, value]) => [
      wordsOf(name),
      name === "rules" ? rulesOf(value, overview) : textOf(value, overview),
    ]);

/** Label of a field. */
const wordsOf = (field) =>
  field
    .replace(/([A-Z])/g, " $1")
    .toLowerCase()
    .replace(/\b(id|ids|ip|vpc|api)\b/g, (word) => word.toUpperCase().replace("IDS", "IDs"))
    .replace(/^./, (first) => first.toUpperCase());

const rulesOf = (rules, overview) =>
  rules
    .map(({ direction, policy, protocol, portRange, priority, source }) => {
      const way = direction === "ingress" ? "inbound from" : "outbound to";
      return `${policy} ${protocol} ${portRange} ${way} ${textOf(source, overview)}, priority ${priority}`;
    })
    .join("; ");

/** Formats a value: a list item by item, a prefix list with its addresses. */
function textOf(value, overview) {
  if (Array.isArray(value)) return value.map((item) => textOf(item, overview)).join("; ");
  if (typeof value === "object" && value !== null) {
    const parts = Object.entries(value).filter(([, part]) => part !== "");
    return parts
      .map(
        ([name, part]) =>
          `${wordsOf(name).replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase())} ${textOf(part, overview)}`,
      )
      .join(", ");
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
  const [kind, record] = findRecord(id, overview);
  return record ? `${KINDS[kind]} ${nameOf(record)}` : id;
}

/** Finds a resource and the name of its list. */
function findRecord(id, overview) {
  for (const kind of Object.keys(KINDS)) {
    const record = overview[kind].find((it) => it.id === id);
    if (record) return [kind, record];
  }
  return [];
}
