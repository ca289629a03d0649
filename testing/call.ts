import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { createSignedHeaders } from "./signing";

/** How a call authenticates the app that makes it. */
export const authModes = ["header", "query", "signed", "none"] as const;
export type AuthMode = (typeof authModes)[number];

/** Credentials of an app. */
export interface Credentials {
  appCode: string;
  appKey: string;
  appSecret: string;
}

/** A call of an API through the local gateway. */
export interface ApiCall {
  /** Host and port of the local gateway. */
  gateway: string;
  /** Domain of the API group. */
  host: string;
  path: string;
  /** @default "GET" */
  method?: string | undefined;
  /** @default only the headers that authenticate the app */
  headers?: Readonly<Record<string, string>> | undefined;
  /** @default no body */
  body?: string | undefined;
  auth: AuthMode;
  credentials?: Credentials | undefined;
  stage?: string | undefined;
  /** Certificate of the authority to trust, for a call over TLS. @default the call uses HTTP */
  ca?: string | undefined;
}

/** The answer to a call through the gateway. */
export interface ApiAnswer {
  /** HTTP status of the back end or of the gateway. */
  status: number;
  /** Header values by name in lower case. */
  headers: Record<string, string | string[] | undefined>;
  /** The complete body, decoded as UTF-8. */
  body: string;
  /** Time from the first byte sent to the last byte received. */
  milliseconds: number;
}

/** Why the gateway did not forward a call. Each field is empty if it did. */
export interface GatewayRefusal {
  /** Error code such as `A403JT`. Source: API Gateway's table of error codes. */
  code: string;
  /** Error message of the gateway. */
  message: string;
  /** ID of the request, as in the logs. */
  requestId: string;
}

/** Makes a call and reads the complete answer. Fails if the gateway does not answer within 15 s. */
export function callApi(call: ApiCall): Promise<ApiAnswer> {
  const { hostname, port } = new URL(`http://${call.gateway}`);
  const { path, headers } = authenticate(call);
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const sent = (call.ca === undefined ? requestHttp : requestHttps)(
      {
        host: hostname,
        port,
        method: call.method ?? "GET",
        path,
        // A new connection for each call: the server may have closed one that was kept.
        agent: false,
        headers: encodeHeaders({ host: call.host, ...call.headers, ...headers }),
        timeout: 15_000,
        ...(call.ca === undefined ? {} : { ca: call.ca, servername: call.host, agent: false }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
            milliseconds: performance.now() - started,
          }),
        );
      },
    );
    sent.on("timeout", () =>
      sent.destroy(new Error(`The gateway at ${call.gateway} did not answer within 15 s.`)),
    );
    sent.on("error", reject);
    sent.end(call.body);
  });
}

/**
 * Node sends one byte for each character of a header. Non-ASCII values are therefore converted to the bytes of UTF-8.
 */
const encodeHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Buffer.from(value, "utf8").toString("latin1")]),
  );

function authenticate({ path, method = "GET", headers, body, auth, credentials, stage }: ApiCall): {
  path: string;
  headers: Record<string, string>;
} {
  const staged: Record<string, string> = stage ? { "X-Ca-Stage": stage } : {};
  if (auth === "none") return { path, headers: staged };
  if (!credentials) throw new Error("The call needs an app, but the stack has no app with that name.");
  switch (auth) {
    case "header":
      return { path, headers: { ...staged, Authorization: `APPCODE ${credentials.appCode}` } };
    case "query": {
      const code = `AppCode=${encodeURIComponent(credentials.appCode)}`;
      return { path: `${path}${path.includes("?") ? "&" : "?"}${code}`, headers: staged };
    }
    case "signed":
      return {
        path,
        headers: { ...staged, ...createSignedHeaders({ method, path, stage, headers, body }, credentials) },
      };
  }
}

/** Title of an HTML page. Without a title, the first words of the text. */
export function readTitle(body: string): string {
  return /<title>([^<]*)<\/title>/i.exec(body)?.[1]?.trim() ?? body.trim().slice(0, 60);
}

/** Reads why the gateway did not forward a call from the headers of its answer. */
export function readRefusal({ headers }: ApiAnswer): GatewayRefusal {
  const readHeader = (name: string) => String(headers[name] ?? "");
  return {
    code: readHeader("x-ca-error-code"),
    message: readHeader("x-ca-error-message"),
    requestId: readHeader("x-ca-request-id"),
  };
}
