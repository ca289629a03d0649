/** A console over HTTP with the tutorial's stack and a fake gateway, for tests. */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  request,
  type Server,
} from "node:http";
import { createConsole } from "../../local/console/router";
import { Faults } from "../../local/faults/faults";
import type { GatewayRequestRecord } from "../../local/gateway/requestLog";
import type { CallRecord } from "../../local/rpc/callLog";
import type { Store } from "../../local/store/store";
import { APP_CODE, existing, HOST, tutorialStore } from "./world";

/** The only control-plane call of its log. */
export const call: CallRecord = {
  time: "2026-01-01T00:00:00.000Z",
  product: "Vpc",
  action: "CreateVpc",
  status: 200,
  code: "",
  requestId: "CALL-1",
  milliseconds: 3,
};

const gatewayRequest: GatewayRequestRecord = {
  time: "2026-01-01T00:00:01.000Z",
  requestId: "REQUEST-1",
  host: HOST,
  method: "GET",
  // As a client would write it that gets the parameter's name wrong.
  path: `/nginx?a=${APP_CODE}`,
  stage: "RELEASE",
  apiId: "api-1",
  appId: "1100",
  status: 200,
  errorCode: "",
  step: "forward",
  hops: [],
  milliseconds: 5,
};

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

interface Question {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** What came to the fake gateway. */
interface Arrived {
  request: IncomingMessage;
  body: string;
}

export class ConsoleServer {
  readonly store: Store = tutorialStore();
  /** The reported faults. */
  readonly lines: string[] = [];
  readonly faults = new Faults((line) => this.lines.push(line));
  readonly arrived: Arrived[] = [];
  /** How the fake gateway answers. */
  gatewayAnswer: RequestListener = (_, response) => {
    response.writeHead(200, { "X-Ca-Request-Id": "REQUEST-2", "Content-Type": "text/html" });
    response.end("<title>nginx</title>");
  };
  port = 0;
  private readonly servers: Server[] = [];

  async start(): Promise<void> {
    const gatewayPort = await this.listen(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      this.arrived.push({ request, body: Buffer.concat(chunks).toString("utf8") });
      this.gatewayAnswer(request, response);
    });
    const answer = createConsole({
      store: this.store,
      calls: () => [call],
      counts: () => [
        { product: "vpc", action: "CreateVpc", userAgent: "AlibabaCloud Golang/1.25", calls: 3 },
      ],
      requests: () => [gatewayRequest],
      gateway: { address: () => `127.0.0.1:${gatewayPort}` },
      pid: 4321,
      startedAt: "2026-01-01T00:00:00.000Z",
      wall: { kind: "none", description: "No wall around Nginx: this is a test." },
      faults: this.faults,
      consoleOf: (id) => `boot of ${id}\nexport CODE=${APP_CODE}\n`,
    });
    this.port = await this.listen((request, response) => {
      if (!answer(request, response)) response.writeHead(418).end();
    });
  }

  async close(): Promise<void> {
    for (const server of this.servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  ask(path: string, { method = "GET", headers = {}, body }: Question = {}): Promise<Answer> {
    const { port } = this;
    return new Promise((resolve, reject) => {
      const sent = request({ host: "127.0.0.1", port, path, method, headers, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }

  debug(asked: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask("/_local/debug", {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(asked),
    });
  }

  lastArrived(): Arrived {
    return existing(this.arrived.at(-1));
  }

  private async listen(listener: RequestListener): Promise<number> {
    const server = createServer(listener);
    this.servers.push(server);
    await new Promise<void>((resolve) => server.listen({ host: "127.0.0.1", port: 0 }, resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("a server without a port");
    return address.port;
  }
}
