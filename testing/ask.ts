import { request } from "node:http";

/** Time-out of a request to a local cloud, in milliseconds. */
const patience = 5_000;

/** A request to the control plane: reads, replaces or clears the object that `about` names. */
export interface Asked {
  /** @default "GET" */
  method?: "GET" | "PUT" | "DELETE";
  /** Request body, sent as JSON. @default no body */
  body?: unknown;
}

/**
 * Reads or changes the local cloud itself: `status`, `resources`, `calls`, `requests`, `faults` …
 *
 * @param endpoint - host and port of the control plane
 * @throws if nothing answers, or the answer does not come from a local cloud; with the cloud's own message if it
 * rejects the request
 */
export function ask(
  endpoint: string,
  about: string,
  { method = "GET", body }: Asked = {},
): Promise<Record<string, unknown>> {
  const headers = body === undefined ? {} : { "content-type": "application/json" };
  return new Promise((resolve, reject) => {
    // No connection is reused: the server may have closed one that was idle while an engine ran.
    const sent = request(
      `http://${endpoint}/_local/${about}`,
      { method, headers, timeout: patience, agent: false },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("error", reject);
        response.on("end", () => {
          const answer = parseObject(text);
          if (!answer) return reject(new Error(`${endpoint} is not a local cloud of this project.`));
          if ((response.statusCode ?? 0) < 400) return resolve(answer);
          reject(new Error(String(answer.error ?? text)));
        });
      },
    );
    sent.on("timeout", () => sent.destroy(new Error(`${endpoint} did not answer within 5 s.`)));
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** The members of a JSON object; undefined for any other text. */
function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return undefined;
  }
}
