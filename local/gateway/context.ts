import type { IncomingHttpHeaders } from "node:http";
import { normalized } from "../domains/names";
import type { Fabric } from "../fabric/fabric";
import type { Connected, Hop } from "../fabric/hops";
import type { Faults } from "../faults/faults";
import type { BackEndRequest } from "../http/backEndConnection";
import type { ClientAnswer } from "../http/client";
import type { Soon } from "../soon";
import type { ApiDefinition, ApiGroup, App, CustomDomain, StageName } from "../store/model";
import type { Store } from "../store/store";
import type { BackEndCalls } from "./backEndCalls";
import type { DomainCalls } from "./domainCalls";
import { ClientGone, GatewayError } from "./errors";
import { decodeHeader } from "./headers";
import type { Limits } from "./limits";
import type { NonceRegister } from "./nonces";
import { type Pairs, parsePairs } from "./query";
import type { TrafficCounters } from "./traffic";

/** Services for all handlers. */
export interface GatewayServices {
  store: Store;
  fabric: Pick<Fabric, "connect">;
  clock: () => Date;
  limits: Limits;
  /** Signed requests of the last 15 minutes. */
  nonces: NonceRegister;
  domainCalls: DomainCalls;
  /** Counters of traffic control plug-ins. */
  traffic: TrafficCounters;
  faults: Faults;
  backEnds: BackEndCalls;
}

export interface RequestFacts {
  method: string;
  /** The request target as sent, with path and query. */
  target: string;
  /** Header names are in lower case. */
  headers: IncomingHttpHeaders;
  tls: boolean;
  clientAddress: string;
  /** Whether the request came through the gateway's port for VPCs. @default false */
  fromVpc?: boolean;
  /** The bytes of the body, which can be read once. Undefined for a request without a body. */
  body: AsyncIterable<Uint8Array> | undefined;
}

/** One request in the chain. Each handler sets the values that later handlers need. */
export class GatewayContext {
  /** Time of receipt by the clock of the cloud. */
  readonly time: Date;
  /** Time of receipt by the clock of this computer, for the measurement of durations. Milliseconds since the epoch. */
  readonly receivedAt = Date.now();
  readonly path: string;
  readonly rawQuery: string;
  /** The host of the request, in lower case, without its port and a trailing dot. */
  readonly host: string;

  /** The name of the handler that runs, or of the last one. */
  step = "";
  group: ApiGroup | undefined;
  /** The custom domain of the request. Undefined for a domain that the cloud assigned. */
  domain: CustomDomain | undefined;
  /** Whether the request used the public second-level domain. */
  bySecondLevelDomain = false;
  stage: StageName | undefined;
  api: { id: string; definition: ApiDefinition } | undefined;
  /** Values of `[name]` in the path of the API, as sent. `*` is the text that a trailing wildcard matched. */
  pathParameters: Readonly<Record<string, string>> = {};
  app: App | undefined;
  /** Claims of the token that a plug-in has verified. */
  claims: Readonly<Record<string, unknown>> | undefined;
  /**
   * Parameters of the back end for the claims. For a claim without a value, the back end gets no parameter of that
   * name.
   */
  claimParameters: readonly { name: string; location: "header" | "query"; value: string | undefined }[] = [];
  call: BackEndRequest | undefined;
  connection: Connected | undefined;
  hops: readonly Hop[] = [];
  /** Headers of every answer. */
  readonly responseHeaders: Record<string, string> = {};
  /** Time of the back-end call by the clock of this computer. Milliseconds since the epoch. */
  serviceStartedAt: number | undefined;

  private pairs: Pairs | undefined;
  private bodyBytes: Soon<Buffer> | undefined;

  constructor(
    readonly request: RequestFacts,
    readonly response: ClientAnswer,
    readonly services: GatewayServices,
    readonly requestId: string,
  ) {
    this.time = services.clock();
    const mark = request.target.indexOf("?");
    this.path = mark < 0 ? request.target : request.target.slice(0, mark);
    this.rawQuery = mark < 0 ? "" : request.target.slice(mark + 1);
    this.host = normalized(withoutPort(this.header("host") ?? ""));
  }

  get query(): Pairs {
    this.pairs ??= parsePairs(this.rawQuery);
    return this.pairs;
  }

  /** The value of a header, decoded as UTF-8. */
  header(name: string): string | undefined {
    const value = this.latin1Header(name);
    return value === undefined ? undefined : decodeHeader(value);
  }

  /** The value of a header with one character for each byte. */
  latin1Header(name: string): string | undefined {
    const value = this.request.headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(",") : value;
  }

  /**
   * Whether the request came from the internet: through the second-level domain, or through a custom domain that is not
   * an intranet domain.
   */
  get byInternet(): boolean {
    return this.bySecondLevelDomain || this.domain?.type === "INTERNET";
  }

  /** @throws GatewayError I413RL if the body exceeds the limit. */
  body(): Soon<Buffer> {
    if (this.bodyBytes) return this.bodyBytes;
    const { body, headers } = this.request;
    if (!body) return NO_BODY;
    this.bodyBytes = readAll(body, headers, this.services.limits.bodyBytes).then((bytes) => {
      this.bodyBytes = bytes;
      return bytes;
    });
    return this.bodyBytes;
  }
}

const NO_BODY = Buffer.alloc(0);

function withoutPort(host: string): string {
  return host.includes(":") ? host.replace(/:\d*$/, "") : host;
}

async function readAll(
  body: AsyncIterable<Uint8Array>,
  headers: RequestFacts["headers"],
  limit: number,
): Promise<Buffer> {
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
    // The body of a request can fail only if the client disconnects.
    throw error instanceof GatewayError ? error : new ClientGone("in the body", { cause: error });
  }
  return Buffer.concat(chunks);
}

/** A step of the chain. It updates the context, answers, or throws a GatewayError or ClientGone. */
export interface Handler {
  name: string;
  /** Description of the step on the console page. */
  title: string;
  handle(context: GatewayContext): Soon<void> | undefined;
}

/** Returns a value that an earlier handler must have set. A missing value is an error in the order of the chain. */
export function filled<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`the chain has not filled "${name}" yet`);
  return value;
}
