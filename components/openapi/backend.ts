import type { BackendArgs, Method, RouteArgs } from "../gateway/route";
import { shown, textOf } from "./document";
import { nameInPath } from "./parameters";
import type { Findings, Place } from "./place";
import { exampleIn } from "./responses";
import { ownExtension, vendor } from "./words";

/** What the gateway asks the service for, by the vendor's extension, or the answer in its place. */
export function readBackend(operation: Place, mocked: boolean, findings: Findings): BackendArgs | undefined {
  const given = operation.object(vendor.backend, findings);
  const type = given?.text("type", findings)?.toUpperCase();
  if (mocked || type === "MOCK") {
    const body = type === "MOCK" ? given?.text("mockResult", findings) : exampleOf(operation, findings);
    if (given && type === "MOCK") {
      const status = given.at("mockStatusCode");
      if (status && Number(status.value) !== 200) {
        findings.losses.add(
          status.pointer,
          `is ${shown(status.value)}: a mock answers with 200.`,
          "Remove it.",
        );
      }
      given.loseOthers(["type", "mockResult", "mockStatusCode"], findings);
    }
    return { mock: { body: body ?? "" } };
  }
  if (given === undefined) return undefined;
  if (type !== undefined && type !== "HTTP-VPC") {
    findings.mistakes.add(`${given.pointer}/type`, `is "${type}".`, "Use HTTP-VPC or MOCK.");
    return undefined;
  }
  const path = given.text("path", findings);
  const method = given.text("method", findings);
  const timeout = given.at("timeout");
  given.loseOthers(["type", "path", "method", "timeout"], findings);
  return {
    ...(path === undefined ? {} : { path: bracketed(path) }),
    // What is none of these is found with the routes.
    ...(method === undefined ? {} : { method: method.toUpperCase() as Method }),
    ...(timeout === undefined ? {} : { timeout: milliseconds(timeout.value) }),
  };
}

/** Vendor's documents write the number as a text too. */
function milliseconds(value: unknown): number {
  return typeof value === "number" || (typeof value === "string" && value !== "")
    ? Number(value)
    : Number.NaN;
}

/** `{id}` as the gateway writes it, `[id]`. */
export function bracketed(path: string): string {
  return path.replace(/\{([^{}/]+)\}/g, (_, name: string) => `[${nameInPath(name)}]`);
}

/** The protocols that a document of ours says. */
export function readProtocols(operation: Place, findings: Findings): Pick<RouteArgs, "protocols"> {
  const own = operation.object(ownExtension, findings);
  if (own?.at("protocols") === undefined) return {};
  own.loseOthers(["protocols", "response"], findings);
  const protocols = own.list("protocols", findings).map(({ value }) => textOf(value));
  return { protocols: protocols as NonNullable<RouteArgs["protocols"]> };
}

/** The body of the first example of the first answer of success. */
function exampleOf(operation: Place, findings: Findings): string | undefined {
  const responses = operation.object("responses", findings);
  const successes = responses?.all().filter(([status]) => /^2(\d\d|XX)$/.test(status)) ?? [];
  for (const [status, given] of successes.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const response = given.followed(findings);
    for (const [, media] of response?.object("content", findings)?.all() ?? []) {
      const example = exampleIn(media, findings);
      if (example === undefined) continue;
      if (status !== "200") {
        findings.losses.add(given.pointer, `has the status ${status}: a mock answers with 200.`, "Use 200.");
      }
      return typeof example.value === "string" ? example.value : written(example, findings);
    }
  }
  const problem = "have no example in an answer of success.";
  findings.mistakes.add(`${operation.pointer}/responses`, problem, "Add one, or leave this mock out.");
  return undefined;
}

function written(example: Place, { mistakes }: Findings): string | undefined {
  try {
    return JSON.stringify(example.value);
  } catch {
    mistakes.add(example.pointer, "contains itself.", "Write an example that can be written as JSON.");
    return undefined;
  }
}
