// The Debug page: sends one real request through the local gateway.

import { byId, facts, h, renew } from "./dom.mjs";
import { explain, STAGES, stateOfStatus } from "./words.mjs";

const form = byId("debug-form");
const field = (name) => form.elements.namedItem(name);
let overview;
/** The API whose path is in the path field. */
let filledFor;

export function showDebug(latest) {
  if (latest === overview) return;
  overview = latest;
  const { apis, apiGroups, apps } = overview;
  keepChoice(field("apiId"), [apis, apiGroups], () =>
    apiGroups.map((group) =>
      h(
        "optgroup",
        { label: group.name },
        apis
          .filter((api) => api.groupId === group.id)
          .map((api) => h("option", { value: api.id }, `${api.name} (${api.method} ${api.path})`)),
      ),
    ),
  );
  keepChoice(field("appId"), apps, () => [
    h("option", { value: "" }, "any authorized app"),
    ...apps.map((app) => h("option", { value: app.id }, app.name)),
  ]);
  adapt();
}

/** Replaces the options of a select element and keeps the selection. */
function keepChoice(select, data, make) {
  const { value } = select;
  renew(select, data, make);
  if ([...select.options].some((option) => option.value === value)) select.value = value;
}

/** Adapts the form to the API, its environment and the authentication. */
function adapt() {
  const api = overview.apis.find(({ id }) => id === field("apiId").value);
  const stage = field("stage").value;
  const shown = api?.published.find((it) => it.stage === stage) ?? api;
  field("appId").disabled = field("auth").value === "none";
  byId("debug-method").hidden = shown?.method !== "ANY";
  form.querySelector("button").disabled = api === undefined;
  const key = JSON.stringify([api?.id, shown?.path]);
  if (key !== filledFor) field("path").value = shown?.path ?? "";
  filledFor = key;
}

form.addEventListener("change", adapt);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  const output = byId("debug-answer");
  button.disabled = true;
  output.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch("debug", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(question()),
    });
    const result = await answer.json();
    output.replaceChildren(...(answer.ok ? answerOf(result) : [problem(result.error)]));
  } catch (error) {
    output.replaceChildren(problem(error.message));
  }
  output.removeAttribute("aria-busy");
  button.disabled = false;
});

function question() {
  const isAny = !byId("debug-method").hidden;
  return {
    apiId: field("apiId").value,
    stage: field("stage").value,
    auth: field("auth").value,
    ...(!field("appId").disabled && field("appId").value && { appId: field("appId").value }),
    ...(isAny && { method: field("method").value }),
    path: field("path").value,
    query: Object.fromEntries(new URLSearchParams(field("query").value)),
    headers: headersOf(field("headers").value),
    body: field("body").value,
  };
}

function headersOf(text) {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      if (colon < 1) throw new Error(`The header line "${line}" is not "Name: value".`);
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    }),
  );
}

const problem = (text) => h("p", { class: "stop", role: "alert" }, text);

function answerOf({ status, headers, body, milliseconds, requestId }) {
  const code = headers["x-ca-error-code"] ?? "";
  return [
    h(
      "p",
      {},
      h("span", { class: "pill", "data-state": stateOfStatus(status) }, `${status} ${code}`.trim()),
      ` in ${milliseconds} ms, ${STAGES[field("stage").value]}. `,
      requestId && h("a", { href: `#requests/${requestId}` }, "Path of this request"),
    ),
    code && h("p", { class: "stop" }, `${headers["x-ca-error-message"] ?? ""}. ${explain(code)}`),
    h("h3", {}, "Headers"),
    h("dl", { class: "mono" }, facts(Object.entries(headers))),
    h("h3", {}, "Body"),
    h("pre", { tabindex: "0", "aria-label": "Body of the answer" }, body || "(empty)"),
  ].filter(Boolean);
}
