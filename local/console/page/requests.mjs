// The path of a request: each step of the gateway, each hop into the VPC, and the step that ended it.

import { byId, chooser, h, renew, renewList } from "./dom.mjs";
import { explain, HOPS, STAGES, stateOfStatus, timeOfDay } from "./words.mjs";

let data = { requests: [], overview: undefined };
let chosen;

const mark = chooser(byId("request-list"), (id) => {
  chosen = id;
  history.replaceState(null, "", `#requests/${id}`);
  showChosen();
});

/** Shows the list and one request: the one in the URL, otherwise the selected one, otherwise the latest. */
export function showRequests(requests, overview, named) {
  data = { requests, overview };
  if (named) chosen = named;
  const newestFirst = requests.toReversed();
  renewList(byId("request-list"), newestFirst, ({ requestId }) => requestId, requestOption);
  showChosen();
}

function requestOption({ time, method, path, stage, status, errorCode, milliseconds }) {
  return h(
    "div",
    { role: "option", "aria-selected": "false" },
    h("span", { class: "mono" }, `${method} ${path}`),
    h("span", { class: "mark", "data-state": stateOfStatus(status) }, `${status} ${errorCode}`),
    h("span", { class: "quiet" }, `${timeOfDay(time)} ${STAGES[stage] ?? ""}`),
    h("span", { class: "quiet number" }, `${milliseconds} ms`),
  );
}

function showChosen() {
  const { requests, overview } = data;
  const request = requests.find(({ requestId }) => requestId === chosen) ?? requests.at(-1);
  mark(request?.requestId);
  renew(byId("trace"), [request, overview?.steps, chosen], () =>
    request && overview
      ? renderTrace(request, overview)
      : h("p", { class: "quiet" }, "Send a request, here or with any client, to see its path."),
  );
}

function renderTrace(request, overview) {
  const { method, host, path, status, errorCode, time, milliseconds, requestId, step } = request;
  const end = overview.steps.findIndex(({ name }) => name === step);
  return [
    h("h3", {}, h("span", { class: "mono" }, `${method} ${host}${path}`)),
    h(
      "p",
      {},
      h("span", { class: "pill", "data-state": stateOfStatus(status) }, [status, errorCode].join(" ").trim()),
      ` in ${milliseconds} ms at ${timeOfDay(time)}`,
    ),
    h("p", { class: "quiet mono" }, requestId),
    h(
      "ol",
      { class: "steps" },
      overview.steps.map(({ name, title }, at) => {
        // An API is answered by a mock or by its back end.
        if (name === "mock" && step !== "mock") return undefined;
        const state = end < 0 || at > end ? "off" : at < end || errorCode === "" ? "ok" : "bad";
        return stepItem(name, title, state, request, overview);
      }),
    ),
  ];
}

const MARKS = { ok: ["✓", "passed"], bad: ["✕", "stopped here"], off: ["", "not reached"] };

function stepItem(name, title, state, request, overview) {
  const [sign, word] = MARKS[state];
  const hops = name === "connect" && state !== "off" ? request.hops : [];
  // A refused connection ends with the hop that refused it.
  const isRefusedAtHop = name === "connect" && state === "bad" && hops.length > 0;
  return h(
    "li",
    { "data-state": state, "data-mark": sign, "aria-label": `${title}: ${word}` },
    h("span", {}, title),
    state === "off" ? undefined : describeStep(name, request, overview),
    hops.length > 0 &&
      h(
        "ol",
        { class: "steps" },
        hops.map((hop, index) => hopItem(hop, isRefusedAtHop && index === hops.length - 1 ? "bad" : "ok")),
      ),
    state === "bad" &&
      h("p", { class: "stop" }, `Stopped here: ${request.errorCode}. `, explain(request.errorCode)),
  );
}

/** Result of a step, if the record of the request contains it. */
function describeStep(name, { host, stage, apiId, appId, status, errorCode }, { apis, apps }) {
  const api = apis.find(({ id }) => id === apiId);
  const app = apps.find(({ id }) => id === appId);
  const words = {
    host,
    stage: STAGES[stage],
    route: apiId && (api?.name ?? apiId),
    authenticate: appId ? (app?.name ?? appId) : apiId && api?.authType === "ANONYMOUS" && "not asked for",
    forward: errorCode === "" && `status ${status}`,
    mock: `status ${status}`,
  }[name];
  return words ? h("span", { class: "what" }, ` — ${words}`) : undefined;
}

function hopItem({ kind, id, detail }, state) {
  const [sign, word] = MARKS[state];
  return h(
    "li",
    { "data-state": state, "data-mark": sign, "aria-label": `${HOPS[kind] ?? kind} ${id}: ${word}` },
    h("span", {}, `${HOPS[kind] ?? kind} `),
    h("span", { class: "mono" }, id),
    state === "bad" ? h("p", { class: "stop" }, detail) : h("div", { class: "what" }, detail),
  );
}
