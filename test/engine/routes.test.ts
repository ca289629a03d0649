import assert from "node:assert/strict";
import { refusalOf } from "../../cli/call";
import { EngineStack } from "../support/engineStack";

/** The pages' names show what the gateway asked for; the one under `gateway/` is reached by a constant alone. */
const program = (first: string, second: string) => `
import { VpcApi } from "./components";
const api = new VpcApi("shop", {
  network: { zones: 1 },
  balancer: { kind: "none" },
  service: {
    pages: { "items/7": "item seven", "files/a/b": "file b", open: "open to all" },
  },
  group: { groupName: "shop" },
  defaults: { auth: "anonymous", protocols: ["HTTP", "HTTPS"] },
  routes: {
    "get-item": {
      path: "/catalogue/[id]",
      mode: "mapping",
      parameters: { id: { type: "int", backend: { name: "key" } }, size: { type: "int", default: 10 } },
      constantParameters: { from: { in: "query", value: "gateway" } },
      systemParameters: { CaClientIp: { in: "header", name: "X-Client" } },
      backend: { path: "/items/[key]" },
    },
    ${first}
    ${second}
    "get-mock": { path: "/mock", backend: { mock: { body: "of no service" } } },
    "any-file": { method: "ANY", path: "/files/*", auth: "app" },
  },
  apps: { shop_frontend: {} },
});
export const url = api.urls["get-item"];
export const appCode = api.apps.shop_frontend?.appCode;
`;
const open = (path: string) => `"get-open": { path: "${path}", backend: { path: "/open" } },`;
const other = `"get-other": "GET /other",`;

describe("routes: mapping, mocks, defaults and prefixes, through the engine", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();
  before(async () => {
    await stack.start(program(open("/open"), other));
    stack.up();
  });
  after(() => stack.remove());

  const answer = async (path: string) => {
    const answered = await stack.call(path);
    const { status, body } = answered;
    return status === 200 ? body.trim() : `${status} ${refusalOf(answered).code}`.trim();
  };

  it("maps what is declared, and refuses what is of another type", async () => {
    assert.equal(await answer("/catalogue/7"), "item seven");
    assert.equal(await answer("/catalogue/seven"), "400 I400IP");
    assert.equal(await answer("/catalogue/7?size=large"), "400 I400IP");
  });

  it("answers for a mock, below a prefix, and by default to anybody", async () => {
    assert.equal(await answer("/mock"), "of no service");
    assert.equal(await answer("/files/a/b"), "file b");
    assert.equal(await answer("/open"), "open to all");
  });

  it("stays as it is, and knows a route by its name whatever its place and path", async () => {
    stack.staysAsItIs();
    stack.program(program(other, open("/opened")));
    const shown = stack.up();
    assert.match(shown, /shop-get-open/);
    assert.doesNotMatch(shown, /shop-get-(item|other|mock) .*updat/);
    assert.equal(await answer("/opened"), "open to all");
    assert.equal(await answer("/open"), "404 I404NF");
  });

  it("leaves nothing", async () => assert.equal(await stack.destroy(), 0));
});
