import type { ParameterArgs } from "../gateway/routes/parameterArgs";
import { bodyMethods } from "../gateway/routes/parameters";
import type { Credential } from "./security";

/** Headers for HTTP, caches and tracing that a request may have without a declaration. */
const always = [
  ..."Accept Accept-Encoding Accept-Language Prefer traceparent tracestate baggage X-Request-Id".split(" "),
  ..."b3 X-B3-TraceId X-B3-SpanId X-B3-ParentSpanId X-B3-Sampled".split(" "),
];
const ofReads = ["If-None-Match", "If-Modified-Since", "Range", "If-Range"];
const ofWrites = ["If-Match", "If-None-Match", "If-Unmodified-Since", "Idempotency-Key"];

/**
 * Adds headers that a mapping would drop although the service needs them: credentials that the service checks,
 * and headers of HTTP and of tracing. A document written by `openApiFromRoutes` already lists the latter.
 */
export function addPassedHeaders(
  source: { method: string; credentials: readonly Credential[]; addedNames: readonly string[] },
  addsProtocolHeaders: boolean,
  parameters: Map<string, ParameterArgs>,
): void {
  const own = [...parameters].flatMap(([name, { backend }]) => [name, backend?.name ?? name]);
  const names = new Set([...own, ...source.addedNames].map((name) => name.toLowerCase()));
  const add = (name: string, location: "header" | "query") => {
    if (names.has(name.toLowerCase())) return;
    names.add(name.toLowerCase());
    parameters.set(name, { in: location });
  };
  for (const { name, in: location } of source.credentials) {
    if (location === "header" || location === "query") add(name, location);
  }
  if (!addsProtocolHeaders) return;
  const { method } = source;
  const conditional = bodyMethods.includes(method) || method === "DELETE" ? ofWrites : ofReads;
  for (const name of [...always, ...(method === "ANY" ? [...ofReads, ...ofWrites] : conditional)]) {
    add(name, "header");
  }
}
