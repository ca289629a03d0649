import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { GatewayContext } from "../../../local/gateway/context";
import { readBody } from "../../../local/gateway/handlers/body";
import { composeBackendCall } from "../../../local/gateway/handlers/compose";
import type { ApiDefinition, RequestParameter } from "../../../local/store/model";
import * as world from "../world";
import { type ContextOptions, refusal, routedContext } from "./context";

type Mode = ApiDefinition["request"]["mode"];

const declared = (apiParameterName: string, location: string, changes: Partial<RequestParameter> = {}) => ({
  apiParameterName,
  location,
  parameterType: "String",
  required: "OPTIONAL",
  defaultValue: "",
  description: "",
  ...changes,
});
const service = (serviceParameterName: string, location: string) => ({
  serviceParameterName,
  location,
  parameterType: "String",
  parameterCatalog: "REQUEST",
});

function definitionOf(mode: Mode, path: string, backendPath: string, changes: Partial<ApiDefinition> = {}) {
  const { request, service: backend } = world.definition();
  return {
    request: { ...request, mode, path },
    service: { ...backend, path: backendPath, method: "ANY" },
    ...changes,
  };
}

async function compose(
  options: ContextOptions & { pathParameters?: Record<string, string> },
  changes: Partial<ApiDefinition>,
): Promise<{ refused: string; call: NonNullable<GatewayContext["call"]> }> {
  const context = routedContext(options, changes);
  context.pathParameters = options.pathParameters ?? {};
  const refused = await refusal(composeBackendCall, context);
  const none = { method: "", target: "", headers: {}, body: Buffer.alloc(0) };
  return { refused, call: context.call ?? none };
}

describe("gateway: pass-through", () => {
  it("passes query, headers and body as they came, without what belongs to the connection", async () => {
    const { call } = await compose(
      {
        method: "POST",
        target: "/nginx?a=1&a=2&%c3=x",
        body: "raw",
        headers: {
          connection: "keep-alive, x-mine",
          "x-mine": "1",
          te: "trailers",
          "x-other": "2",
          "content-type": "text/plain",
          "x-forwarded-for": "203.0.113.9",
          "x-ca-api-gateway": "forged",
        },
      },
      definitionOf("PASSTHROUGH", "/nginx", "/"),
    );
    assert.equal(call.method, "POST");
    assert.equal(call.target, "/?a=1&a=2&%c3=x");
    assert.equal(call.body.toString(), "raw");
    assert.deepEqual(call.headers, {
      "x-other": "2",
      "content-type": "text/plain",
      "content-length": "3",
      "x-forwarded-for": "203.0.113.9, 127.0.0.1",
      "x-ca-api-gateway": "REQUEST-ID",
    });
  });

  it("asks the back end with the method of the definition", async () => {
    const { call } = await compose({ method: "HEAD" }, {});
    assert.equal(call.method, "GET");
  });

  it("maps path parameters and what a wildcard took", async () => {
    const mapped = await compose(
      { pathParameters: { id: "a%20b" } },
      definitionOf("PASSTHROUGH", "/user/[id]", "/people/[person]", {
        requestParameters: [declared("id", "Path")],
        serviceParameters: [service("person", "Path")],
        serviceParametersMap: [{ requestParameterName: "id", serviceParameterName: "person" }],
      }),
    );
    assert.equal(mapped.call.target, "/people/a%20b");
    const wild = await compose(
      { pathParameters: { "*": "x/y$&" } },
      definitionOf("PASSTHROUGH", "/a/*", "/b/*"),
    );
    assert.equal(wild.call.target, "/b/x/y$&");
    const own = await compose({ pathParameters: { id: "7" } }, definitionOf("PASSTHROUGH", "/user/[id]", ""));
    assert.equal(own.call.target, "/user/7");
    const absent = await compose({}, definitionOf("PASSTHROUGH", "/a", "/[nobody]"));
    assert.match(absent.refused, /^500 X500AM: .*\[nobody\] of the back end's path has no value/);
  });

  it("adds constant and system parameters", async () => {
    const { call } = await compose(
      { target: "/nginx?a=1", headers: { "user-agent": "curl/8" } },
      definitionOf("PASSTHROUGH", "/nginx", "/", {
        constantParameters: [
          { serviceParameterName: "c", location: "Query", constantValue: "x y", description: "" },
          { serviceParameterName: "X-Const", location: "Head", constantValue: "1", description: "" },
        ],
        systemParameters: [
          { parameterName: "CaClientIp", serviceParameterName: "ip", location: "Query", description: "" },
          { parameterName: "CaAppId", serviceParameterName: "X-App", location: "Head", description: "" },
          {
            parameterName: "CaRequestHandleTime",
            serviceParameterName: "at",
            location: "Query",
            description: "",
          },
        ],
      }),
    );
    assert.equal(call.target, "/?a=1&c=x%20y&ip=127.0.0.1&at=2026-01-01T12%3A00%3A00Z");
    assert.equal(call.headers["x-const"], "1");
    assert.equal(call.headers["x-app"], "null");
  });

  it("names a system parameter that does not exist", async () => {
    const { refused } = await compose(
      {},
      {
        systemParameters: [
          { parameterName: "CaMoon", serviceParameterName: "m", location: "Query", description: "" },
        ],
      },
    );
    assert.match(refused, /X500AM: .*CaMoon/);
  });
});

describe("gateway: mapping", () => {
  const parameters: Partial<ApiDefinition> = {
    requestParameters: [
      declared("q", "Query", { required: "REQUIRED" }),
      declared("n", "Query", { parameterType: "Int", defaultValue: "5" }),
      declared("X-In", "Head"),
      declared("field", "Body"),
    ],
    serviceParameters: [
      service("query", "Query"),
      service("n", "Head"),
      service("X-Out", "Head"),
      service("field", "Body"),
    ],
    serviceParametersMap: [
      { requestParameterName: "q", serviceParameterName: "query" },
      { requestParameterName: "n", serviceParameterName: "n" },
      { requestParameterName: "X-In", serviceParameterName: "X-Out" },
      { requestParameterName: "field", serviceParameterName: "field" },
    ],
  };
  const request = {
    method: "POST",
    target: "/m?q=1&unknown=2",
    headers: { "x-in": "3", "x-unknown": "4", "content-type": "application/x-www-form-urlencoded" },
    body: "field=5&other=6",
  };

  it("carries a value from one place to another: decoded from a path, as UTF-8 in a header", async () => {
    const place = (location: string) =>
      compose(
        { target: "/users/a%20b%C3%A9?q=%E4%BD%A0", pathParameters: { id: "a%20b%C3%A9" } },
        definitionOf("MAPPING", "/users/[id]", location === "Path" ? "/u/[to]" : "/u", {
          requestParameters: [declared("id", "Path")],
          serviceParameters: [service("to", location)],
          serviceParametersMap: [{ requestParameterName: "id", serviceParameterName: "to" }],
        }),
      );
    assert.equal((await place("Query")).call.target, "/u?to=a%20b%C3%A9");
    assert.equal((await place("Path")).call.target, "/u/a%20b%C3%A9");
    assert.equal(Buffer.from(String((await place("Head")).call.headers.to), "latin1").toString(), "a bé");
  });

  it("refuses a value that no header can carry", async () => {
    const { refused } = await compose(
      { target: "/nginx?q=%0d%0aX:%20y" },
      definitionOf("MAPPING", "/nginx", "/", {
        requestParameters: [declared("q", "Query")],
        serviceParameters: [service("q", "Head")],
        serviceParametersMap: [],
      }),
    );
    assert.match(refused, /I400IP/);
  });

  it("passes declared parameters only, in their places, with their defaults", async () => {
    const { call } = await compose(request, definitionOf("MAPPING", "/m", "/b", parameters));
    assert.equal(call.target, "/b?query=1");
    assert.equal(call.headers.n, "5");
    assert.equal(call.headers["x-out"], "3");
    assert.equal(call.headers["x-in"], undefined);
    assert.equal(call.headers["x-unknown"], undefined);
    assert.equal(call.body.toString(), "field=5");
    assert.equal(call.headers["content-length"], "7");
  });

  it("passes unknown ones as well with MAPPING_PASSTHROUGH", async () => {
    const { call } = await compose(request, definitionOf("MAPPING_PASSTHROUGH", "/m", "/b", parameters));
    assert.equal(call.target, "/b?unknown=2&query=1");
    assert.equal(call.headers["x-unknown"], "4");
    assert.equal(call.headers["x-in"], undefined);
    assert.equal(call.body.toString(), "other=6&field=5");
  });

  it("refuses a missing or mistyped parameter by name", async () => {
    const mapping = definitionOf("MAPPING", "/m", "/b", parameters);
    assert.equal(
      (await compose({ ...request, target: "/m" }, mapping)).refused,
      "400 I400MP: Parameter `q` is Required",
    );
    const mistyped = await compose({ ...request, target: "/m?q=1&n=x" }, mapping);
    assert.equal(mistyped.refused, "400 I400IP: Invalid Parameter `n` is not of type Int");
  });

  it("passes everything when nothing is declared, and a stream as it is", async () => {
    const bare = await compose(request, definitionOf("MAPPING", "/m", "/b"));
    assert.equal(bare.call.target, "/b?q=1&unknown=2");
    assert.equal(bare.call.body.toString(), request.body);
    const { request: front } = definitionOf("MAPPING", "/m", "/b");
    const stream = await compose(
      { method: "POST", target: "/m", body: "{}", headers: { "content-type": "application/json" } },
      {
        ...definitionOf("MAPPING", "/m", "/b"),
        request: { ...front, bodyFormat: "STREAM" },
        requestParameters: [declared("q", "Query")],
      },
    );
    assert.equal(stream.call.body.toString(), "{}");
    assert.equal(stream.call.headers["content-type"], "application/json");
  });
});

describe("gateway: body", () => {
  it("is refused over the limit, declared or not", async () => {
    const limits = { bodyBytes: 3 };
    assert.equal(await refusal(readBody, routedContext({ body: "123", limits })), "");
    const over = "413 I413RL: Request body too Large";
    assert.equal(await refusal(readBody, routedContext({ body: "1234", limits })), over);
    const declaredLength = routedContext({ headers: { "content-length": "4" }, limits });
    assert.equal(await refusal(readBody, declaredLength), over);
  });
});
