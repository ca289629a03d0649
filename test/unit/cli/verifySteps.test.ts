import assert from "node:assert/strict";
import { type OperationResult, readEvent } from "../../../cli/engineEvents";
import { describeStep, listReplacementSteps } from "../../../cli/verify/checks/change";
import { findDifferences } from "../../../cli/verify/checks/preview";
import { describeSlowestParts } from "../../../cli/verify/report";

const urn = (type: string, name: string) => `urn:pulumi:local::shop::${type}::${name}`;
const api = urn("alicloud-vpc-api:index:VpcApi$alicloud:apigateway/api:Api", "shop-get-item");
const event = (op: string, of = api) =>
  JSON.stringify({ resOutputsEvent: { metadata: { urn: of, op }, planning: true } });
const nothing = (): OperationResult => ({
  ok: true,
  changes: {},
  steps: [],
  errors: [],
  warnings: [],
  printed: "",
});

describe("the steps of an operation", () => {
  it("are the changed resources, each once", () => {
    const result = nothing();
    for (const line of [
      event("create"),
      event("create"),
      event("same", urn("pulumi:pulumi:Stack", "shop-local")),
      "not an event",
      event("delete-replaced"),
    ])
      readEvent(line, result);
    assert.deepEqual(result.steps, [
      { urn: api, op: "create" },
      { urn: api, op: "delete-replaced" },
    ]);
  });

  it("are listed by operation, type and name", () => {
    assert.equal(describeStep({ urn: api, op: "update" }), "update Api shop-get-item");
    const component = urn("alicloud-vpc-api:index:VpcApi", "shop");
    assert.equal(describeStep({ urn: component, op: "create" }), "create VpcApi shop");
    assert.deepEqual(listReplacementSteps("Instance shop-0"), [
      "create-replacement Instance shop-0",
      "replace Instance shop-0",
      "delete-replaced Instance shop-0",
    ]);
  });

  it("do not match if one is missing, different or unexpected", () => {
    assert.deepEqual(findDifferences(["update A", "create B"], ["create B", "update A"]), []);
    assert.deepEqual(findDifferences(["update A"], []), ["missing: update A"]);
    assert.deepEqual(findDifferences([], ["create B"]), ["not expected: create B"]);
    assert.deepEqual(findDifferences(["update A"], ["delete A"]), [
      "missing: update A",
      "not expected: delete A",
    ]);
  });
});

describe("the slowest parts of a verification", () => {
  it("are those of all scenarios, without their totals", () => {
    const scenario = (durations: Record<string, number>) => ({
      ok: true,
      checks: {},
      durations,
      reasons: {},
      calls: {},
    });
    const printed = describeSlowestParts(
      {
        ok: true,
        checks: {},
        durations: {},
        scenarios: {
          one: scenario({ up: 12.34, destroy: 3, total: 90 }),
          other: scenario({ up: 20, total: 95 }),
        },
      },
      2,
    );
    assert.deepEqual(
      printed.split("\n").map((line) => line.trim().split(/ {2,}/)),
      [
        ["scenario", "slowest parts", "time"],
        ["other", "up", "20.0 s"],
        ["one", "up", "12.3 s"],
      ],
    );
  });
});
