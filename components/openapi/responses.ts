import { type ApiResponse, providerResponse } from "../dynamic/publication/apiResponse";
import {
  isJson,
  planResponse,
  type ResponseArgs,
  type ResponseContentType,
  toResponseArgs,
} from "../gateway/routes/response";
import { attempt } from "../validation/attempt";
import { canonical } from "../validation/canonical";
import { unlessEmpty, withoutUndefined } from "../validation/given";
import { parse } from "../validation/parse";
import { Problems } from "../validation/problems";
import { toText } from "./document";
import { isFields, Place } from "./place";
import { ownExtension, vendor } from "./words";

/** Formats with the media type that is written, and those that are read. The first match applies. */
const formats: readonly (readonly [ResponseContentType, written: string, read: RegExp])[] = [
  ["json", "application/json", /^application\/(.*\+)?json\b/i],
  ["html", "text/html", /^text\/html\b/i],
  ["xml", "application/xml", /^(application|text)\/(.*\+)?xml\b/i],
  ["text", "text/plain", /^text\//i],
  ["pass-through", "*/*", /^\*\/\*/],
  ["binary", "application/octet-stream", /./],
];

/**
 * Reads the documentation of the responses: format and example of the first success, an error for every other
 * status, and the first example of these. It does not affect calls, so unreadable parts are unsupported
 * features, not errors. The response of a mock is its body, not an example.
 */
export function readResponse(operation: Place): ResponseArgs | undefined {
  const extension = operation.at(ownExtension)?.child("response");
  if (extension?.value === false) return undefined;
  const full = extension === undefined ? readNatural(operation) : readExtension(extension);
  if (full === undefined) return undefined;
  const { errors, contentType } = full;
  const shorter = [full, withoutUndefined({ contentType, errors }), withoutUndefined({ contentType })];
  const response = shorter.find((one) => Object.keys(one).length > 0 && isAccepted(one));
  if (response !== full) {
    const place = operation.at("responses") ?? operation;
    place.unsupported("has longer examples than the gateway stores.", "Shorten them, or remove some.");
  }
  return response;
}

function isAccepted(args: ResponseArgs): boolean {
  const problems = new Problems();
  planResponse(parse(args, "ResponseArgs", problems), problems);
  return problems.list.length === 0;
}

/** Reads what {@link writeResponses} writes if the fields of OpenAPI cannot express it. */
function readExtension(extension: Place): ResponseArgs {
  const errors = extension.list("errors").map((error) => ({
    code: error.text("code") ?? "",
    message: error.text("message") ?? "",
    description: error.text("description"),
    model: error.text("model"),
  }));
  return withoutUndefined({
    contentType: extension.text("contentType") as ResponseContentType | undefined,
    example: extension.text("example"),
    failExample: extension.text("failExample"),
    errors: unlessEmpty(errors),
  });
}

const successPattern = /^2(\d\d|XX)$/;

/** Successful responses by status, the lowest first. */
export const listSuccesses = (operation: Place): [status: string, response: Place][] =>
  (operation.at("responses")?.all() ?? [])
    .filter(([status]) => successPattern.test(status))
    .sort(([a], [b]) => (a < b ? -1 : 1));

function readNatural(operation: Place): ResponseArgs | undefined {
  const [success] = listSuccesses(operation);
  const isMock = toText(operation.at(vendor.backend)?.at("type")?.value).toUpperCase() === "MOCK";
  const answer = success === undefined || isMock ? {} : readAnswer(success[1]);
  const all = operation.at("responses")?.all() ?? [];
  const failures = all.filter(([status]) => !successPattern.test(status) && !status.startsWith("x-"));
  const errors = failures.flatMap(([code, place]) => {
    const description = place.at("description")?.value;
    const message = typeof description === "string" && description !== "" ? description : code;
    return code === "default" ? [] : [{ code, message }];
  });
  const failExample = failures
    .map(([, place]) => readAnswer(place).example)
    .find((example) => example !== undefined);
  const others = { failExample, errors: unlessEmpty(errors) };
  const response: ResponseArgs = withoutUndefined({ ...answer, ...others });
  // The provider writes JSON for a route without a response.
  return Object.keys(response).every((key) => key === "contentType" && response[key] === "json")
    ? undefined
    : response;
}

function readAnswer(response: Place): Pick<ResponseArgs, "contentType" | "example"> {
  const [first] = response.at("content")?.all() ?? [];
  if (first === undefined) return {};
  const [type, media] = first;
  const contentType = formats.find(([, , read]) => read.test(type))?.[0] ?? "binary";
  const example = exampleIn(media);
  const text = example === undefined ? undefined : formatExample(contentType, example);
  return { contentType, example: text || undefined };
}

/** Example of a media type: its own, the first of several, or that of its schema. */
export function exampleIn(media: Place): Place | undefined {
  const [, first] = media.at("examples")?.all()[0] ?? [];
  const schema = media.at("schema");
  const examples = schema?.child("examples");
  const example =
    media.child("example") ?? first?.child("value") ?? schema?.child("example") ?? examples?.child(0);
  return example?.resolveExample();
}

/** Problem of an example. */
export const notJson = "contains itself, or a value that JSON does not have.";

/** A string that documents JSON may be JSON itself. */
function formatExample(contentType: ResponseContentType, example: Place): string | undefined {
  const { value } = example;
  if (typeof value === "string" && (contentType !== "json" || isJson(value))) return value;
  const text = attempt(() => JSON.stringify(value));
  if (text === undefined) {
    example.unsupported(notJson, "Use an example that can be written as JSON.");
  }
  return text;
}

/** Writes what {@link readResponse} reads: to the fields of OpenAPI, or else to the extension. */
export function writeResponses(
  response: ApiResponse | undefined,
  plain: Record<string, unknown>,
  backend: Record<string, unknown>,
): { responses: Record<string, unknown>; own: { response?: ResponseArgs | false } } {
  const responses = { ...plain, ...(response && describeResponse(response)) };
  const read = readResponse(Place.root({ responses, [vendor.backend]: backend }));
  const again = read && planResponse(read, new Problems());
  if (canonical(again ?? null) === canonical(response ?? null)) return { responses, own: {} };
  return { responses, own: { response: response ? toResponseArgs(response) : false } };
}

function describeResponse(response: ApiResponse): Record<string, unknown> {
  const { contentType = "json", failExample } = toResponseArgs(response);
  const [, media] = formats.find(([one]) => one === contentType) ?? [];
  const success =
    response.resultSample === providerResponse.resultSample
      ? {}
      : { example: parseExample(response.resultSample) };
  const errors = response.errorCodeSamples.filter(({ code }) => /^[1345](\d\d|XX)$/.test(code));
  const failing = errors[0]?.code ?? "default";
  const failures: Record<string, unknown> = {};
  for (const { code, message } of errors) failures[code] ??= { description: message };
  if (typeof failExample === "string") {
    const description = errors[0]?.message ?? "An error of the service.";
    const type = isJson(failExample) ? "application/json" : "text/plain";
    failures[failing] = { description, content: { [type]: { example: parseExample(failExample) } } };
  }
  return {
    "200": { description: "The answer of the service.", content: { [media ?? ""]: success } },
    ...failures,
  };
}

/** Parses an example that is an object or a list in JSON. */
function parseExample(text: string): unknown {
  if (!isJson(text)) return text;
  const value: unknown = JSON.parse(text);
  return isFields(value) || Array.isArray(value) ? value : text;
}
