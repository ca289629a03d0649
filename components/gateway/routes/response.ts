import {
  type ApiResponse,
  type ErrorCodeSample,
  providerResponse,
} from "../../dynamic/publication/apiResponse";
import { checkData, isData } from "../../validation/json";
import { checkOneOf } from "../../validation/names";
import type { Problems } from "../../validation/problems";

/** Formats of an answer, by the words of ResultType. Source: CreateApi. */
export const resultTypes = {
  json: "JSON",
  text: "TEXT",
  binary: "BINARY",
  xml: "XML",
  html: "HTML",
  "pass-through": "PASSTHROUGH",
} as const;
/** A format of an answer. */
export type ResponseContentType = keyof typeof resultTypes;

/** An error that the service answers with, for the documents of the API. */
export interface ErrorExampleArgs {
  /** Status or code of the error, such as `"404"`; not empty. */
  code: string;
  /** What the service says; not empty. */
  message: string;
  /** What it means. @default none */
  description?: string;
  /** Model of the answer. @default none */
  model?: string;
}

/**
 * What the definition of an API tells of the answers, for its documents and SDKs: no call depends on it. It is set
 * when the API is published, in the same step, because the provider writes `JSON` and `Result Sample` with each change
 * of the API; a route that is in no `Publication` keeps those.
 *
 * Whether the service takes an empty `failExample`, which stands for one that was removed, as none is not documented: if
 * it keeps the old one, `refresh` shows it.
 *
 * The service documents no lengths. All of it goes in the query of one call, so that it is held to 6,000 characters as
 * they are encoded there.
 */
export interface ResponseArgs {
  /** Format of the answer. @default "text" where the example is a text, else "json" */
  contentType?: ResponseContentType;
  /** An answer: a text as it is, anything else as JSON. Of the type `"json"` a text has to be JSON. @default "Result Sample" */
  example?: string | object;
  /** An answer that tells of an error: a text as it is, anything else as JSON. @default none */
  failExample?: string | object;
  /** The errors. @default none */
  errors?: ErrorExampleArgs[];
}

/** Most characters of a query that every server on the way takes, less those of the call itself. */
const longestQuery = 6_000;

/** How many characters of a query it takes. */
function lengthOf(response: ApiResponse): number {
  return encodeURIComponent(JSON.stringify(response)).length;
}

/** Whether one call can set it. */
export const isSendable = (response: ApiResponse): boolean => lengthOf(response) <= longestQuery;

/** Notes every problem in it. */
export function planResponse(given: ResponseArgs, problems: Problems): ApiResponse {
  const { example, failExample, errors = [] } = given;
  const { contentType = typeof example === "string" ? "text" : "json" } = given;
  const isKnown = checkOneOf(contentType, Object.keys(resultTypes), problems, "contentType");
  if (contentType === "json" && typeof example === "string" && !isJson(example)) {
    problems.add("example", "is no JSON.", 'Give an object, JSON text, or contentType: "text".');
  }
  for (const [property, value] of Object.entries({ example, failExample })) {
    checkData(value, problems, property);
    if (value === "") problems.add(property, "is empty.", "Give one, or leave it out.");
  }
  const samples = errors.map((error, index): ErrorCodeSample => {
    const at = problems.under(`errors[${index}]`);
    if (!error.code.trim()) at.add("code", "is empty.", 'Use for example "404".');
    if (!error.message) at.add("message", "is empty.", "Say what the service says.");
    const { code, message, description, model } = error;
    return { code, message, ...(description ? { description } : {}), ...(model ? { model } : {}) };
  });
  const response: ApiResponse = {
    resultType: isKnown ? resultTypes[contentType] : "",
    resultSample: example === undefined ? providerResponse.resultSample : textOf(example),
    ...(failExample === undefined ? {} : { failResultSample: textOf(failExample) }),
    errorCodeSamples: samples,
  };
  if (!isSendable(response)) {
    const problem = `takes ${lengthOf(response)} characters as a query has them.`;
    problems.add("", problem, `Shorten it to ${longestQuery}: fewer errors, or shorter examples.`);
  }
  return response;
}

/** The arguments that it is resolved from. */
export function responseArgsOf(response: ApiResponse): ResponseArgs {
  const { resultType, resultSample, failResultSample, errorCodeSamples } = response;
  const types = Object.keys(resultTypes) as ResponseContentType[];
  const contentType = types.find((type) => resultTypes[type] === resultType);
  return {
    ...(contentType === undefined ? {} : { contentType }),
    ...(resultSample === providerResponse.resultSample ? {} : { example: resultSample }),
    ...(failResultSample === undefined ? {} : { failExample: failResultSample }),
    ...(errorCodeSamples.length === 0 ? {} : { errors: errorCodeSamples }),
  };
}

const textOf = (example: string | object): string =>
  typeof example === "string" ? example : isData(example) ? JSON.stringify(example) : "";

/** Whether a text is JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
