// ECS instances with their console logs.

import { byId, chooser, facts, h, renew, renewList } from "./dom.mjs";

const INSTANCE_STATES = { Running: "ok", Stopped: "off" };
let overview;
let chosen;

const mark = chooser(byId("instance-list"), (id) => {
  chosen = id;
  void showChosen();
});

export async function showInstances(latest) {
  overview = latest;
  const { instances } = overview;
  renewList(byId("instance-list"), instances, ({ id }) => id, instanceOption);
  await showChosen();
}

function instanceOption({ id, name, privateIp, status }) {
  return h(
    "div",
    { role: "option", "aria-selected": "false" },
    h("span", {}, name || id),
    h("span", { class: "mark", "data-state": INSTANCE_STATES[status] ?? "busy" }, status),
    h("span", { class: "quiet mono" }, id),
    h("span", { class: "quiet" }, privateIp),
  );
}

async function showChosen() {
  const instance = overview.instances.find(({ id }) => id === chosen) ?? overview.instances[0];
  mark(instance?.id);
  renew(byId("instance-facts"), instance ?? null, () =>
    facts(
      instance
        ? [
            ["Instance", instance.id],
            ["Status", instance.status],
            ["Zone", instance.zoneId],
            ["Private IP", instance.privateIp],
            ["Type", instance.instanceType],
            ["Image", instance.imageId],
            ["Security groups", instance.securityGroupIds.join(", ")],
          ]
        : [],
    ),
  );
  const userData = byId("instance-user-data");
  renew(userData, instance?.userData ?? "", () => instance?.userData || "(none)");
  const pane = byId("instance-log");
  if (!instance) {
    renew(pane, "", () => "");
    return;
  }
  const answer = await fetch(`instances/${encodeURIComponent(instance.id)}/log`);
  const text = answer.ok ? await answer.text() : "";
  // A reader at the end of the log stays at the end.
  const isAtEnd = pane.scrollTop + pane.clientHeight >= pane.scrollHeight - 4;
  renew(pane, [instance.id, text], () => text || "(nothing yet)");
  if (isAtEnd) pane.scrollTop = pane.scrollHeight;
}
