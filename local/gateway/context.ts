import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connected, Connection, ConnectRequest, Hop } from "../fabric/hops";
import type { Faults } from "../faults/faults";
import type { ApiDefinition, ApiGroup, App, CustomDomain, StageName } from "../store/model";
import type { Store } from "../store/store";
import { ClientGone, GatewayError } from "./errors";
import { decodeHeader } from "./headers";
import type { Limits } from "./limits";
import type { NonceRegister } from "./nonces";
import { type Pairs, parsePairs } from "./query";
import type { TrafficCounters } from "./traffic";

/** What every handler may use. */
export interface GatewayServices {
  store: Store;
  fabric: { connect(request: ConnectRequest): Promise<Connection> };
  clock: () => Date;
  limits: Limits;
  /** Signed requests of the last quarter of an hour. */
  nonces: NonceRegister;
  /** Calls of today by second-level domain. */
  domainCalls: Map<string, number>;
  /** Calls that plug-ins for traffic control count. */
  traffic: TrafficCounters;
  /** What is to go wrong. */
  faults: Faults;
}

export interface RequestFacts {
  method: string;
  /** The request target as sent: path and query. */
  target: string;
  /** Names in lower case. */
  headers: IncomingMessage["headers"];
  tls: boolean;
  clientAddress: string;
  /** Whether it came from a VPC: by its door for VPCs. @default false */
  fromVpc?: boolean;
  /** The body's bytes; consumed once. */
  body: AsyncIterable<Uint8Array>;
}

/** What is called for an API: made from the request and the published definition. */
export interface BackendCall {
  method: string;
  /** Path and query. */
  target: string;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

/** One request on its way through the chain; each handler fills what the next ones need. */
export class GatewayContext {
  /** When it came, by the cloud's clock. */
  readonly time: Date;
  /** When it came, by this computer's clock, from which durations are measured: milliseconds since the epoch. */
  readonly receivedAt = Date.now();
  readonly path: string;
  readonly rawQuery: string;
  readonly query: Pairs;

  group: ApiGroup | undefined;
  /** The custom domain that it came by; undefined: by one of the cloud's. */
  domain: CustomDomain | undefined;
  /** Whether it came by the public second-level domain. */
  bySecondLevelDomain = false;
  stage: StageName | undefined;
  api: { id: string; definition: ApiDefinition } | undefined;
  /** Values of `[name]` in the API's path, as sent; `*` is what a trailing wildcard took. */
  pathParameters: Readonly<Record<string, string>> = {};
  app: App | undefined;
  /** Of the token that a plug-in has verified. */
  claims: Readonly<Record<string, unknown>> | undefined;
  /** Where the back end gets them; without a value it gets no parameter of that name at all. */
  claimParameters: readonly { name: string; location: "header" | "query"; value: string | undefined }[] = [];
  call: BackendCall | undefined;
  connection: Connected | undefined;
  hops: readonly Hop[] = [];
  /** Sent with every answer. */
  readonly responseHeaders: Record<string, string> = {};
  /** When the back end was called, by this computer's clock: milliseconds since the epoch. */
  serviceStartedAt: number | undefined;

  private bodyBytes: Promise<Buffer> | undefined;

  constructor(
    readonly request: RequestFacts,
    readonly response: ServerResponse,
    readonly services: GatewayServices,
    readonly requestId: string,
  ) {
    this.time = services.clock();
    const mark = request.target.indexOf("?");
    this.path = mark < 0 ? request.target : request.target.slice(0, mark);
    this.rawQuery = mark < 0 ? "" : request.target.slice(mark + 1);
    this.query = parsePairs(this.rawQuery);
  }

  /** The value of a header, its bytes read as UTF-8. */
  header(name: string): string | undefined {
    const value = this.request.headers[name.toLowerCase()];
    return value === undefined ? undefined : decodeHeader(Array.isArray(value) ? value.join(",") : value);
  }

  /** The host that the client named, in lower case and without its port. */
  get host(): string {
    return (this.header("host") ?? "").toLowerCase().replace(/:\d*$/, "");
  }

  /** Whether it came from the Internet: by the second-level domain, or a custom domain that is not for the intranet. */
  get byInternet(): boolean {
    return this.bySecondLevelDomain || this.domain?.type === "INTERNET";
  }

  /** @throws GatewayError I413RL beyond the limit. */
  body(): Promise<Buffer> {
    this.bodyBytes ??= readAll(this.request, this.services.limits.bodyBytes);
    return this.bodyBytes;
  }
}

async function readAll({ body, headers }: RequestFacts, limit: number): Promise<Buffer> {
  if (Number(headers["content-length"] ?? 0) > limit) throw new GatewayError("I413RL");
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > limit) throw new GatewayError("I413RL");
      chunks.push(chunk);
    }
  } catch (error) {
    // A request's body fails in one way only.
    throw error instanceof GatewayError ? error : new ClientGone("in the body", { cause: error });
  }
  return Buffer.concat(chunks);
}

/** A step of the chain: fills the context, answers, or throws a GatewayError or ClientGone. */
export interface Handler {
  name: string;
  handle(context: GatewayContext): void | Promise<void>;
}

/** What an earlier handler has filled; its absence is a mistake in the chain's order. */
export function filled<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`the chain has not filled "${name}" yet`);
  return value;
}
