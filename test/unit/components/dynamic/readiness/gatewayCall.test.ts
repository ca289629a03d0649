import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { callGateway } from "../../../../../components/dynamic/readiness/gatewayCall";

describe("a call of the back end through the gateway", () => {
  const seen: { path: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, response) => {
    seen.push({ path: request.url ?? "", headers: request.headers });
    response.writeHead(504, {
      "X-Ca-Error-Code": "D504CO",
      "X-Ca-Error-Message": "Backend service connect failed",
    });
    response.end("a long page");
  });
  let address: string;

  before((done) => {
    server.listen(0, "127.0.0.1", () => {
      address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      done();
    });
  });
  after((done) => {
    server.close(done);
  });

  it("sends domain, environment and AppCode, and reads the error of the gateway", async () => {
    const call = { url: "http://shop.invalid/items", method: "GET", stage: "TEST", appCode: "code" } as const;
    assert.deepEqual(await callGateway(call, address), {
      kind: "answered",
      status: 504,
      code: "D504CO",
      message: "Backend service connect failed",
    });
    const { path, headers } = seen[0] ?? assert.fail("nothing was called");
    assert.deepEqual(
      [path, headers.host, headers["x-ca-stage"], headers.authorization],
      ["/items", "shop.invalid", "TEST", "APPCODE code"],
    );
  });

  it("that fails returns the reason", async () => {
    const answer = await callGateway({ url: `https://${address}/`, method: "HEAD" });
    assert.equal(answer.kind, "unreachable");
  });
});
