// Polls the local cloud every two seconds while the page is visible, and shows one view.

import { showDebug } from "./debug.mjs";
import { byId, renew } from "./dom.mjs";
import { showInstances } from "./instances.mjs";
import { showLog } from "./log.mjs";
import { showStack } from "./picture.mjs";
import { showRequests } from "./requests.mjs";
import { plural } from "./words.mjs";

const PERIOD = 2000;

/** Data and renderer of each view. */
const VIEWS = {
  stack: { needs: ["overview"], show: ({ overview }) => showStack(overview) },
  requests: {
    needs: ["overview", "requests"],
    show: ({ overview, requests }, id) => showRequests(requests.requests, overview, id),
  },
  debug: { needs: ["overview"], show: ({ overview }) => showDebug(overview) },
  log: {
    needs: ["calls", "requests"],
    show: ({ calls, requests }) => showLog(calls.calls, requests.requests),
  },
  instances: { needs: ["overview"], show: ({ overview }) => showInstances(overview) },
};

function where() {
  const [name, id] = location.hash.slice(1).split("/");
  return Object.hasOwn(VIEWS, name) ? { name, id } : { name: "stack" };
}

/** The last answers that have a tag. The local cloud does not repeat one that is still valid. */
const latest = new Map();

async function ask(name) {
  const known = latest.get(name);
  const answer = await fetch(name, { headers: known ? { "If-None-Match": known.tag } : {} });
  if (answer.status === 304 && known) return known.content;
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.error);
  const tag = answer.headers.get("ETag");
  if (tag) latest.set(name, { tag, content });
  return content;
}

let turn = 0;
let timer;

async function refresh() {
  clearTimeout(timer);
  const mine = ++turn;
  const { name, id } = where();
  try {
    const names = ["status", "resources", ...VIEWS[name].needs];
    const answers = await Promise.all(names.map(ask));
    if (mine !== turn) return;
    const content = Object.fromEntries(names.map((it, index) => [it, answers[index]]));
    showHead(content);
    await VIEWS[name].show(content, id);
  } catch (error) {
    if (mine === turn) showLive("bad", `not reachable: ${error.message}`);
  }
  if (mine === turn && document.visibilityState === "visible") timer = setTimeout(refresh, PERIOD);
}

function showLive(state, text) {
  const pill = byId("live");
  if (pill.textContent === text) return;
  pill.dataset.state = state;
  pill.textContent = text;
}

function showHead({ status, resources }) {
  showLive("ok", "running");
  renew(byId("facts"), [status, resources.total], () => {
    const since = new Date(status.startedAt).toLocaleString();
    return `gateway ${status.gateway}, process ${status.pid} since ${since}, ${plural(resources.total, "resource")}`;
  });
}

function navigate() {
  const { name } = where();
  for (const section of document.querySelectorAll("main > section"))
    section.hidden = section.id !== `view-${name}`;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = `${byId(`${name}-title`).textContent} – Local Alibaba Cloud`;
  void refresh();
}

for (const link of document.querySelectorAll("nav a")) link.dataset.label = link.textContent;
addEventListener("hashchange", () => {
  scrollTo(0, 0);
  navigate();
});
addEventListener("resize", () => void refresh());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") void refresh();
  else clearTimeout(timer);
});
navigate();
