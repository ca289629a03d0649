import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { signedHeaders } from "./signing";

/** How a call shows who makes it. */
export const authModes = ["header", "query", "signed", "none"] as const;
export type AuthMode = (typeof authModes)[number];

/** What an app authenticates itself with. */
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
  /** @default none but what shows who makes it */
  headers?: Readonly<Record<string, string>> | undefined;
  /** @default nothing */
  body?: string | undefined;
  auth: AuthMode;
  credentials?: Credentials | undefined;
  stage?: string | undefined;
  /** Certificate of the authority to trust, for a call over TLS. @default a call over HTTP */
  ca?: string | undefined;
}

/** What came back of a call through the gateway. */
export interface ApiAnswer {
  /** HTTP status: the back end's, or the gateway's own. */
  status: number;
  /** By their names in lower case. */
  headers: Record<string, string | string[] | undefined>;
  /** All of it, as UTF-8. */
  body: string;
  /** From the first byte sent to the last one received. */
  milliseconds: number;
}

/** Why the gateway did not pass a call on; each is empty when it did. */
export interface GatewayRefusal {
  /** Error code such as `A403JT`. Source: API Gateway's table of error codes. */
  code: string;
  /** What was wrong, in the gateway's words. */
  message: string;
  /** Id of the request, as logs have it. */
  requestId: string;
}

/** Makes a call and reads the whole answer; fails when the gateway gives none within 15 s. */
export function callApi(call: ApiCall): Promise<ApiAnswer> {
  const { hostname, port } = new URL(`http://${call.gateway}`);
  const { path, headers } = authenticated(call);
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const sent = (call.ca === undefined ? requestHttp : requestHttps)(
      {
        host: hostname,
        port,
        method: call.method ?? "GET",
        path,
        // A connection of its own: one that was kept may have been closed by now.
        agent: false,
        headers: inBytes({ host: call.host, ...call.headers, ...headers }),
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
      sent.destroy(new Error(`The gateway at ${call.gateway} gave no answer within 15 s.`)),
    );
    sent.on("error", reject);
    sent.end(call.body);
  });
}

/** Values with other characters than ASCII are sent as UTF-8, of which Node sends a character for each byte. */
const inBytes = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Buffer.from(value, "utf8").toString("latin1")]),
  );

function authenticated({ path, method = "GET", headers, body, auth, credentials, stage }: ApiCall): {
  path: string;
  headers: Record<string, string>;
} {
  const staged: Record<string, string> = stage ? { "X-Ca-Stage": stage } : {};
  if (auth === "none") return { path, headers: staged };
  if (!credentials) throw new Error("The call needs an app: the stack has none, or none of that name.");
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
        headers: { ...staged, ...signedHeaders({ method, path, stage, headers, body }, credentials) },
      };
  }
}

/** Title of an HTML page, or its first words. */
export function titleOf(body: string): string {
  return /<title>([^<]*)<\/title>/i.exec(body)?.[1]?.trim() ?? body.trim().slice(0, 60);
}

/** What the headers of an answer say of a refusal by the gateway. */
export function refusalOf({ headers }: ApiAnswer): GatewayRefusal {
  const text = (name: string) => String(headers[name] ?? "");
  return {
    code: text("x-ca-error-code"),
    message: text("x-ca-error-message"),
    requestId: text("x-ca-request-id"),
  };
}
