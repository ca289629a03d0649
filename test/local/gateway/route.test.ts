import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { checkProtocol } from "../../../local/gateway/handlers/protocol";
import { findApi } from "../../../local/gateway/handlers/route";
import { joinPaths } from "../../../local/gateway/paths";
import { RouteTable } from "../../../local/gateway/routeTable";
import * as world from "../world";
import { type ContextOptions, createContext, refusal, routedContext } from "./context";

function published(routes: Record<string, [method: string, path: string]>, basePath = "/") {
  const store = world.tutorialStore();
  store.apis.delete("api-1");
  world.existing(store.apiGroups.get("group1")).basePath = basePath;
  for (const [id, [method, path]] of Object.entries(routes)) {
    const { request } = world.definition();
    world.publish(store, id, world.definition({ request: { ...request, method, path } }));
  }
  return store;
}

async function route(options: ContextOptions): Promise<string> {
  const context = createContext(options);
  context.group = world.existing(context.services.store.apiGroups.get("group1"));
  context.stage = "RELEASE";
  const refused = await refusal(findApi, context);
  return refused || `${context.api?.id} ${JSON.stringify(context.pathParameters)}`;
}

describe("gateway: paths", () => {
  for (const [pattern, path, values] of [
    ["/nginx", "/nginx", {}],
    ["/nginx", "/Nginx", undefined],
    ["/nginx", "/nginx/", undefined],
    ["/", "/", {}],
    ["/a b", "/a%20b", {}],
    ["/user/[id]", "/user/7", { id: "7" }],
    ["/user/[id]", "/user/", undefined],
    ["/user/[id]", "/user/7/x", undefined],
    ["/[a]/[b]", "/1/2%2F3", { a: "1", b: "2%2F3" }],
    ["/[root]/*", "/x/y/z", { root: "x", "*": "y/z" }],
    ["/root/*", "/root", undefined],
    ["/*", "/any/thing", { "*": "any/thing" }],
  ] as const) {
    it(`${pattern} ${values ? "takes" : "does not take"} ${path}`, () => {
      assert.deepEqual(new RouteTable([{ pattern, method: "GET" }]).find("GET", path)?.values, values);
    });
  }

  it("joins base path and path", () => {
    assert.equal(joinPaths("/", "/nginx"), "/nginx");
    assert.equal(joinPaths("/test", "/nginx"), "/test/nginx");
    assert.equal(joinPaths("/test/", "/"), "/test/");
  });

  describe("of which several match", () => {
    const patterns = ["/*", "/[a]/*", "/[a]", "/x/*", "/x", "/x/[b]", "/x/y", "/[a]/z"];
    const table = new RouteTable(patterns.map((pattern) => ({ pattern, method: "GET" })));
    for (const [path, pattern] of [
      ["/x/y", "/x/y"],
      ["/x/z", "/x/[b]"],
      ["/x/", "/x/*"],
      ["/x/y/z", "/x/*"],
      ["/x", "/x"],
      ["/y", "/[a]"],
      ["/y/z", "/[a]/z"],
      ["/y/a", "/[a]/*"],
      ["/", undefined],
    ] as const) {
      it(`${path} leads to ${pattern ?? "none"}`, () => {
        assert.equal(table.find("GET", path)?.route.pattern, pattern);
      });
    }
  });
});

describe("gateway: route", () => {
  const store = published({
    wild: ["GET", "/*"],
    param: ["GET", "/user/[id]"],
    literal: ["GET", "/user/me"],
    any: ["ANY", "/user/me"],
  });

  it("finds the most specific API of the method", async () => {
    assert.equal(await route({ store, target: "/user/me?x=1" }), "literal {}");
    assert.equal(await route({ store, target: "/user/me", method: "POST" }), "any {}");
    assert.equal(await route({ store, target: "/user/7" }), 'param {"id":"7"}');
    assert.equal(await route({ store, target: "/else" }), 'wild {"*":"else"}');
  });

  it("takes the group's base path for the beginning", async () => {
    const based = published({ a: ["GET", "/nginx"] }, "/v1");
    assert.equal(await route({ store: based, target: "/v1/nginx" }), "a {}");
    assert.equal(
      await route({ store: based, target: "/nginx" }),
      "404 I404NF: API not found with `GET /nginx`",
    );
  });

  it("does not find another method, an unpublished definition or another stage", async () => {
    assert.equal(await route({ method: "POST" }), "404 I404NF: API not found with `POST /nginx`");
    const edited = world.tutorialStore();
    const api = world.existing(edited.tracked().apis.get("api-1"));
    api.definition = world.definition({ request: { ...api.definition.request, path: "/edited" } });
    assert.equal(
      await route({ store: edited, target: "/edited" }),
      "404 I404NF: API not found with `GET /edited`",
    );
    assert.equal(await route({ store: edited }), "api-1 {}");
    world.existing(api.deployments[0]).status = "OFFLINE";
    assert.equal(await route({ store: edited }), "404 I404NF: API not found with `GET /nginx`");
    const tested = world.tutorialStore();
    world.existing(world.existing(tested.apis.get("api-1")).deployments[0]).stage = "TEST";
    assert.equal(await route({ store: tested }), "404 I404NF: API not found with `GET /nginx`");
  });
});

describe("gateway: protocol", () => {
  const request = world.definition().request;

  it("refuses what the API is not open to", async () => {
    const httpsOnly = { request: { ...request, protocol: "HTTPS" } };
    assert.equal(
      await refusal(checkProtocol, routedContext({}, httpsOnly)),
      "403 I403PT: Invalid protocol HTTP unsupported",
    );
    assert.equal(await refusal(checkProtocol, routedContext({ tls: true }, httpsOnly)), "");
    const httpOnly = { request: { ...request, protocol: "HTTP" } };
    assert.match(
      await refusal(checkProtocol, routedContext({ tls: true }, httpOnly)),
      /I403PT: Invalid protocol HTTPS/,
    );
  });

  it("refuses the public domain to an API without Internet access", async () => {
    const context = routedContext({}, { disableInternet: true });
    assert.equal(await refusal(checkProtocol, context), "");
    context.bySecondLevelDomain = true;
    assert.match(await refusal(checkProtocol, context), /^403 A403IN/);
  });
});
