import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from "node:net";
import type { OperationResult } from "../../engineEvents";
import type { World } from "../world";

/** Actions after which the engine is killed, one in each run, in the order of their dependencies. */
export const killedAt = ["CreateVSwitch", "RunInstances", "SetVpcAccess", "CreateApi", "BatchDeployApis"];

/** Proxy to a local cloud that can drop an answer. The cloud executes the call, but the client does not learn of it. */
export class LossyWay {
  private readonly http = createServer((incoming, answer) => this.forward(incoming, answer));
  private readonly server = createTcpServer((socket) => this.accept(socket));
  private readonly sockets = new Set<Socket>();
  private action = "";
  private lost: () => void = () => {};

  constructor(private readonly endpoint: string) {}

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  /** Forwards TLS connections unchanged. The proxy drops none of their answers. */
  private accept(socket: Socket): void {
    this.sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("data", (first) => {
      socket.pause();
      socket.unshift(first);
      if (first[0] !== 0x16) {
        this.http.emit("connection", socket);
        socket.resume();
        return;
      }
      const { hostname, port } = new URL(`http://${this.endpoint}`);
      const onward = connect(Number(port), hostname);
      this.sockets.add(onward);
      onward.on("error", () => socket.destroy());
      socket.pipe(onward).pipe(socket);
    });
  }

  /** Drops the next answer to an action, and reports that once. */
  lose(action: string, lost: () => void): void {
    this.action = action;
    this.lost = lost;
  }

  private forward(incoming: IncomingMessage, answer: ServerResponse): void {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const body = Buffer.concat(chunks);
      const asked = new URLSearchParams(`${(incoming.url ?? "").split("?")[1] ?? ""}&${body}`).get("Action");
      const action = asked ?? String(incoming.headers["x-acs-action"] ?? "");
      const { hostname, port } = new URL(`http://${this.endpoint}`);
      const { method, url: path } = incoming;
      // The console accepts only its own host name. A signature covers the host name that the client used.
      const isConsole = path?.startsWith("/_local/") ?? false;
      const headers = isConsole ? { ...incoming.headers, host: this.endpoint } : incoming.headers;
      const sent = request({ hostname, port, method, path, headers }, (given) => {
        if (this.action !== "" && action === this.action) {
          given.resume();
          this.action = "";
          this.lost();
          return;
        }
        answer.writeHead(given.statusCode ?? 502, given.headers);
        given.pipe(answer);
      });
      sent.on("error", () => answer.destroy());
      sent.end(body);
    });
  }
}

/** Runs `up` repeatedly and kills the engine each time. The last run completes. */
export async function runInterruptedUp(world: World, way: LossyWay): Promise<OperationResult> {
  for (const action of killedAt) {
    const kill = new AbortController();
    way.lose(action, () => kill.abort());
    await world.stack.ensure();
    const result = await world.report.measure(`up_killed_at_${action}`, () =>
      world.stack.operate("up", () => {}, kill.signal),
    );
    const { errors, warnings, ok } = result;
    world.report.check(`killed_at_${action}`, kill.signal.aborted && !ok, errors.concat(warnings).join("; "));
    for (const line of warnings) process.stderr.write(`      ${line}\n`);
  }
  await world.stack.ensure();
  const last = await world.operate("up");
  for (const line of last.warnings) process.stderr.write(`      ${line}\n`);
  return last;
}
