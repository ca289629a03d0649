import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { OperationResult, Step } from "../../../cli/engineEvents";
import type { Operation } from "../../../cli/pulumi";
import { type Change, type Changing, makeChange } from "../../../cli/verify/checks/change";
import { Report } from "../../../cli/verify/report";
import { callApi } from "../../../testing/call";

const step = (op: string, name: string): Step => ({
  op,
  urn: `urn:pulumi:local::shop::alicloud:apigateway/api:Api::${name}`,
});
const change: Change = {
  steps: ["update Api get-item"],
  call: { answer: /a lamp/ },
  rolled: true,
};

/** A stack with the update of the options, by default an expected one. */
interface Going {
  previewed?: Step[];
  done?: Step[];
  /** Writing calls that the preview makes. */
  writes?: number;
  /** Things that the preview makes. */
  made?: number;
  /** Status of the answers while the update is under way. */
  meanwhile?: number;
  answer?: string;
}

async function runChecks(going: Going): Promise<Record<string, boolean>> {
  const { previewed = [step("update", "get-item")], done = previewed, meanwhile = 200 } = going;
  let status = 200;
  let answered = 0;
  const gateway = createServer((_, response) => {
    answered++;
    response.writeHead(status).end(going.answer ?? "a lamp");
  });
  await new Promise<void>((resolve) => gateway.listen(0, "127.0.0.1", resolve));
  const made = {
    gateway: `127.0.0.1:${(gateway.address() as AddressInfo).port}`,
    host: "shop",
    path: "/",
    auth: "none",
  } as const;
  const result = (steps: Step[]): OperationResult => ({
    ok: true,
    changes: {},
    steps,
    errors: [],
    warnings: [],
    printed: "",
  });
  const counts = { holds: 7, writes: 40 };
  const world: Changing = {
    report: new Report("a fake", { requested: false }, () => {}),
    change: () => {},
    countResources: async () => counts.holds,
    countWrites: async () => counts.writes,
    createCall: async () => made,
    call: () => callApi(made),
    async operate(command: Operation) {
      if (command === "preview") {
        counts.holds += going.made ?? 0;
        counts.writes += going.writes ?? 0;
        return result(previewed);
      }
      status = meanwhile;
      const before = answered;
      while (answered < before + 2) await new Promise((resolve) => setImmediate(resolve));
      status = 200;
      return result(done);
    },
  };
  try {
    await makeChange(change, world);
    return world.report.result.checks;
  } finally {
    gateway.close();
  }
}

const good = {
  preview_change_changes_nothing: true,
  preview_names_what_changes: true,
  change: true,
  change_does_what_was_previewed: true,
  no_call_fails_meanwhile: true,
  call_shows_the_change: true,
};

describe("a change of a stack", () => {
  it("passes if all parts are as expected", async () => assert.deepEqual(await runChecks({}), good));

  const failures: [name: string, going: Going, failed: (keyof typeof good)[]][] = [
    ["its preview calls what writes", { writes: 1 }, ["preview_change_changes_nothing"]],
    ["its preview makes something", { made: 1 }, ["preview_change_changes_nothing"]],
    [
      "its preview names another resource besides",
      { previewed: [step("update", "get-item"), step("update", "get-home")] },
      ["preview_names_what_changes"],
    ],
    [
      "its preview replaces what is to be updated",
      { previewed: [step("replace", "get-item")] },
      ["preview_names_what_changes"],
    ],
    [
      "its update does more than the preview said",
      { done: [step("update", "get-item"), step("create", "get-item-2")] },
      ["change_does_what_was_previewed"],
    ],
    ["its update does less", { done: [] }, ["change_does_what_was_previewed"]],
    ["a call fails in the middle of it", { meanwhile: 503 }, ["no_call_fails_meanwhile"]],
    ["the answer is the old one", { answer: "a table" }, ["call_shows_the_change"]],
  ];
  for (const [name, going, failed] of failures) {
    it(`fails if ${name}`, async () => {
      const expected = { ...good, ...Object.fromEntries(failed.map((check) => [check, false])) };
      assert.deepEqual(await runChecks(going), expected);
    });
  }
});
