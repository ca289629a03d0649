// Polls the local cloud every two seconds while the page is visible, and shows one view.

import { showDebug } from "./debug.mjs";
import { byId, renew } from "./dom.mjs";
import { showInstances } from "./instances.mjs";
import { showLog } from "./log.mjs";
import { merge } from "./overview.mjs";
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

let latest;

/** Asks only for what has changed since the last answer. */
async function readOverview() {
  const known = latest;
  const answer = await ask(known ? `overview?since=${known.tag}` : "overview");
  latest = answer ? merge(known, answer) : known;
  return latest;
}

/** Returns undefined if the caller knows the answer. */
async function ask(name) {
  const answer = await fetch(name);
  if (answer.status === 304) return undefined;
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.error);
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
    const answers = await Promise.all(names.map((it) => (it === "overview" ? readOverview() : ask(it))));
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
