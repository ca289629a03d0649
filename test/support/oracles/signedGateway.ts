import { createServer } from "node:http";
import { echo, gatewayTo, listening } from "../../local/gateway/backEnd";
import { definition } from "../../local/world";

/**
 * Starts a local gateway with one API for apps below `/any/`, in front of a service that echoes requests. `closeAll` stops
 * both.
 *
 * @returns The port of the gateway
 */
export async function startSignedGateway(): Promise<number> {
  const { front } = await gatewayTo({
    port: await listening(createServer(echo)),
    definition: {
      authType: "APP",
      allowSignatureMethod: "HmacSHA1,HmacSHA256",
      request: { ...definition().request, method: "ANY", path: "/any/*" },
      service: { ...definition().service, method: "ANY", path: "/*" },
    },
    limits: { secondLevelDomainCalls: () => Number.POSITIVE_INFINITY },
    clock: () => new Date(),
  });
  return front;
}
