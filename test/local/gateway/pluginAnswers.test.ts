import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { afterEach, describe, it } from "mocha";
import { createGateway } from "../../../local/gateway/gateway";
import * as world from "../world";
import { NOW } from "./context";

/** Plug-ins that change what the back end gets, or what the client gets of it. */
describe("gateway: plug-ins before and behind the back end", () => {
  const servers: Server[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  });

  async function listening(listener: RequestListener): Promise<number> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
    const address = server.address();
    return typeof address === "object" && address ? address.port : 0;
  }

  async function gatewayWith(type: string, document: unknown, backend: RequestListener): Promise<string> {
    const store = world.tutorialStore();
    store.apis.delete("api-1");
    world.publish(store, "api-1", world.definition({ authType: "ANONYMOUS" }));
    const common = { regionId: world.REGION, createdTime: "", tags: [] };
    const data = JSON.stringify(document);
    store.plugins.put({ ...common, id: "p", name: "p", type, data, description: "", modifiedTime: "" });
    const place = { groupId: "group1", apiId: "api-1", stage: "RELEASE" } as const;
    store.pluginAttachments.put({ ...common, id: "a", pluginId: "p", ...place });
    const port = await listening(backend);
    const gateway = createGateway({
      store,
      fabric: {
        connect: async () => ({
          ok: true,
          host: "127.0.0.1",
          port,
          hops: [],
          source: "",
          via: "tcp",
          targetAddress: "10.0.0.100",
        }),
      },
      clock: () => NOW,
      log: () => {},
    });
    const front = await listening((request, response) => {
      request.headers.host = world.HOST;
      return gateway.handle(request, response, { tls: false, clientAddress: "127.0.0.1" });
    });
    return `http://127.0.0.1:${front}`;
  }

  const mapping = {
    parameters: {
      status: "StatusCode",
      result: "BodyJsonField:$.result.code",
      id: "BodyJsonField:$.ids[0]",
    },
    errorCondition: "$status = 200 and $result <> 'OK' and $result <> null",
    errorCode: "result",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the gateway fills it in
    mappings: [{ code: "GONE", statusCode: 410, errorMessage: "No more, ${id}" }],
    defaultMapping: { statusCode: 500, errorMessage: "Unknown" },
  };
  for (const [title, body, status, message] of [
    ["maps a known code", '{"result":{"code":"GONE"},"ids":["r-7"]}', 410, "No more, r-7"],
    ["maps any other code", '{"result":{"code":"BAD"}}', 500, "Unknown"],
    ["leaves what is no error", '{"result":{"code":"OK"}}', 200, null],
    ["does not change a body that is not JSON", "<html>", 200, null],
  ] as const) {
    it(`${title} of the back end's answer`, async () => {
      const url = await gatewayWith("errorMapping", mapping, (_, response) => void response.end(body));
      const answer = await fetch(`${url}/nginx`);
      assert.equal(answer.status, status);
      assert.equal(answer.headers.get("x-ca-error-message"), message);
      assert.equal(answer.headers.get("x-ca-error-code"), null);
      assert.equal(await answer.text(), status === 200 ? body : "");
    });
  }

  describe("with claims for the back end", () => {
    const document = {
      parameter: "Authorization",
      parameterLocation: "header",
      jwk: { kty: "oct", k: Buffer.from("secret").toString("base64url") },
      claimParameters: [
        { claimName: "sub", parameterName: "X-User", location: "header" },
        { claimName: "plan", parameterName: "plan", location: "query" },
      ],
      bypassEmptyToken: true,
    };
    async function asked(headers: Record<string, string>): Promise<[unknown, string | undefined]> {
      let seen: IncomingMessage | undefined;
      const url = await gatewayWith("jwtAuth", document, (request, response) => {
        seen = request;
        response.end();
      });
      const answer = await fetch(`${url}/nginx?plan=free&page=2`, {
        headers: { "X-User": "forged", ...headers },
      });
      assert.equal(answer.status, 200);
      return [seen?.headers["x-user"], seen?.url];
    }
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const text = `${encode({ alg: "HS256" })}.${encode({ sub: "ann", plan: "gold" })}`;
    const token = `${text}.${createHmac("sha256", "secret").update(text).digest("base64url")}`;

    it("passes the token's, whatever the client sent under their names", async () => {
      assert.deepEqual(await asked({ authorization: `Bearer ${token}` }), ["ann", "/?page=2&plan=gold"]);
    });

    it("passes none without a token, nor what the client sent", async () => {
      assert.deepEqual(await asked({}), [undefined, "/?page=2"]);
    });
  });
});
