import { once } from "node:events";
import { createServer, type Server } from "node:net";

/** Below the range of ephemeral ports, so that no other program gets one of them by chance. */
const range = { from: 15_000, to: 32_000 };

/**
 * Finds consecutive free ports on loopback and returns the first one. They serve a local cloud that uses the same ports
 * again after a restart.
 */
export async function findFreePorts(count: number): Promise<number> {
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
