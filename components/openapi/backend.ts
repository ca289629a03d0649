import type { BackendArgs, Method, RouteArgs } from "../gateway/routes/args";
import { attempt } from "../validation/attempt";
import { hintForName } from "../validation/nearest";
import { describe, toText } from "./document";
import type { Operation } from "./operations";
import { convertServicePath } from "./pathTemplate";
import type { Place } from "./place";
import { exampleIn, listSuccesses, notJson } from "./responses";
import { ownExtension, vendor } from "./words";

/** Reads the request to the service, or the mock that answers instead. */
export function readBackend(source: Operation, usesMocks: boolean): BackendArgs | undefined {
  const { place: operation, template } = source;
  const extension = operation.object(vendor.backend);
  const type = extension?.text("type")?.toUpperCase();
  if (usesMocks || type === "MOCK") return readMock(operation, type === "MOCK" ? extension : undefined);
  if (type !== undefined && type !== "HTTP-VPC") {
    const hint = hintForName(type, ["HTTP-VPC", "MOCK"], "Use HTTP-VPC or MOCK.");
    extension?.reject(`is "${type}".`, hint, "type");
    return undefined;
  }
  const path = extension?.text("path");
  const method = extension?.text("method");
  const timeout = extension?.at("timeout");
  extension?.reportOthers(["type", "path", "method", "timeout"]);
  const servicePath = path === undefined ? template.servicePath : convertServicePath(path, template.names);
  if (extension === undefined && servicePath === undefined) return undefined;
  return {
    path: servicePath,
    // Other methods are reported with the routes.
    method: method?.toUpperCase() as Method | undefined,
    timeout: timeout && parseMilliseconds(timeout.value),
  };
}

function readMock(operation: Place, extension: Place | undefined): BackendArgs | undefined {
  if (extension === undefined) {
    const body = findExample(operation);
    return body === undefined ? undefined : { mock: { body } };
  }
  const status = extension.at("mockStatusCode");
  if (status && Number(status.value) !== 200) {
    status.unsupported(`is ${describe(status.value)}: a mock answers with 200.`, "Remove it.");
  }
  extension.reportOthers(["type", "mockResult", "mockStatusCode"]);
  return { mock: { body: extension.text("mockResult") ?? "" } };
}

/** Parses a timeout. The vendor's documents also write the number as a string. */
function parseMilliseconds(value: unknown): number {
  return typeof value === "number" || (typeof value === "string" && value !== "")
    ? Number(value)
    : Number.NaN;
}

/** Reads the protocols from the extension that `openApiFromRoutes` writes. */
export function readProtocols(operation: Place): RouteArgs["protocols"] {
  const extension = operation.object(ownExtension);
  if (extension?.at("protocols") === undefined) return undefined;
  extension.reportOthers(["protocols", "response"]);
  return extension.list("protocols").map(({ value }) => toText(value)) as RouteArgs["protocols"];
}

/** Body of the first example of the first successful response. */
function findExample(operation: Place): string | undefined {
  for (const [status, response] of listSuccesses(operation)) {
    for (const [, media] of response.object("content")?.all() ?? []) {
      const example = exampleIn(media);
      if (example === undefined) continue;
      if (status !== "200") {
        response.unsupported("has a status other than 200: a mock answers with 200.", "Use 200.");
      }
      if (typeof example.value === "string") return example.value;
      const text = attempt(() => JSON.stringify(example.value));
      if (text === undefined) example.reject(notJson, "Use an example that can be written as JSON.");
      return text;
    }
  }
  const hint = "Add an example, or read the document without `mocks`.";
  operation.unsupported("has no example of a successful response for a mock.", hint, "left out");
  return undefined;
}
