import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../../cli/paths";
import { declaredActions } from "../../../local/services";
import { findBlocks } from "../../support/markdown";

const page = readFileSync(join(projectDir, "docs", "getting-started.md"), "utf8");
const [, section = ""] = page.split("### Permissions");
const [policy] = findBlocks("docs/getting-started.md", section).filter(({ language }) => language === "json");
const allowed: string[] = JSON.parse(policy?.text ?? "").Statement[0].Action;
const additional = [...section.matchAll(/^\| .*`(\S+:\S+)` \|$/gm)].map(([, pattern = ""]) => pattern);

/** Prefixes of actions in RAM policies, by product. Source: the pages "RAM authorization" of each product. */
const prefixes: Readonly<Record<string, string>> = { cloudapi: "apigateway", cas: "yundun-cert", sls: "log" };
const formatAction = (product: string, action: string) => `${prefixes[product] ?? product}:${action}`;

const matches = (pattern: string, action: string) =>
  new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(action);
const refusedBy = (patterns: readonly string[], actions: readonly string[]) =>
  actions.filter((action) => !patterns.some((pattern) => matches(pattern, action)));

/** Actions that docs/calls.md records, in the scenarios that a condition selects. */
function findCalls(isIncluded: (scenario: string) => boolean): string[] {
  const [called = ""] = readFileSync(join(projectDir, "docs", "calls.md"), "utf8").split("## Not called");
  return called.split("\n## ").flatMap((part) => {
    const product = part.split(" ", 1)[0] ?? "";
    const [heading = [], , ...rows] = part
      .split("\n")
      .filter((line) => line.startsWith("|"))
      .map((line) => line.split("|").map((cell) => cell.trim()));
    return rows
      .filter((cells) => cells.some((cell, at) => /^[PD ]+$/.test(cell) && isIncluded(heading[at] ?? "")))
      .map((cells) => formatAction(product, (cells[1] ?? "").replaceAll("`", "")));
  });
}

describe("the RAM policy in docs/getting-started.md", () => {
  it("allows every recorded call of stacks with a CLB", () => {
    const calls = findCalls((scenario) => scenario !== "alb-domain");
    assert.ok(calls.length > 50);
    assert.deepEqual(refusedBy(allowed, calls), []);
  });

  it("allows every recorded call together with the additional actions", () => {
    assert.deepEqual(
      refusedBy(
        [...allowed, ...additional],
        findCalls(() => true),
      ),
      [],
    );
  });

  it("contains only patterns of actions that exist", () => {
    const actions = declaredActions.map(({ product, action }) => formatAction(product, action));
    assert.ok(additional.length > 0);
    const unused = [...allowed, ...additional].filter(
      (pattern) => !actions.some((action) => matches(pattern, action)),
    );
    assert.deepEqual(unused, []);
  });
});
