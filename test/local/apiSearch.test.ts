import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

interface Api {
  id: string;
  name: string;
  method: string;
  path: string;
}
type Choice = { drawn: Api[]; others: number; matching: number };

const number = (index: number): string => String(index).padStart(3, "0");

const apis: Api[] = Array.from({ length: 120 }, (_, index) => ({
  id: `id${number(index)}`,
  name: `item-${number(index)}`,
  method: index < 60 ? "GET" : "POST",
  path: `/shop/Items/${number(index)}`,
}));

describe("the search for APIs on the console page", () => {
  let readWords: (text: string) => string[];
  let chooseApis: (apis: Api[], words: string[], isStopped: (api: Api) => boolean) => Choice;
  before(async () => {
    const file = join(__dirname, "../../local/console/page/apiSearch.mjs");
    ({ readWords, chooseApis } = await import(pathToFileURL(file).href));
  });

  const search = (text: string, isStopped: (api: Api) => boolean = () => false) => {
    const { drawn, others, matching } = chooseApis(apis, readWords(text), isStopped);
    return { drawn: drawn.map(({ id }) => id), others, matching };
  };

  for (const [property, text] of Object.entries({
    name: "item-119",
    path: "/shop/Items/119",
    id: "id119",
    "path, in another case": "/SHOP/items/119",
    "method and path, in any order": "  119   post ",
  })) {
    it(`finds an API that is not among the first 50 by its ${property}`, () => {
      assert.deepEqual(search(text), { drawn: ["id119"], others: 119, matching: 0 });
    });
  }

  it("finds only APIs with all words", () => {
    assert.deepEqual(search("get 119"), { drawn: [], others: 120, matching: 0 });
  });

  it("draws at most 50 of the APIs that match, and counts the others", () => {
    const { drawn, ...counts } = search("post");
    assert.deepEqual(
      drawn,
      apis.slice(60, 110).map(({ id }) => id),
    );
    assert.deepEqual(counts, { others: 70, matching: 10 });
  });

  it("draws APIs with a stopped way first if not all are drawn", () => {
    const { drawn } = search("post", ({ id }) => id === "id119");
    assert.deepEqual([drawn[0], drawn[1]], ["id119", "id060"]);
  });

  it("keeps the order if all APIs that match are drawn", () => {
    const { drawn } = search("items/11", ({ id }) => id === "id119");
    assert.deepEqual(drawn.at(-1), "id119");
  });

  it("draws the first 50 without words", () => {
    const { drawn, ...counts } = search(" ");
    assert.equal(drawn.at(-1), "id049");
    assert.deepEqual(counts, { others: 70, matching: 70 });
  });
});
