import { createFabric } from "../local/fabric/fabric";
import { createGateway } from "../local/gateway/gateway";
import type { ClientAnswer, ClientRequest } from "../local/http/client";
import { createSniffingServer } from "../local/http/sniff";
import { createLineBatch } from "../local/lineBatch";
import * as world from "../test/local/world";

/** Arguments of the process: number of published APIs, and loopback port of the back end. */
const [routes = 10, backEnd = 0] = process.argv.slice(2).map(Number);

/** The gateway of a local cloud with the tutorial's stack, without a control plane. */
async function serve(): Promise<void> {
  const store = world.tutorialStore();
  store.apis.delete("api-1");
  for (let i = 0; i < routes; i++) {
    const request = { ...world.definition().request, path: `/items/kind-${i}/[id]`, method: "GET" };
    world.publish(store, `api-${i}`, world.definition({ request, service: service(i) }));
    world.authorizeApp(store, `api-${i}`);
  }
  for (let i = 0; i < 100; i++) {
    const app = world.existing(store.apps.get("1100"));
    store.apps.put({ ...app, id: `other-${i}`, keys: [], appCodes: [`other-app-code-${i}`] });
  }
  const clock = () => new Date();
  const machines = { findPort: () => backEnd };
  const gateway = createGateway({
    store,
    fabric: createFabric({ store, machines, clock }),
    clock,
    log: createLineBatch((lines) => process.stderr.write(`${lines}\n`)).add,
    limits: { secondLevelDomainCalls: () => Number.POSITIVE_INFINITY },
  });
  const handler = (request: ClientRequest, answer: ClientAnswer): void =>
    void gateway.handle(request, answer, { tls: false, clientAddress: request.socket.remoteAddress ?? "" });
  const server = createSniffingServer({ tls: {}, handler, plainHandler: handler });
  const { port } = await server.listen(0);
  process.on("message", () => {
    global.gc?.();
    process.send?.({ memory: process.memoryUsage(), cpu: process.cpuUsage() });
  });
  process.once("disconnect", () => process.exit());
  process.send?.({ port });
}

/** Each API has the same back end, so that all runs ask it for the same page. */
const service = (_: number) => ({ ...world.definition().service, path: "/" });

void serve();
