import {
  Agent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
} from "node:http";
import type { Server as TcpServer } from "node:net";
import type { Connection } from "../../../local/fabric/hops";
import type { Faults } from "../../../local/faults/faults";
import { createGateway, type Gateway } from "../../../local/gateway/gateway";
import type { Limits } from "../../../local/gateway/limits";
import type { ClientAnswer, ClientRequest } from "../../../local/http/client";
import { createSniffingServer } from "../../../local/http/sniff";
import type { ApiDefinition } from "../../../local/store/model";
import * as world from "../world";
import { NOW } from "./context";

/** A gateway in front of a back end of the test's own. */
const servers: (Server | TcpServer)[] = [];
const closing: (() => Promise<void>)[] = [];

/** For `afterEach`: closes what a test has listening. */
export async function closeAll(): Promise<void> {
  await Promise.all(closing.splice(0).map((close) => close()));
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
}

export async function listening(server: Server | TcpServer): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Names as they came, once for each time. */
  names: string[];
  body: string;
  complete: boolean;
}

export interface Call {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  agent?: Agent;
}

export interface Setup {
  port: number;
  definition?: Partial<ApiDefinition>;
  via?: "tcp" | "http";
  /** Whether the listener uses TLS to the back end. */
  tls?: boolean;
  targetHostName?: string;
  limits?: Partial<Limits>;
  log?: string[];
  faults?: Faults;
  /** @default {@link NOW} at any time */
  clock?: () => Date;
}

export async function gatewayTo(
  setup: Setup,
): Promise<{ gateway: Gateway; front: number; call(call?: Call): Promise<Answer> }> {
  const store = world.tutorialStore();
  store.apis.delete("api-1");
  world.publish(store, "api-1", world.definition({ authType: "ANONYMOUS", ...setup.definition }));
  world.existing(store.vpcAccesses.get("access-1")).targetHostName = setup.targetHostName ?? "";
  const connect = async (): Promise<Connection> => ({
    ok: true,
    host: "127.0.0.1",
    port: setup.port,
    hops: [],
    source: "",
    via: setup.via ?? "tcp",
    ...(setup.tls !== undefined && { tls: setup.tls }),
    targetAddress: "10.0.0.100",
  });
  const log = setup.log ?? [];
  const gateway = createGateway({
    store,
    fabric: { connect },
    clock: setup.clock ?? (() => NOW),
    log: (line) => log.push(line),
    ...(setup.limits ? { limits: setup.limits } : {}),
    ...(setup.faults ? { faults: setup.faults } : {}),
  });
  const handler = (request: ClientRequest, answer: ClientAnswer): void =>
    void gateway.handle(request, answer, { tls: false, clientAddress: "127.0.0.1" });
  const door = createSniffingServer({ tls: {}, handler, plainHandler: handler });
  const { port: front } = await door.listen(0);
  // Plain requests are those that keep their connection.
  const kept = new Agent({ keepAlive: true });
  closing.push(async () => {
    kept.destroy();
    await door.close(0);
    gateway.close();
  });
  const call = ({ method = "GET", path = "/nginx", headers = {}, body, agent }: Call = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const asked = httpRequest({
        port: front,
        method,
        path,
        headers: { host: world.HOST, ...headers },
        agent: agent ?? kept,
      });
      asked.once("error", reject).once("response", (response) => {
        const chunks: Buffer[] = [];
        const end = () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            names: response.rawHeaders.filter((_, i) => i % 2 === 0),
            body: Buffer.concat(chunks).toString(),
            complete: response.complete,
          });
        response
          .on("data", (chunk: Buffer) => chunks.push(chunk))
          .once("error", end)
          .once("end", end);
      });
      asked.end(body);
    });
  return { gateway, front, call };
}

export const echo: RequestListener = (request, response) => {
  const chunks: Buffer[] = [];
  request
    .on("data", (chunk: Buffer) => chunks.push(chunk))
    .on("end", () => {
      response
        .setHeader("Content-Type", "application/json")
        .setHeader("Connection", "close, x-hop")
        .setHeader("X-Hop", "1");
      const { method, url, headers } = request;
      response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() }));
    });
};
