import { request } from "node:http";

/** How long a local cloud may take for an answer, in milliseconds. */
const patience = 5_000;

/** What to do with what `about` names: read it, put something in its place, or clear it. */
export interface Asked {
  /** @default "GET" */
  method?: "GET" | "PUT" | "DELETE";
  /** Sent as JSON. @default nothing */
  body?: unknown;
}

/**
 * Asks a local cloud about itself, or tells it what it is to do: `status`, `resources`, `calls`, `requests`, `faults` …
 *
 * @param endpoint - host and port of its control plane
 * @throws when there is no answer, or no local cloud; with its words when it refuses
 */
export function ask(
  endpoint: string,
  about: string,
  { method = "GET", body }: Asked = {},
): Promise<Record<string, unknown>> {
  const headers = body === undefined ? {} : { "content-type": "application/json" };
  return new Promise((resolve, reject) => {
    // No connection is kept: one that lay idle while an engine ran may be closed by now.
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
          const answer = parsed(text);
          if (!answer) return reject(new Error(`${endpoint} is not a local cloud of this project.`));
          if ((response.statusCode ?? 0) < 400) return resolve(answer);
          reject(new Error(String(answer.error ?? text)));
        });
      },
    );
    sent.on("timeout", () => sent.destroy(new Error(`${endpoint} gave no answer within 5 s.`)));
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** The members of a JSON object. */
function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return undefined;
  }
}
