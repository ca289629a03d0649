import { once } from "node:events";
import { createServer, type Server } from "node:net";

/** Below the ports that systems give to whom asks for any, so that nobody gets one of them by chance. */
const range = { from: 15_000, to: 32_000 };

/**
 * The first of so many free ports in a row, on loopback: those of a local cloud that is to come back to them after a
 * restart.
 */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    const first = range.from + Math.floor(Math.random() * (range.to - range.from - count));
    const taken = await Promise.all(Array.from({ length: count }, (_, index) => isTaken(first + index)));
    if (!taken.includes(true)) return first;
  }
}

/** Whether a program listens on a port of loopback. */
export async function isTaken(port: number): Promise<boolean> {
  const server: Server = createServer();
  try {
    await once(server.listen(port, "127.0.0.1"), "listening");
    return false;
  } catch {
    return true;
  } finally {
    server.close();
  }
}
