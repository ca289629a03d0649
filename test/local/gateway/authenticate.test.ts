import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { describe, it } from "mocha";
import { headerText } from "../../../local/gateway/errors";
import { authenticate } from "../../../local/gateway/handlers/authenticate";
import { stringToSign } from "../../../local/gateway/signature";
import type { ApiDefinition } from "../../../local/store/model";
import * as world from "../world";
import { type ContextOptions, NOW, refusal, routedContext } from "./context";

const byHeader = (code: string) => ({ headers: { authorization: `APPCODE ${code}` } });
const byQuery = (code: string) => ({ target: `/nginx?AppCode=${code}` });

/** Who called, or the refusal. */
async function caller(options: ContextOptions, changes: Partial<ApiDefinition> = {}): Promise<string> {
  const context = routedContext(options, changes);
  return (await refusal(authenticate, context)) || (context.app?.id ?? "anonymous");
}

describe("gateway: AppCode", () => {
  const need = "400 A400MA: Need authorization, ";
  const cases: { setting: ApiDefinition["appCodeAuthType"]; header: string; query: string }[] = [
    { setting: "HEADER_QUERY", header: "1100", query: "1100" },
    {
      setting: "HEADER",
      header: "1100",
      query: `${need}\`X-Ca-Key\` or \`Authorization: APPCODE ...\` is required`,
    },
    {
      setting: "DISABLE",
      header: `${need}\`X-Ca-Key\` is required`,
      query: `${need}\`X-Ca-Key\` is required`,
    },
    // The group of the tests says HEADER.
    {
      setting: "DEFAULT",
      header: "1100",
      query: `${need}\`X-Ca-Key\` or \`Authorization: APPCODE ...\` is required`,
    },
  ];
  for (const { setting, header, query } of cases) {
    it(`is taken where ${setting} says`, async () => {
      const changes = { appCodeAuthType: setting };
      assert.equal(await caller(byHeader(world.APP_CODE), changes), header);
      assert.equal(await caller(byQuery(world.APP_CODE), changes), query);
    });
  }

  it("is identified by its scheme in any case, not by another scheme", async () => {
    assert.equal(await caller({ headers: { authorization: `AppCode ${world.APP_CODE}` } }), "1100");
    assert.match(await caller({ headers: { authorization: `Bearer ${world.APP_CODE}` } }), /A400MA/);
  });

  it("is rejected if it is wrong, and required if it is absent", async () => {
    assert.equal(await caller(byHeader("wrong")), "400 A400AC: Invalid AppCode `not exists`");
    assert.equal(await caller(byQuery("wrong")), "400 A400AC: Invalid AppCode `not exists`");
    assert.match(await caller({}), /^400 A400MA: Need authorization/);
  });

  it("is not required by an anonymous API", async () => {
    assert.equal(await caller({}, { authType: "ANONYMOUS" }), "anonymous");
  });
});

describe("gateway: string to sign", () => {
  const headers: Record<string, string> = {
    accept: "application/json",
    "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
    "x-ca-key": "203712345",
    "x-ca-nonce": "n",
    b: "2",
    "x-ca-signature-headers": "b, X-Ca-Nonce,X-Ca-Key,Accept,absent",
  };

  it("joins method, headers and sorted, decoded parameters", () => {
    const text = stringToSign({
      method: "post",
      path: "/a",
      query: [
        ["z", "a b"],
        ["b", ""],
        ["z", "second"],
      ],
      form: [["c", "1=1"]],
      header: (name) => headers[name.toLowerCase()],
    });
    assert.equal(
      text,
      [
        "POST",
        "application/json",
        "",
        "application/x-www-form-urlencoded; charset=UTF-8",
        "",
        "X-Ca-Key:203712345",
        "X-Ca-Nonce:n",
        "absent:",
        "b:2",
        "/a?b&c=1=1&z=a b",
      ].join("\n"),
    );
  });

  it("travels in a header with # for line feeds", () => {
    assert.equal(headerText("GET\n\n/ä\u0001"), `GET##/${Buffer.from("ä").toString("latin1")} `);
  });
});

describe("gateway: signed request", () => {
  interface Signing {
    algorithm?: string;
    key?: string;
    secret?: string;
    headers?: Record<string, string>;
    target?: string;
    method?: string;
    body?: string;
    /** Name of a header that is not sent. */
    without?: string;
  }

  /** Signs as a client does, with all X-Ca headers. */
  function signed(signing: Signing = {}): ContextOptions {
    const {
      algorithm = "sha256",
      secret = world.APP_SECRET,
      target = "/nginx?b=2&a=1",
      method = "GET",
      body = "",
    } = signing;
    const headers: Record<string, string> = {
      "x-ca-key": signing.key ?? world.APP_KEY,
      "x-ca-timestamp": String(NOW.getTime()),
      "x-ca-nonce": "nonce-1",
      ...signing.headers,
    };
    if (signing.without !== undefined) delete headers[signing.without];
    const names = Object.keys(headers)
      .filter((name) => name.startsWith("x-ca-"))
      .sort();
    const [path = "", query = ""] = target.split("?");
    const form = headers["content-type"]?.includes("form") ? body : "";
    const pairs = [...new URLSearchParams(query), ...new URLSearchParams(form)].sort(([a], [b]) =>
      a < b ? -1 : 1,
    );
    const parameters = pairs.map(([name, value]) => (value === "" ? name : `${name}=${value}`)).join("&");
    const text = [
      method,
      headers.accept ?? "",
      headers["content-md5"] ?? "",
      headers["content-type"] ?? "",
      "",
      ...names.map((name) => `${name}:${headers[name]}`),
      parameters === "" ? path : `${path}?${parameters}`,
    ].join("\n");
    const signature = createHmac(algorithm, secret).update(text).digest("base64");
    const all = { ...headers, "x-ca-signature": signature, "x-ca-signature-headers": names.join(",") };
    return { headers: all, target, method, body };
  }

  it("is admitted, also without AppCode", async () => {
    assert.equal(await caller(signed(), { appCodeAuthType: "DISABLE" }), "1100");
    assert.equal(await caller(signed({ target: "/nginx" })), "1100");
    assert.equal(await caller(signed({ target: "/nginx?q=a%20b+c&empty=" })), "1100");
  });

  it("counts the fields of a form", async () => {
    const form = {
      method: "POST",
      target: "/nginx?b=2",
      body: "name=x+y&a=",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    };
    assert.equal(await caller(signed(form)), "1100");
    assert.match(await caller({ ...signed(form), body: "name=other" }), /A403IS/);
  });

  it("is refused when the signature is wrong, with the text that the gateway signed", async () => {
    const refused = await caller(signed({ secret: "other", target: "/nginx" }));
    assert.match(refused, /^403 A403IS: Invalid Signature, Server StringToSign:GET\n/);
    assert.match(refused, /\nx-ca-nonce:nonce-1\n.*\n\/nginx$/);
    assert.match(await caller({ ...signed(), target: "/nginx?b=2&a=9" }), /A403IS/);
    assert.doesNotMatch(refused, new RegExp(world.APP_SECRET));
  });

  it("is refused with an unknown AppKey, or half of what it needs", async () => {
    assert.equal(await caller(signed({ key: "1" })), "400 A400IK: Invalid AppKey");
    assert.equal(
      await caller({ headers: { "x-ca-key": world.APP_KEY } }),
      "400 I400MH: Header `X-Ca-Signature` is Required",
    );
    assert.equal(
      await caller({ headers: { "x-ca-signature": "x" } }),
      "400 I400MH: Header `X-Ca-Key` is Required",
    );
  });

  it("is refused 15 minutes off", async () => {
    const at = (minutes: number) => ({
      headers: { "x-ca-timestamp": String(NOW.getTime() + minutes * 60_000) },
    });
    assert.equal(await caller(signed(at(-15))), "1100");
    assert.equal(await caller(signed(at(15))), "1100");
    assert.match(
      await caller(signed(at(-15.1))),
      /^400 I400HD: Invalid Header `X-Ca-Timestamp` Timestamp Expired/,
    );
    assert.match(await caller(signed(at(15.1))), /I400HD/);
    assert.match(await caller(signed({ headers: { "x-ca-timestamp": "today" } })), /I400HD/);
  });

  it("uses up its nonce once, for this key and a quarter of an hour", async () => {
    const first = routedContext(signed());
    assert.equal(await refusal(authenticate, first), "");
    const again = async (options: ContextOptions) => {
      const context = routedContext(options);
      context.services.nonces = first.services.nonces;
      return refusal(authenticate, context);
    };
    assert.equal(await again(signed()), "400 I400NC: Nonce Used");
    const later = new Date(NOW.getTime() + 15 * 60_000);
    assert.equal(
      await again({ ...signed({ headers: { "x-ca-timestamp": String(later.getTime()) } }), now: later }),
      "",
    );
  });

  it("needs a nonce where the API insists", async () => {
    const bare = { headers: { "x-ca-nonce": "" } };
    assert.equal(await caller(signed(bare)), "1100");
    assert.equal(await caller(signed(bare), { forceNonceCheck: true }), "400 I400NC: Nonce Required");
    assert.equal(await caller(signed(), { forceNonceCheck: true }), "1100");
  });

  describe("of an API with replay protection", () => {
    /** The same with a header that the signature does not cover, as whoever repeats a request can add it. */
    const repeated = (name: string, value: string): ContextOptions => {
      const request = signed({ without: name });
      return { ...request, headers: { ...request.headers, [name]: value } };
    };

    it("is rejected if its nonce is not signed", async () => {
      const request = repeated("x-ca-nonce", "another");
      assert.equal(await caller(request, { forceNonceCheck: true }), "400 I400NC: Nonce Not Signed");
      assert.equal(await caller(request), "1100");
    });

    it("is rejected if its timestamp is not signed", async () => {
      const request = repeated("x-ca-timestamp", String(NOW.getTime()));
      assert.equal(
        await caller(request, { forceNonceCheck: true }),
        "400 I400HD: Invalid Header `X-Ca-Timestamp` Not Signed",
      );
      assert.equal(await caller(request), "1100");
    });

    it("may have no timestamp", async () => {
      assert.equal(await caller(signed({ without: "x-ca-timestamp" }), { forceNonceCheck: true }), "1100");
    });
  });

  it("may use HmacSHA1 only where the API allows it", async () => {
    const sha1 = signed({ algorithm: "sha1", headers: { "x-ca-signature-method": "HmacSHA1" } });
    assert.match(await caller(sha1), /^400 I400HD: Invalid Header `X-Ca-Signature-Method`/);
    assert.equal(await caller(sha1, { allowSignatureMethod: "HmacSHA1,HmacSHA256" }), "1100");
  });

  it("has its Content-MD5 checked", async () => {
    const body = '{"a":1}';
    const md5 = createHash("md5").update(body).digest("base64");
    const post = {
      method: "POST",
      body,
      headers: { "content-type": "application/json", "content-md5": md5 },
    };
    assert.equal(await caller(signed(post)), "1100");
    assert.equal(await caller({ ...signed(post), body: "{}" }), "400 I400I5: Invalid Content-MD5");
  });
});
