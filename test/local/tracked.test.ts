import assert from "node:assert/strict";
import type * as model from "../../local/store/model";
import { Store } from "../../local/store/store";
import { clone } from "../../local/store/tracked";
import { existing, instance, rule, securityGroup } from "./world";

describe("tracked records", () => {
  let store: Store;
  let tracked: Store;
  let group: model.SecurityGroup;
  beforeEach(() => {
    store = new Store();
    tracked = store.tracked();
    group = tracked.securityGroups.put(
      securityGroup({ rules: ["a", "b", "c"].map((ruleId) => rule({ ruleId })) }),
    );
    saved();
  });

  /** IDs of the records that the next save would write. */
  function saved(): string[] {
    return store.tables().flatMap(({ table }) => table.takeChanges().written.map(({ id }) => id));
  }
  const stored = () => existing(store.securityGroups.get("sg-1"));

  const changes: [string, () => unknown][] = [
    ["an assignment", () => (group.name = "new")],
    ["Object.assign", () => Object.assign(group, { name: "new" })],
    ["an assignment to a part", () => (existing(group.rules[1]).description = "new")],
    ["push", () => group.rules.push(rule({ ruleId: "d" }))],
    ["splice", () => group.rules.splice(1, 1)],
    ["sort", () => group.rules.sort((one, other) => other.ruleId.localeCompare(one.ruleId))],
    ["a filtered list", () => (group.rules = group.rules.filter(({ ruleId }) => ruleId !== "b"))],
    ["delete", () => Reflect.deleteProperty(group, "description")],
    [
      "a change of the result of find",
      () => (existing(tracked.securityGroups.find(() => true)).name = "new"),
    ],
    ["a change of an item of all", () => (existing(tracked.securityGroups.all()[0]).name = "new")],
    [
      "a change of an item of filter",
      () => (existing(tracked.securityGroups.filter(() => true)[0]).name = "new"),
    ],
    ["put of the same record", () => tracked.securityGroups.put(group)],
  ];
  for (const [what, change] of changes) {
    it(`reports ${what}`, () => {
      change();
      assert.deepEqual(saved(), ["sg-1"]);
      assert.deepEqual(JSON.parse(JSON.stringify(group)), JSON.parse(JSON.stringify(stored())));
    });
  }

  const readings: [string, () => unknown][] = [
    ["reading", () => JSON.stringify(group)],
    ["an assignment of the same value", () => (group.name = String(group.name))],
    ["a copy", () => ({ ...group, name: "new" })],
    ["sorting a copy", () => [...group.rules].sort()],
  ];
  for (const [what, act] of readings) {
    it(`does not report ${what}`, () => {
      act();
      assert.deepEqual(saved(), []);
    });
  }

  it("reports a change of a part that was moved within its record", () => {
    const last = existing(group.rules[2]);
    group.rules = group.rules.filter(({ ruleId }) => ruleId !== "a");
    saved();
    last.description = "new";
    assert.deepEqual(saved(), ["sg-1"]);
    assert.equal(stored().rules[1]?.description, "new");
  });

  it("gives the same object for the same record and part", () => {
    assert.equal(tracked.securityGroups.get("sg-1"), group);
    assert.equal(group.rules[0], group.rules[0]);
    assert.equal(group.rules.indexOf(existing(group.rules[2])), 2);
  });

  it("copies a part of another record", () => {
    const other = tracked.securityGroups.put(securityGroup({ id: "sg-2", rules: group.rules }));
    saved();
    existing(other.rules[0]).description = "new";
    assert.deepEqual(saved(), ["sg-2"]);
    assert.equal(stored().rules[0]?.description, "");
  });

  it("clones parts", () => {
    const copy = clone(existing(group.rules[0]));
    copy.description = "new";
    const outer = clone({ ...group, name: "new" });
    existing(outer.rules[0]).description = "new";
    assert.deepEqual(saved(), []);
    assert.equal(stored().rules[0]?.description, "");
  });

  it("refuses a change of an object that was put, instead of losing it at the next start", () => {
    const made = instance();
    tracked.instances.put(made);
    assert.ok(!Reflect.set(made, "status", "Stopped"));
    assert.ok(!Reflect.set(made.systemDisk, "size", 40));
  });

  it("refuses a change of an object that was assigned, instead of losing it at the next start", () => {
    const added = rule({ ruleId: "d" });
    group.rules.push(added);
    assert.ok(!Reflect.set(added, "description", "new"));
  });

  it("throws for a value that JSON cannot represent", () => {
    assert.throws(() => Object.assign(group, { createdTime: new Date() }), /plain objects/);
  });

  it("does not bring a deleted record back", () => {
    tracked.securityGroups.delete("sg-1");
    group.name = "new";
    assert.deepEqual(saved(), []);
    assert.equal(store.securityGroups.size, 0);
  });

  it("shows the data plane plain records", () => {
    group.name = "new";
    assert.equal(stored().name, "new");
    assert.deepEqual(structuredClone(stored()), stored());
  });
});
