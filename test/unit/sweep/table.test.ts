import assert from "node:assert/strict";
import { mergeRows, readRows, writePage } from "../../support/sweep/table";

const row = (cell: string, effect = "updates Api") => `| ${cell} | ${effect} | pass |`;

describe("the page of the sweep", () => {
  const changes = ["host", "tags", "apps"].map((path) => ({ covers: [path] }) as never);
  const write = (rows: Record<string, string[]>) => writePage(rows, { changes, given: new Map() });

  it("keeps the rows of other arguments when some are changed again", () => {
    const before = [row("`host`: a"), row("`host`: b<br>`tags`: c"), row("`apps`: d")];
    const added = [row("`host`: e"), row("`host`: f")];
    assert.deepEqual(mergeRows(before, added), [before[1], before[2], ...added]);
  });

  it("contains the rows that it was written with", () => {
    const rows = { api: [row("`host`: a"), row("`apps`: one \\| two", "**fault**: fails")] };
    assert.deepEqual(readRows(write(rows)), rows);
  });

  it("omits a row with an argument that no longer exists, and lists the others as not run", () => {
    const page = write({ api: [row("`host`: a<br>`former`: b"), row("`tags`: c")] });
    assert.deepEqual(readRows(page), { api: [row("`tags`: c")] });
    assert.match(page, /## Not run yet[^#]*\| `host` \|\n\| `apps` \|\n/);
  });
});
