import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../../cli/paths";
import { findCaller, listCallers, mergeCalls, ownUserAgent, renderCalls } from "../../../cli/verify/calls";
import { scenarios } from "../../../cli/verify/scenarios";
import { declaredActions } from "../../../local/services";

const go = "AlibabaCloud (linux; amd64) Golang/1.25.0 Core/0.0.1 TeaDSL/1";
const node = "AlibabaCloud (linux; x64) Node.js/v20.19.0 Core/1.0.1 TeaDSL/2";

const declared = [
  { product: "vpc", version: "2016-04-28", action: "DeleteVpc", writes: true },
  { product: "vpc", version: "2016-04-28", action: "CreateVpc", writes: true },
  { product: "ecs", version: "2014-05-26", action: "DescribeZones", writes: false },
];

describe("the recorded callers of cloud actions", () => {
  it("are identified by their SDK, without the verification itself", () => {
    assert.equal(findCaller(go), "provider");
    assert.equal(findCaller(node), "dynamic");
    assert.equal(findCaller(`${node} ${ownUserAgent}`), undefined);
    assert.throws(() => findCaller("curl/8"), /called by "curl\/8", which is not the SDK of a stack/);
  });

  it("are recorded for called actions", () => {
    const [deletes, creates, zones] = declared;
    assert.ok(deletes && creates && zones);
    const calls = listCallers([
      { ...deletes, callers: { [`${node} ${ownUserAgent}`]: 1 } },
      { ...creates, callers: { [go]: 2, [node]: 1 } },
      { ...zones, callers: {} },
    ]);
    assert.deepEqual(calls, { "vpc CreateVpc": ["provider", "dynamic"] });
  });

  it("are merged across a restart", () => {
    assert.deepEqual(
      mergeCalls(
        { "vpc CreateVpc": ["dynamic"], "vpc DeleteVpc": ["provider"] },
        { "vpc CreateVpc": ["provider"], "ecs DescribeZones": ["provider"] },
      ),
      {
        "vpc CreateVpc": ["provider", "dynamic"],
        "vpc DeleteVpc": ["provider"],
        "ecs DescribeZones": ["provider"],
      },
    );
  });

  it("are written to a page by product, with actions that are not called at the end", () => {
    const page = renderCalls(
      {
        one: { "vpc CreateVpc": ["provider"], "vpc DeleteVpc": ["provider"] },
        other: { "vpc CreateVpc": ["dynamic"] },
      },
      declared,
    );
    assert.match(page, /^2 of 3 actions are called\.$/m);
    assert.match(
      page,
      /## vpc 2016-04-28\n\n\| Action \| one \| other \|\n.*\n\| `CreateVpc` \| P \| D \|\n\| `DeleteVpc` \| P \| {2}\|\n/,
    );
    assert.match(page, /## Not called in any scenario\n\n.*\n.*\n\| ecs 2014-05-26 \| `DescribeZones` \|\n$/);
  });
});

describe("docs/calls.md", () => {
  const page = readFileSync(join(projectDir, "docs", "calls.md"), "utf8");

  it("contains each action of the local cloud exactly once", () => {
    const [called = "", uncalled = ""] = page.split("## Not called in any scenario");
    const found = [
      ...called.split("\n## ").flatMap((part) => {
        const product = part.split("\n", 1)[0];
        return [...part.matchAll(/^\| `(\w+)`/gm)].map(([, action]) => `${product} ${action}`);
      }),
      ...[...uncalled.matchAll(/^\| (\S+ \S+) \| (`.*) \|$/gm)].flatMap(([, product, actions = ""]) =>
        [...actions.matchAll(/\w+/g)].map(([action]) => `${product} ${action}`),
      ),
    ];
    const implemented = declaredActions.map((it) => `${it.product} ${it.version} ${it.action}`);
    assert.deepEqual(
      found.sort(),
      implemented.sort(),
      "stale: run npm run local -- verify --calls docs/calls.md",
    );
  });

  it("has a column for each scenario that calls the same in every run", () => {
    const heading = `| Action | ${scenarios
      .filter(({ chance }) => !chance)
      .map(({ name }) => name)
      .join(" | ")} |`;
    const headings = page.split("\n").filter((line) => line.startsWith("| Action |"));
    assert.ok(headings.length > 5);
    assert.deepEqual([...new Set(headings)], [heading]);
  });
});
