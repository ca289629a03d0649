import assert from "node:assert/strict";
import { callApi, readRefusal } from "../../testing/call";
import type { LocalCloud } from "../../testing/localCloud";
import { EngineStack } from "../support/engineStack";

/** Nginx answers with what it was asked: path and query, and the header that the gateway adds. */
const program = (first: string, second: string) => `
import { VpcApi } from "alicloud-vpc-api";
const api = new VpcApi("shop", {
  network: { zones: 1 },
  balancer: { kind: "none" },
  service: {
    nginxConfig: "server { listen 80; location / { return 200 '$request_method $request_uri $http_x_client'; } }",
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
const open = (path: string, name = "get-open") =>
  `"${name}": { path: "${path}", backend: { path: "/open" } },`;
const other = (path = "/other") => `"get-other": "GET ${path}",`;

describe("routes: mapping, mocks, defaults and prefixes, through the engine", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();
  let served: LocalCloud;
  before(async () => {
    served = await stack.start(program(open("/open"), other()));
    stack.up();
  });
  after(() => stack.remove());

  /** With an AppCode, or without. */
  const answer = async (path: string, auth: "header" | "none" = "header") => {
    const outputs = new Map<string, unknown>(Object.entries(stack.outputs()));
    const host = new URL(String(outputs.get("url"))).hostname;
    const credentials = { appCode: String(outputs.get("appCode")), appKey: "", appSecret: "" };
    const answered = await callApi({ gateway: served.gateway, host, path, auth, credentials });
    const { status, body } = answered;
    return status === 200 ? body.trim() : `${status} ${readRefusal(answered).code}`.trim();
  };

  /** What a preview would do to each route's API, without those that stay. */
  const changes = (): Record<string, string> => {
    const printed = stack.pulumi("preview -s local --json --non-interactive");
    const { steps } = JSON.parse(printed.slice(printed.indexOf("{"), printed.lastIndexOf("}") + 1));
    const apis: { op: string; urn: string }[] = steps.filter(
      ({ op, urn }: { op: string; urn: string }) => op !== "same" && urn.includes("apigateway/api:Api::"),
    );
    return Object.fromEntries(apis.map(({ op, urn }) => [urn.split("::").at(-1), op]));
  };

  it("maps declared and added parameters, and rejects wrong types", async () => {
    assert.equal(await answer("/catalogue/7"), "GET /items/7?size=10&from=gateway 127.0.0.1");
    assert.equal(await answer("/catalogue/7?size=3"), "GET /items/7?size=3&from=gateway 127.0.0.1");
    assert.equal(await answer("/catalogue/seven"), "400 I400IP");
    assert.equal(await answer("/catalogue/7?size=large"), "400 I400IP");
  });

  it("answers with a mock, below a prefix, and anonymously by default", async () => {
    assert.equal(await answer("/mock", "none"), "of no service");
    assert.equal(await answer("/open", "none"), "GET /open");
    assert.equal(await answer("/files/a/b"), "GET /files/a/b");
    assert.equal(await answer("/files/a/b", "none"), "400 A400MA");
  });

  it("does not change, and identifies a route by its name", async () => {
    stack.staysAsItIs();
    stack.program(program(other(), open("/opened")));
    assert.deepEqual(changes(), { "shop-get-open": "update" });
    stack.up();
    assert.equal(await answer("/opened"), "GET /open");
    assert.equal(await answer("/open"), "404 I404NF");
  });

  it("renames a route that keeps its request, and every call passes meanwhile", async () => {
    stack.program(program(other(), open("/opened", "see-open")));
    assert.deepEqual(changes(), { "shop-see-open": "update" });
    const { made, failed } = await stack.upWhileCalling(["/opened"]);
    assert.ok(made > 0);
    assert.deepEqual(failed, []);
    stack.updatesNothing();
  });

  it("rejects exchanged paths, and the path of a removed route, in the preview", () => {
    const refused = (routes: string) => {
      stack.program(program(routes, ""));
      const preview = stack.pulumi("preview -s local --non-interactive", { succeeds: false });
      assert.doesNotMatch(preview, /DuplicateApiPath/);
      return preview;
    };
    const exchanged = refused(other("/opened") + open("/other", "see-open"));
    const problem =
      'routes["get-other"].path: has the request GET /opened, which "see-open" still has during this update.';
    assert.ok(exchanged.includes(problem), exchanged);
    assert.match(
      exchanged,
      /routes\["see-open"\]\.path: has the request GET \/other, .* Run pulumi up twice/,
    );
    const passedOn = refused(other("/opened"));
    assert.ok(passedOn.includes(problem), passedOn);
  });

  it("gives a route the path that another releases", async () => {
    stack.program(program(other("/opened"), open("/moved", "see-open")));
    stack.up();
    assert.equal(await answer("/opened"), "GET /opened");
    assert.equal(await answer("/moved"), "GET /open");
    stack.staysAsItIs();
  });
});
