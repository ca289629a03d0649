import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { controlAccess } from "../../../local/gateway/handlers/accessControl";
import { authenticateBasic } from "../../../local/gateway/handlers/basicAuth";
import { addCorsHeaders } from "../../../local/gateway/handlers/cors";
import { answerPreflight } from "../../../local/gateway/handlers/corsPreflight";
import { controlIp } from "../../../local/gateway/handlers/ipControl";
import { controlTraffic } from "../../../local/gateway/handlers/trafficControl";
import { TrafficCounters } from "../../../local/gateway/traffic";
import type { App } from "../../../local/store/model";
import type { Store } from "../../../local/store/store";
import * as world from "../world";
import { type ContextOptions, refusal, routedContext } from "./context";

/** The tutorial's stack with a plug-in on its API, or on its group. */
function storeWith(type: string, document: unknown, place: "api" | "group" = "api"): Store {
  return addPlugin(world.tutorialStore(), type, document, place);
}

function addPlugin(store: Store, type: string, document: unknown, place: "api" | "group"): Store {
  const id = `${type}-of-${place}`;
  const common = { regionId: world.REGION, createdTime: "", tags: [] };
  store.plugins.put({
    ...common,
    id,
    name: id,
    type,
    data: JSON.stringify(document),
    description: "",
    modifiedTime: "",
  });
  const apiId = place === "api" ? "api-1" : "";
  store.pluginAttachments.put({
    ...common,
    id: `at-${id}`,
    pluginId: id,
    groupId: "group1",
    apiId,
    stage: "RELEASE",
  });
  return store;
}

describe("gateway: throttling plug-in", () => {
  const traffic = new TrafficCounters();
  async function calls(store: Store, times: readonly string[], app?: App): Promise<string[]> {
    const counters = new TrafficCounters();
    const answers: string[] = [];
    for (const time of times) {
      const context = routedContext({ store, now: new Date(`2026-01-01T12:${time}Z`) });
      context.services.traffic = counters;
      context.app = app;
      answers.push((await refusal(controlTraffic, context)).slice(0, 10));
    }
    return answers;
  }

  it("counts in windows of the clock, and says by what it throttles", async () => {
    const store = storeWith("trafficControl", { unit: "MINUTE", apiDefault: 3 });
    assert.deepEqual(await calls(store, ["00:10", "00:20", "00:30", "00:59.999", "01:00"]), [
      "",
      "",
      "",
      "429 T429PA",
      "",
    ]);
    const context = routedContext({ store });
    context.services.traffic = traffic;
    for (let count = 0; count < 3; count++) assert.equal(await refusal(controlTraffic, context), "");
    assert.equal(await refusal(controlTraffic, context), "429 T429PA: Throttled by API Flow Control");
  });

  it("fills up evenly when the unit is a second", async () => {
    const store = storeWith("trafficControl", { unit: "SECOND", apiDefault: 2 });
    assert.deepEqual(await calls(store, ["00:00", "00:00", "00:00.100", "00:00.500", "00:00.600"]), [
      "",
      "",
      "429 T429PA",
      "",
      "429 T429PA",
    ]);
  });

  it("has a limit for each app, and another for single apps", async () => {
    const document = { unit: "HOUR", apiDefault: 3, appDefault: 1 };
    const app = world.existing(world.tutorialStore().apps.get("1100"));
    const times = ["00:00", "00:01", "00:02"];
    assert.deepEqual(await calls(storeWith("trafficControl", document), times, app), [
      "",
      "429 T429PA",
      "429 T429PA",
    ]);
    assert.deepEqual(await calls(storeWith("trafficControl", document), times), ["", "", ""]);
    const specials = [{ type: "APP", policies: [{ key: "1100", value: 2 }] }];
    assert.deepEqual(await calls(storeWith("trafficControl", { ...document, specials }), times, app), [
      "",
      "",
      "429 T429PA",
    ]);
  });

  it("takes the API's own before that of the group, and neither in another stage", async () => {
    const store = storeWith("trafficControl", { unit: "DAY", apiDefault: 1 }, "group");
    assert.deepEqual(await calls(store, ["00:00", "00:01"]), ["", "429 T429PA"]);
    addPlugin(store, "trafficControl", { unit: "DAY", apiDefault: 2 }, "api");
    assert.deepEqual(await calls(store, ["00:00", "00:01", "00:02"]), ["", "", "429 T429PA"]);
    const context = routedContext({ store });
    context.stage = "TEST";
    for (let count = 0; count < 5; count++) assert.equal(await refusal(controlTraffic, context), "");
  });
});

describe("gateway: IP plug-in", () => {
  const cases: [string, unknown, Record<string, string>, string][] = [
    ["refuses the listed", { type: "REFUSE", items: [{ blocks: ["127.0.0.0/8"] }] }, {}, "403 A403IP"],
    ["lets others pass", { type: "REFUSE", items: [{ blocks: ["127.0.0.2"] }] }, {}, ""],
    ["allows the listed", { type: "ALLOW", items: [{ blocks: ["10.0.0.1", "127.0.0.1"] }] }, {}, ""],
    ["allows no others", { type: "ALLOW", items: [{ blocks: ["10.0.0.0/8"] }] }, {}, "403 A403IP"],
    [
      "reads X-Forwarded-For",
      { type: "ALLOW", resource: "XFF:-1", items: [{ blocks: ["10.0.0.9"] }] },
      { "x-forwarded-for": "1.2.3.4, 10.0.0.9" },
      "",
    ],
    [
      "allows nobody without it",
      { type: "ALLOW", resource: "XFF:0", items: [{ blocks: ["127.0.0.1"] }] },
      {},
      "403 A403IP",
    ],
  ];
  for (const [title, document, headers, answer] of cases) {
    it(title, async () => {
      const context = routedContext({ store: storeWith("ipControl", document), headers });
      assert.equal((await refusal(controlIp, context)).slice(0, 10), answer);
    });
  }
});

describe("gateway: CORS plug-in", () => {
  const document = {
    allowOrigins: "https://a.example.com,https://b.example.com",
    allowMethods: "GET,POST",
    allowHeaders: "Authorization",
    exposeHeaders: "X-Ca-Request-Id",
    allowCredentials: true,
    maxAge: 60,
  };
  const preflight = (headers: Record<string, string>): ContextOptions => ({
    store: storeWith("cors", document, "group"),
    method: "OPTIONS",
    headers: { "access-control-request-method": "GET", ...headers },
  });

  it("answers a preflight itself, though there is no API for OPTIONS", async () => {
    const context = routedContext(
      preflight({ origin: "https://b.example.com", "access-control-request-headers": "authorization" }),
    );
    assert.equal(await refusal(answerPreflight, context), "");
    assert.equal(context.response.headersSent, true);
    assert.equal(context.response.statusCode, 200);
  });

  for (const [what, headers] of [
    ["origin", { origin: "https://c.example.com" }],
    ["method", { origin: "https://a.example.com", "access-control-request-method": "GET" }],
    ["header", { origin: "https://a.example.com", "access-control-request-headers": "X-Other" }],
  ] as const) {
    it(`refuses a preflight for another ${what}`, async () => {
      const options = preflight(headers);
      if (what === "method") options.store = storeWith("cors", { ...document, allowMethods: "POST" });
      const answer = await refusal(answerPreflight, routedContext(options));
      assert.match(answer, new RegExp(`^403 A403CO: .*${what}`));
    });
  }

  it("leaves other requests for OPTIONS to the APIs", async () => {
    const context = routedContext({ store: storeWith("cors", document), method: "OPTIONS" });
    assert.equal(await refusal(answerPreflight, context), "");
    assert.equal(context.response.headersSent, false);
  });

  it("lets a page of an allowed origin see the answer, and no other", async () => {
    const headersFor = async (origin: string) => {
      const context = routedContext({ store: storeWith("cors", document), headers: { origin } });
      await refusal(addCorsHeaders, context);
      return context.responseHeaders;
    };
    assert.deepEqual(await headersFor("https://a.example.com"), {
      "access-control-allow-origin": "https://a.example.com",
      vary: "Origin",
      "access-control-allow-credentials": "true",
      "access-control-expose-headers": "X-Ca-Request-Id",
    });
    assert.deepEqual(await headersFor("https://c.example.com"), {});
  });
});

describe("gateway: plug-ins for users and rules", () => {
  it("admits users with their password", async () => {
    const store = storeWith("basicAuth", { users: [{ username: "ann", password: "p:w@1" }] });
    const answer = (text: string) =>
      refusal(
        authenticateBasic,
        routedContext({
          store,
          headers: { authorization: `Basic ${Buffer.from(text).toString("base64")}` },
        }),
      );
    assert.equal(await answer("ann:p:w@1"), "");
    assert.match(await answer("ann:other"), /^401 A401BA: /);
    assert.match(await refusal(authenticateBasic, routedContext({ store })), /^401 A401BA: /);
  });

  it("goes by the first rule that decides", async () => {
    const store = storeWith("accessControl", {
      parameters: { kind: "Token:kind", method: "Method" },
      rules: [
        { name: "admins", condition: "$kind = 'admin'", ifTrue: "ALLOW" },
        {
          name: "readers",
          condition: "$method = 'GET' and not ($kind = null)",
          ifFalse: "DENY",
          statusCode: 451,
          // biome-ignore lint/suspicious/noTemplateCurlyInString: the gateway fills it in
          errorMessage: "no ${kind} may ${method}",
        },
      ],
    });
    const answer = (claims: Record<string, unknown>, method = "GET") => {
      const context = routedContext({ store, method });
      context.claims = claims;
      return refusal(controlAccess, context);
    };
    assert.equal(await answer({ kind: "admin" }, "DELETE"), "");
    assert.equal(await answer({ kind: "guest" }), "");
    assert.equal(await answer({ kind: "guest" }, "DELETE"), "451 A403AC: no guest may DELETE");
    assert.equal(await answer({}), "451 A403AC: no  may GET");
  });
});
