import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { requestValue } from "../../../local/gateway/values";
import { callApi } from "../../../testing/call";
import * as world from "../world";
import { closeAll, echo, gatewayTo, listening, type Setup } from "./backEnd";
import { createContext, NOW } from "./context";

const form = "application/x-www-form-urlencoded; charset=UTF-8";
const timestamp = String(NOW.getTime());

/** Values as bytes in UTF-8, of which Node sends a character for each. */
const inBytes = (text: string): string => Buffer.from(text).toString("latin1");

/** What a client sends, and the text that it signs. */
interface ClientCall {
  method?: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
  signs: string[];
  by?: "HmacSHA1";
}

/** Facts of published clients. Lower case or not, order and encoding are those of the client. */
const accepted: Readonly<Record<string, ClientCall>> = {
  "Java, sdk-core-java 1.1.7: a path parameter is signed before it is encoded": {
    path: "/any/a%20b/%E6%9D%AD%E5%B7%9E",
    headers: { accept: "application/json", "x-ca-key": world.APP_KEY, "x-ca-signature-headers": "x-ca-key" },
    signs: ["GET", "application/json", "", "", "", `x-ca-key:${world.APP_KEY}`, "/any/a b/杭州"],
  },
  "Java: a signed header has UTF-8": {
    path: "/any/a",
    headers: {
      accept: "application/json",
      "x-ca-key": world.APP_KEY,
      "x-ca-tenant": inBytes("杭州"),
      "x-ca-signature-headers": "x-ca-key,x-ca-tenant",
    },
    signs: ["GET", "application/json", "", "", "", `x-ca-key:${world.APP_KEY}`, "x-ca-tenant:杭州", "/any/a"],
  },
  "Java: the names of the headers are in the order of a hash map, their lines in that of the alphabet": {
    path: "/any/a",
    headers: {
      "x-ca-timestamp": timestamp,
      "x-ca-nonce": "n-1",
      "x-ca-key": world.APP_KEY,
      "x-ca-signature-headers": "x-ca-timestamp,x-ca-key,x-ca-nonce",
    },
    signs: [
      "GET",
      "",
      "",
      "",
      "",
      `x-ca-key:${world.APP_KEY}`,
      "x-ca-nonce:n-1",
      `x-ca-timestamp:${timestamp}`,
      "/any/a",
    ],
  },
  "Java: the first of several values of a name is signed": {
    path: "/any/a?a=1&a=2&b=3",
    headers: { "x-ca-key": world.APP_KEY, "x-ca-signature-headers": "x-ca-key" },
    signs: ["GET", "", "", "", "", `x-ca-key:${world.APP_KEY}`, "/any/a?a=1&b=3"],
  },
  "Java, PHP, Python and Node.js: a form's field is signed in place of a parameter in the query": {
    method: "POST",
    path: "/any/a?same=query&q=1",
    headers: { "content-type": form, "X-Ca-Key": world.APP_KEY, "X-Ca-Signature-Headers": "X-Ca-Key" },
    body: "same=form&z=",
    signs: ["POST", "", "", form, "", `X-Ca-Key:${world.APP_KEY}`, "/any/a?q=1&same=form&z"],
  },
  "Java and Android: HmacSHA1 with a date": {
    path: "/any/a",
    headers: {
      accept: "application/json; charset=utf-8",
      date: "Thu, 01 Jan 2026 12:00:00 GMT",
      "x-ca-key": world.APP_KEY,
      "x-ca-signature-method": "HmacSHA1",
      "x-ca-signature-headers": "x-ca-key,x-ca-signature-method",
    },
    signs: [
      ...["GET", "application/json; charset=utf-8", "", "", "Thu, 01 Jan 2026 12:00:00 GMT"],
      ...[`x-ca-key:${world.APP_KEY}`, "x-ca-signature-method:HmacSHA1", "/any/a"],
    ],
    by: "HmacSHA1",
  },
  "Python: the query is signed as it is sent": {
    path: "/any/a?q=%E6%9D%AD+x&a=b%20c",
    headers: { "X-Ca-Key": world.APP_KEY, "X-Ca-Signature-Headers": "X-Ca-Key" },
    signs: ["GET", "", "", "", "", `X-Ca-Key:${world.APP_KEY}`, "/any/a?a=b%20c&q=%E6%9D%AD+x"],
  },
  "Python and Node.js: the path is signed as it is sent": {
    path: "/any/a%20b",
    headers: { "X-Ca-Key": world.APP_KEY, "X-Ca-Signature-Headers": "X-Ca-Key" },
    signs: ["GET", "", "", "", "", `X-Ca-Key:${world.APP_KEY}`, "/any/a%20b"],
  },
  "PHP without headers to sign: there is no line for a header": {
    path: "/any/a",
    headers: { Accept: "*/*", "X-Ca-Key": world.APP_KEY },
    signs: ["GET", "*/*", "", "", "", "/any/a"],
  },
  "the documentation: without a list of headers X-Ca-Key is signed": {
    path: "/any/a",
    headers: { "X-Ca-Key": world.APP_KEY },
    signs: ["GET", "", "", "", "", `X-Ca-Key:${world.APP_KEY}`, "/any/a"],
  },
  "PHP and .NET: a signed header without a value keeps its colon": {
    path: "/any/a",
    headers: { "X-Ca-Empty": "", "X-Ca-Key": world.APP_KEY, "X-Ca-Signature-Headers": "X-Ca-Empty,X-Ca-Key" },
    signs: ["GET", "", "", "", "", "X-Ca-Empty:", `X-Ca-Key:${world.APP_KEY}`, "/any/a"],
  },
  ".NET: names are in ordinal order, capital letters first, and keys without a value have no sign": {
    path: "/any/a?b=2&B=1&a1=&A-1=x&_=0",
    headers: {
      "Z-Own": "z",
      "X-Ca-Key": world.APP_KEY,
      a: "1",
      "X-Ca-Signature-Headers": "X-Ca-Key,Z-Own,a",
    },
    signs: [
      "GET",
      "",
      "",
      "",
      "",
      `X-Ca-Key:${world.APP_KEY}`,
      "Z-Own:z",
      "a:1",
      "/any/a?A-1=x&B=1&_=0&a1&b=2",
    ],
  },
  "Go: values of the query are signed decoded": {
    path: "/any/a?q=a%20b%26c&w=%25",
    headers: { accept: "*/*", "x-ca-key": world.APP_KEY, "x-ca-signature-headers": "x-ca-key" },
    signs: ["GET", "*/*", "", "", "", `x-ca-key:${world.APP_KEY}`, "/any/a?q=a b&c&w=%"],
  },
  "Node.js: a signed header has Latin-1, as its HTTP module sends it": {
    path: "/any/a",
    headers: { "x-ca-key": world.APP_KEY, "x-ca-who": "é", "x-ca-signature-headers": "x-ca-key,x-ca-who" },
    signs: ["GET", "", "", "", "", `x-ca-key:${world.APP_KEY}`, "x-ca-who:é", "/any/a"],
  },
};

const open: Partial<Setup> = {
  definition: {
    authType: "APP",
    allowSignatureMethod: "HmacSHA1,HmacSHA256",
    request: { ...world.definition().request, method: "ANY", path: "/any/*" },
    service: { ...world.definition().service, method: "ANY", path: "/*" },
  },
};

describe("gateway: signatures of published clients", () => {
  let call: Awaited<ReturnType<typeof gatewayTo>>["call"];
  before(async () => {
    ({ call } = await gatewayTo({ port: await listening(createServer(echo)), ...open }));
  });
  after(closeAll);

  const send = ({ method, path, headers, body, signs, by }: ClientCall) => {
    const hmac = createHmac(by === "HmacSHA1" ? "sha1" : "sha256", world.APP_SECRET);
    const signature = hmac.update(signs.join("\n"), "utf8").digest("base64");
    return call({
      ...(method && { method }),
      path,
      headers: { ...headers, "X-Ca-Signature": signature },
      ...(body && { body }),
    });
  };

  for (const [what, one] of Object.entries(accepted)) {
    it(`takes ${what}`, async () => {
      const { status, headers } = await send(one);
      assert.equal(status, 200, String(headers["x-ca-error-message"]));
    });
  }

  it("refuses a query's value where a form has the name", async () => {
    const one =
      accepted[
        "Java, PHP, Python and Node.js: a form's field is signed in place of a parameter in the query"
      ];
    assert.ok(one);
    const signs = [...one.signs.slice(0, -1), "/any/a?q=1&same=query&z"];
    assert.equal((await send({ ...one, signs })).status, 403);
  });

  it("answers a wrong signature with the documented text, its header values in UTF-8", async () => {
    const headers = {
      "x-ca-key": world.APP_KEY,
      "x-ca-who": inBytes("杭州"),
      "x-ca-signature-headers": "x-ca-key,x-ca-who",
    };
    const answer = await send({ path: "/any/a%20b", headers, signs: ["wrong"] });
    assert.equal(answer.status, 403);
    const message = Buffer.from(String(answer.headers["x-ca-error-message"]), "latin1").toString("utf8");
    assert.match(message, /StringToSign:GET#####x-ca-key:\d+#x-ca-who:杭州#\/any\/a%20b$/);
  });
});

describe("gateway: header values in UTF-8", () => {
  afterEach(closeAll);

  const mapped: Setup["definition"] = {
    requestParameters: [
      {
        ...{
          apiParameterName: "x-tenant",
          location: "HEAD",
          parameterType: "String",
          required: "OPTIONAL",
        },
        ...{ defaultValue: "", demoValue: "", description: "", docOrder: 0, docShow: "" },
      },
    ],
    serviceParameters: [
      {
        serviceParameterName: "x-mapped",
        location: "HEAD",
        parameterType: "String",
        parameterCatalog: "REQUEST",
      },
    ],
    serviceParametersMap: [{ serviceParameterName: "x-mapped", requestParameterName: "x-tenant" }],
    request: { ...world.definition().request, mode: "MAPPING" },
  };
  for (const [mode, definition] of [
    ["passed through", {}],
    ["mapped", mapped],
  ] as const) {
    it(`reach the back end as the same bytes when they are ${mode}`, async () => {
      const { call } = await gatewayTo({ port: await listening(createServer(echo)), definition });
      const { body } = await call({
        headers: { "x-tenant": inBytes("杭州"), "x-forwarded-for": inBytes("é") },
      });
      const { headers } = JSON.parse(body);
      const value = headers["x-mapped"] ?? headers["x-tenant"];
      assert.equal(Buffer.from(value, "latin1").toString("utf8"), "杭州");
      assert.equal(Buffer.from(headers["x-forwarded-for"], "latin1").toString("utf8").split(",")[0], "é");
    });
  }

  it("are what conditions of plug-ins and the access log see", () => {
    const context = createContext({ headers: { "x-tenant": inBytes("杭州"), "x-latin": "é" } });
    assert.equal(requestValue(context, { kind: "Header", name: "x-tenant" }), "杭州");
    assert.equal(requestValue(context, { kind: "Header", name: "x-latin" }), "é");
    assert.equal(context.header("X-Tenant"), "杭州");
  });

  for (const auth of ["header", "signed"] as const) {
    it(`are sent by the calls of alicloud-vpc-api-testing with auth "${auth}"`, async () => {
      const { front } = await gatewayTo({
        port: await listening(createServer(echo)),
        ...open,
        clock: () => new Date(),
      });
      const credentials = { appCode: world.APP_CODE, appKey: world.APP_KEY, appSecret: world.APP_SECRET };
      const { status, body } = await callApi({
        ...{
          gateway: `127.0.0.1:${front}`,
          host: world.HOST,
          path: "/any/a%20b?q=%E6%9D%AD",
          auth,
          credentials,
        },
        headers: { "x-tenant": "杭州" },
      });
      assert.equal(status, 200);
      assert.equal(Buffer.from(JSON.parse(body).headers["x-tenant"], "latin1").toString("utf8"), "杭州");
    });
  }
});
