import { type ApiResponse, providerResponse } from "../cloudapi/apiResponse";
import { canonical } from "../core/canonical";
import { Mistakes } from "../core/mistakes";
import {
  isJson,
  isSendable,
  type ResponseArgs,
  type ResponseContentType,
  resolveResponse,
  responseArgsOf,
} from "../gateway/routeResponse";
import { type Findings, isFields, Place } from "./place";
import { ownExtension, vendor } from "./words";

/** Media types that a format is written as; the last has no single one. */
const mediaTypes: Record<ResponseContentType, string> = {
  json: "application/json",
  text: "text/plain",
  html: "text/html",
  xml: "application/xml",
  binary: "application/octet-stream",
  "pass-through": "*/*",
};

/** Formats by media type: the first that fits. */
const formats: readonly (readonly [RegExp, ResponseContentType])[] = [
  [/^application\/(.*\+)?json\b/i, "json"],
  [/^text\/html\b/i, "html"],
  [/^(application|text)\/(.*\+)?xml\b/i, "xml"],
  [/^text\//i, "text"],
  [/^\*\/\*/, "pass-through"],
  [/./, "binary"],
];

/**
 * What an operation says of its answers: format and example of the first success, every other status as an error, and
 * the first example of such. Nothing of it changes a call, so that what cannot be read or kept is a loss. A mock's
 * answer is its body, and no example.
 */
export function readResponse(operation: Place, findings: Findings): { response?: ResponseArgs } {
  const own = operation.at(ownExtension)?.at("response");
  if (own?.value === false) return {};
  const scratch: Findings = { mistakes: new Mistakes(), losses: new Mistakes() };
  const given = own === undefined ? natural(operation, scratch) : argsOf(own, scratch);
  for (const { path, problem, remedy } of scratch.mistakes.list) findings.losses.add(path, problem, remedy);
  if (given === undefined) return {};
  const { errors, contentType } = given;
  const formatOnly = contentType === undefined ? undefined : { contentType };
  const shorter = [given, { ...formatOnly, ...(errors && { errors }) }, formatOnly];
  const response = shorter.find((one) => one !== undefined && Object.keys(one).length > 0 && keeps(one));
  if (response !== given) {
    const { pointer } = operation.at("responses") ?? operation;
    findings.losses.add(
      pointer,
      "is more of examples than the gateway keeps.",
      "Shorten them, or remove some.",
    );
  }
  return response === undefined ? {} : { response };
}

function keeps(given: ResponseArgs): boolean {
  const mistakes = new Mistakes();
  return isSendable(resolveResponse(given, mistakes)) && mistakes.list.length === 0;
}

/** As {@link writeResponses} writes what the document's own words cannot say. */
function argsOf(own: Place, findings: Findings): ResponseArgs {
  const text = (place: Place, key: string) => {
    const value = place.text(key, findings);
    return value === undefined ? {} : { [key]: value };
  };
  const errors = own.list("errors", findings).map((error) => ({
    code: error.text("code", findings) ?? "",
    message: error.text("message", findings) ?? "",
    ...text(error, "description"),
    ...text(error, "model"),
  }));
  return {
    ...text(own, "contentType"),
    ...text(own, "example"),
    ...text(own, "failExample"),
    ...(errors.length === 0 ? {} : { errors }),
  };
}

function natural(operation: Place, findings: Findings): ResponseArgs | undefined {
  const all = operation.at("responses")?.all() ?? [];
  const isSuccess = ([status]: [string, Place]) => /^2(\d\d|XX)$/.test(status);
  const [success] = all.filter(isSuccess).sort(([a], [b]) => (a < b ? -1 : 1));
  const isMock = String(operation.at(vendor.backend)?.at("type")?.value).toUpperCase() === "MOCK";
  const told = success === undefined || isMock ? {} : answerOf(success[1].followed(findings), findings);
  const failures = all.filter(([status, place]) => !isSuccess([status, place]) && !status.startsWith("x-"));
  const errors = failures.flatMap(([code, place]) => {
    const description = place.followed(findings)?.at("description")?.value;
    const message = typeof description === "string" && description !== "" ? description : code;
    return code === "default" ? [] : [{ code, message }];
  });
  const failExample = failures
    .map(([, place]) => answerOf(place.followed(findings), findings).example)
    .find((example) => example !== undefined);
  const response: ResponseArgs = {
    ...told,
    ...(failExample === undefined ? {} : { failExample }),
    ...(errors.length === 0 ? {} : { errors }),
  };
  // JSON is what the provider says of an API of which nothing is said.
  return Object.keys(response).every((key) => key === "contentType" && response[key] === "json")
    ? undefined
    : response;
}

function answerOf(
  response: Place | undefined,
  findings: Findings,
): Pick<ResponseArgs, "contentType" | "example"> {
  const [first] = response?.at("content")?.all() ?? [];
  if (first === undefined) return {};
  const [type, media] = first;
  const contentType = formats.find(([pattern]) => pattern.test(type))?.[1] ?? "binary";
  const example = exampleIn(media, findings);
  const text = example === undefined ? undefined : writtenAs(contentType, example, findings);
  return { contentType, ...(text ? { example: text } : {}) };
}

/** The example of a media type: its own, the first of several, or that of its schema. */
export function exampleIn(media: Place, findings: Findings): Place | undefined {
  const [, first] = media.at("examples")?.all()[0] ?? [];
  const schema = media.at("schema")?.followed(findings);
  return (
    media.at("example") ??
    first?.followed(findings)?.at("value") ??
    schema?.at("example") ??
    schema?.at("examples")?.at(0)
  );
}

/** A text that is meant as JSON may be one already. */
function writtenAs(
  contentType: ResponseContentType,
  { value, pointer }: Place,
  findings: Findings,
): string | undefined {
  if (typeof value === "string" && (contentType !== "json" || isJson(value))) return value;
  try {
    return JSON.stringify(value);
  } catch {
    findings.mistakes.add(pointer, "contains itself.", "Write an example that can be written as JSON.");
    return undefined;
  }
}

/**
 * The answers of a route in a document's own words, and what these leave out of it: for {@link readResponse} to read
 * the same.
 */
export function writeResponses(
  response: ApiResponse | undefined,
  plain: Record<string, unknown>,
  backend: Record<string, unknown>,
): { responses: Record<string, unknown>; own: { response?: ResponseArgs | false } } {
  const responses = { ...plain, ...(response && told(response)) };
  const read = readResponse(new Place({ responses, [vendor.backend]: backend }, "#"), {
    mistakes: new Mistakes(),
    losses: new Mistakes(),
  }).response;
  const again = read && resolveResponse(read, new Mistakes());
  if (canonical(again ?? null) === canonical(response ?? null)) return { responses, own: {} };
  return { responses, own: { response: response ? responseArgsOf(response) : false } };
}

function told(response: ApiResponse): Record<string, unknown> {
  const { contentType = "json", failExample } = responseArgsOf(response);
  const media = mediaTypes[contentType];
  const shown =
    response.resultSample === providerResponse.resultSample
      ? {}
      : { example: plainOf(response.resultSample) };
  const errors = response.errorCodeSamples.filter(({ code }) => /^[1345](\d\d|XX)$/.test(code));
  const failing = errors[0]?.code ?? "default";
  const failures: Record<string, unknown> = {};
  for (const { code, message } of errors) failures[code] ??= { description: message };
  if (typeof failExample === "string") {
    const description = errors[0]?.message ?? "An error of the service.";
    const type = isJson(failExample) ? mediaTypes.json : mediaTypes.text;
    failures[failing] = { description, content: { [type]: { example: plainOf(failExample) } } };
  }
  return {
    "200": { description: "The answer of the service.", content: { [media]: shown } },
    ...failures,
  };
}

/** An object where a text is one in JSON, for readers of the document. */
function plainOf(text: string): unknown {
  if (!isJson(text)) return text;
  const value: unknown = JSON.parse(text);
  return isFields(value) || Array.isArray(value) ? value : text;
}
