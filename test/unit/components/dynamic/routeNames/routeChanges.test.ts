import assert from "node:assert/strict";
import fc from "fast-check";
import { planRouteChanges, type Requests } from "../../../../../components/dynamic/routeNames/routeChanges";

describe("the change from one set of routes to another", () => {
  it("renames a route that keeps its request", () => {
    const { renamed, conflicts } = planRouteChanges(
      { "get-a": "GET /a", "get-c": "GET /c" },
      { "get-a": "GET /a", "see-c": "GET /c" },
      {},
    );
    assert.deepEqual([renamed, conflicts], [{ "see-c": "get-c" }, {}]);
  });

  it("keeps a rename until the former name is used again", () => {
    const known = { "see-c": "get-c" };
    assert.deepEqual(planRouteChanges({ "see-c": "GET /c" }, { "see-c": "GET /c" }, known).renamed, known);
    const again = planRouteChanges({ "see-c": "GET /c" }, { "see-c": "GET /c", "get-c": "GET /d" }, known);
    assert.deepEqual(again.renamed, {});
  });

  it("first changes the route whose path another route gets", () => {
    const { after, conflicts } = planRouteChanges(
      { "get-a": "GET /a", "get-b": "GET /b" },
      { "get-a": "GET /b", "get-b": "GET /c" },
      {},
    );
    assert.deepEqual([after, conflicts], [{ "get-a": "get-b" }, {}]);
  });

  it("rejects exchanges of two and three paths, and the path of a removed route", () => {
    const refused = (before: Requests, wanted: Requests) => planRouteChanges(before, wanted, {}).conflicts;
    assert.deepEqual(refused({ a: "GET /a", b: "GET /b" }, { a: "GET /b", b: "GET /a" }), {
      a: 'has the request GET /b, which "b" still has during this update. Run pulumi up twice: first with another path for "a", then with this one.',
      b: 'has the request GET /a, which "a" still has during this update. Run pulumi up twice: first with another path for "b", then with this one.',
    });
    const three = { a: "GET /a", b: "GET /b", c: "GET /c" };
    assert.deepEqual(Object.keys(refused(three, { a: "GET /b", b: "GET /c", c: "GET /a" })), ["a", "b", "c"]);
    assert.deepEqual(refused({ a: "GET /a", b: "GET /b" }, { a: "GET /b" }), {
      a: 'has the request GET /b, which "b" still has during this update. Run pulumi up twice: first without "b", then with "a" as it is now.',
    });
  });

  it("never lets two APIs have the same request, in any order", () => {
    const requests = fc.dictionary(
      fc.constantFrom(..."abcdef"),
      fc.constantFrom(..."123456").map((path) => `GET /${path}`),
    );
    const distinct = requests.filter(
      (routes) => new Set(Object.values(routes)).size === Object.keys(routes).length,
    );
    const order = fc.shuffledSubarray([..."abcdef"], { minLength: 6 });
    fc.assert(
      fc.property(distinct, distinct, order, (before, wanted, first) => {
        const { renamed, after, conflicts } = planRouteChanges(before, wanted, {});
        if (Object.keys(conflicts).length > 0) return;
        // As the engine does it: what waits for another comes after it, deletions come last.
        const apis = new Map(Object.entries(before));
        const done = new Set<string>();
        const change = (name: string): void => {
          const request = wanted[name];
          if (request === undefined || done.has(name)) return;
          done.add(name);
          if (after[name] !== undefined) change(after[name]);
          const former = renamed[name];
          if (former !== undefined) apis.delete(former);
          for (const [other, had] of apis)
            assert.ok(other === name || had !== request, `${other} has ${had}`);
          apis.set(name, request);
        };
        first.forEach(change);
      }),
    );
  });
});
