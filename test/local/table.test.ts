import assert from "node:assert/strict";
import { Table } from "../../local/store/table";
import { TableIndex } from "../../local/store/tableIndex";
import { existing } from "./world";

interface Item {
  id: string;
  colour: string;
}

describe("a table", () => {
  let table: Table<Item>;
  let tracked: Table<Item>;
  beforeEach(() => {
    table = new Table();
    tracked = table.tracked();
    for (const id of ["a", "b"]) tracked.put({ id, colour: "red" });
  });

  const paint = (id: string, colour: string): void => {
    existing(tracked.get(id)).colour = colour;
  };

  describe("names the changes since a revision", () => {
    const changesSince = (revision: number) =>
      table.changesSince(revision)?.map(({ record: { id }, isDeletion }) => (isDeletion ? `-${id}` : id));

    it("oldest first", () => {
      const { revision } = table;
      paint("b", "blue");
      tracked.delete("a");
      tracked.put({ id: "a", colour: "red" });
      assert.deepEqual(changesSince(revision), ["b", "-a", "a"]);
    });

    it("with one entry for several changes of a record", () => {
      const { revision } = table;
      for (const colour of ["blue", "green"]) paint("a", colour);
      assert.deepEqual(changesSince(revision), ["a"]);
      assert.deepEqual(changesSince(table.revision - 1), ["a"]);
    });

    it("and none after the last one", () => {
      assert.deepEqual(changesSince(table.revision), []);
    });

    it("unless there were too many", () => {
      const { revision } = table;
      for (let i = 0; i < 5_000; i++) paint(i % 2 === 0 ? "a" : "b", `colour ${i}`);
      assert.equal(changesSince(revision), undefined);
      assert.equal(changesSince(table.revision - 1_000)?.length, 1_000);
    });

    it("unless it had no such revision", () => {
      assert.equal(changesSince(table.revision + 1), undefined);
    });
  });

  describe("has an index that finds", () => {
    let index: TableIndex<Item>;
    beforeEach(() => {
      index = new TableIndex(table, ({ colour }) => [colour]);
      assert.deepEqual(found("red"), ["a", "b"]);
    });
    const found = (colour: string) => [...index.get(colour)].map(({ id }) => id);

    it("a changed record by its new key only", () => {
      paint("a", "blue");
      assert.deepEqual([found("red"), found("blue")], [["b"], ["a"]]);
    });

    it("a new record, and no deleted one", () => {
      tracked.put({ id: "c", colour: "red" });
      tracked.delete("b");
      assert.deepEqual(found("red"), ["a", "c"]);
    });

    it("only keys of records", () => {
      for (const id of ["a", "b"]) paint(id, "blue");
      assert.deepEqual([...index.keys()], ["blue"]);
    });

    it("all records after too many changes", () => {
      for (let i = 0; i < 5_000; i++) paint(i % 2 === 0 ? "a" : "b", `colour ${i}`);
      tracked.put({ id: "c", colour: "colour 4998" });
      assert.deepEqual(found("colour 4998"), ["a", "c"]);
      assert.deepEqual(found("red"), []);
    });
  });
});
