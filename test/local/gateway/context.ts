import { type IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { Connection, ConnectRequest } from "../../../local/fabric/hops";
import { Faults } from "../../../local/faults/faults";
import { BackEndCalls } from "../../../local/gateway/backEndCalls";
import { GatewayContext, type Handler } from "../../../local/gateway/context";
import { DomainCalls } from "../../../local/gateway/domainCalls";
import { GatewayError } from "../../../local/gateway/errors";
import { LIMITS, type Limits } from "../../../local/gateway/limits";
import { NonceRegister } from "../../../local/gateway/nonces";
import { TrafficCounters } from "../../../local/gateway/traffic";
import type { ApiDefinition } from "../../../local/store/model";
import type { Store } from "../../../local/store/store";
import * as world from "../world";

export const NOW = new Date("2026-01-01T12:00:00Z");

export interface ContextOptions {
  method?: string;
  target?: string;
  headers?: IncomingHttpHeaders;
  tls?: boolean;
  fromVpc?: boolean;
  body?: string;
  store?: Store;
  limits?: Partial<Limits>;
  now?: Date;
  connect?: (request: ConnectRequest) => Promise<Connection>;
}

/** A request to the tutorial's stack, as a handler gets it. */
export function createContext(options: ContextOptions = {}): GatewayContext {
  const { method = "GET", target = "/nginx", headers = {}, tls = false, body = "" } = options;
  const connect = (): Promise<Connection> => {
    throw new Error("this test connects to nothing");
  };
  return new GatewayContext(
    {
      method,
      target,
      headers: { host: world.HOST, ...headers },
      tls,
      clientAddress: "127.0.0.1",
      fromVpc: options.fromVpc ?? false,
      body: (async function* () {
        if (body !== "") yield Buffer.from(body);
      })(),
    },
    new ServerResponse(new IncomingMessage(new Socket())),
    {
      store: options.store ?? world.tutorialStore(),
      fabric: { connect: options.connect ?? connect },
      clock: () => options.now ?? NOW,
      limits: { ...LIMITS, ...options.limits },
      nonces: new NonceRegister(LIMITS.signatureWindow),
      domainCalls: new DomainCalls(),
      traffic: new TrafficCounters(),
      faults: new Faults(),
      backEnds: new BackEndCalls(),
    },
    "REQUEST-ID",
  );
}

/** The same after its host, stage and API were found. */
export function routedContext(
  options: ContextOptions = {},
  changes: Partial<ApiDefinition> = {},
): GatewayContext {
  const context = createContext(options);
  const { store } = context.services;
  context.group = world.existing(store.apiGroups.get("group1"));
  context.stage = "RELEASE";
  context.api = { id: "api-1", definition: world.definition(changes) };
  return context;
}

/** `<status> <code>: <message>` of the error that a handler ends the request with; empty when it lets it pass. */
export async function refusal(handler: Handler, context: GatewayContext): Promise<string> {
  try {
    await handler.handle(context);
    return "";
  } catch (error) {
    if (error instanceof GatewayError) return `${error.status} ${error.code}: ${error.message}`;
    throw error;
  }
}
