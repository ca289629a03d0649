// Control-plane calls and gateway calls in one list, newest first.

import { byId, h, renewList } from "./dom.mjs";
import { plural, STAGES, stateOfStatus, timeOfDay } from "./words.mjs";

let rows = [];

export function showLog(calls, requests) {
  rows = [
    ...calls.map((call) => ({
      ...call,
      kind: "control",
      what: `${call.product || "?"} ${call.action || "?"}`,
      where: "",
      code: call.code,
    })),
    ...requests.map((request) => ({
      time: request.time,
      status: request.status,
      requestId: request.requestId,
      milliseconds: request.milliseconds,
      kind: "gateway",
      what: `${request.method} ${request.path}`,
      where: [STAGES[request.stage], request.host].filter(Boolean).join(", "),
      code: request.errorCode,
    })),
  ].sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0));
  showRows();
}

function showRows() {
  const kind = byId("log-kind").value;
  const words = byId("log-filter").value.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (row) => {
    const text = `${row.what} ${row.where} ${row.status} ${row.code} ${row.requestId}`.toLowerCase();
    return (kind === "" || row.kind === kind) && words.every((word) => text.includes(word));
  };
  const found = rows.filter(matches);
  renewList(byId("log-rows"), found, ({ kind: k, requestId }) => `${k}/${requestId}`, rowOf);
  const count = `${found.length} of ${plural(rows.length, "call")}`;
  if (byId("log-count").textContent !== count) byId("log-count").textContent = count;
}

byId("log-kind").addEventListener("change", showRows);
byId("log-filter").addEventListener("input", showRows);

function rowOf({ time, kind, what, where, status, code, milliseconds, requestId }) {
  const isGateway = kind === "gateway";
  return h(
    "tr",
    {},
    h("td", {}, timeOfDay(time)),
    h("td", { class: "quiet" }, isGateway ? "gateway" : "control plane"),
    h("td", {}, what, where !== "" && h("div", { class: "quiet" }, where)),
    h("td", { class: "mark", "data-state": stateOfStatus(status) }, String(status)),
    h("td", {}, code),
    h("td", { class: "number" }, String(milliseconds)),
    h("td", { class: "mono" }, isGateway ? h("a", { href: `#requests/${requestId}` }, requestId) : requestId),
  );
}
