import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ipaddr from "ipaddr.js";
import { parseDocument } from "yaml";
import { type CloudAddresses, createAddressConfiguration } from "../testing/configuration";
import { Failure } from "./failure";
import { projectDir } from "./paths";

/** Committed configuration file of stack `local`. */
export const committedConfig = join(projectDir, "Pulumi.local.yaml");

/**
 * Reads the endpoints from a configuration file of stack `local`.
 *
 * @throws Failure if an endpoint is not on loopback, or the file names no endpoint
 */
export function readLoopbackEndpoints(file = committedConfig): string[] {
  const endpoints = parseDocument(readFileSync(file, "utf8")).getIn(["config", "alicloud:endpoints"]);
  const parsed: unknown = JSON.parse(JSON.stringify(endpoints ?? []));
  const named = (Array.isArray(parsed) ? parsed : [parsed]).flatMap((entry: unknown) =>
    typeof entry === "object" && entry !== null ? Object.entries(entry) : [],
  );
  if (named.length === 0) {
    throw new Failure(
      `${file}: alicloud:endpoints is empty. Set the endpoint of each product to 127.0.0.1:<port>.`,
    );
  }
  for (const [product, endpoint] of named) {
    if (typeof endpoint !== "string" || !isLoopback(endpoint)) {
      throw new Failure(
        `${file}: alicloud:endpoints.${product} is ${String(endpoint)}, which is not on loopback. ` +
          "Use 127.0.0.1:<port>, or another stack for a real account.",
      );
    }
  }
  return [...new Set(named.map(([, endpoint]) => String(endpoint)))];
}

/** Control-plane port in a configuration file of stack `local`. */
export function readControlPlanePort(file = committedConfig): number {
  const [endpoint = ""] = readLoopbackEndpoints(file);
  return Number(endpoint.slice(endpoint.lastIndexOf(":") + 1));
}

function isLoopback(endpoint: string): boolean {
  const host = endpoint.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
  return host === "localhost" || (ipaddr.isValid(host) && ipaddr.parse(host).range() === "loopback");
}

/** Writes a copy of the committed configuration for a local cloud with other addresses. */
export function writeConfigFor(
  cloud: CloudAddresses,
  file: string,
  more: Record<string, unknown> = {},
): void {
  const document = parseDocument(readFileSync(committedConfig, "utf8"));
  for (const [key, value] of Object.entries({ ...createAddressConfiguration(cloud), ...more }))
    document.setIn(["config", key], value);
  writeFileSync(file, document.toString());
}

/** Sets values of a configuration file and keeps its other values. Undefined removes a value. */
export function setConfig(file: string, values: Readonly<Record<string, unknown>>): void {
  const document = parseDocument(readFileSync(file, "utf8"));
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) document.deleteIn(["config", key]);
    else document.setIn(["config", key], value);
  }
  writeFileSync(file, document.toString());
}
