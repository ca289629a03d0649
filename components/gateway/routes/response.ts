import { type ApiResponse, providerResponse } from "../../dynamic/publication/apiResponse";
import { attempt } from "../../validation/attempt";
import { unlessEmpty, withoutUndefined } from "../../validation/given";
import { checkData, isData } from "../../validation/json";
import type { Problems } from "../../validation/problems";

/** Formats of a response: values of ResultType. Source: CreateApi. */
const resultTypes = {
  json: "JSON",
  text: "TEXT",
  binary: "BINARY",
  xml: "XML",
  html: "HTML",
  "pass-through": "PASSTHROUGH",
} as const;
/** Format of a response. */
export type ResponseContentType = keyof typeof resultTypes;

/** Error response of the service, for the documentation of the API. */
export interface ErrorExampleArgs {
  /** Status or code of the error, such as `"404"`. Must not be empty. */
  code: string;
  /** Message of the service. Must not be empty. */
  message: string;
  /** Meaning of the error. @default none */
  description?: string;
  /** Model of the response. @default none */
  model?: string;
}

/**
 * Response part of an API's definition, for its documentation and SDKs. It does not affect calls. It is
 * written in the same step as the publication, because the provider writes `JSON` and `Result Sample` with
 * each change of the API. A route without a `Publication` keeps those values.
 *
 * An empty `failExample` stands for a removed one. The service does not document whether it treats an empty
 * value as none. If it keeps the old example, `refresh` shows it.
 *
 * The service does not document maximum lengths. All values are sent in the query of one call. They are
 * limited to 6,000 characters after encoding.
 */
export interface ResponseArgs {
  /** Format of the response. @default "text" if the example is a string, else "json" */
  contentType?: ResponseContentType;
  /**
   * Example of a response. A string is used unchanged, any other value as JSON. With `"json"`, a string must
   * be JSON.
   *
   * @default "Result Sample"
   */
  example?: string | object;
  /** Example of an error response. A string is used unchanged, any other value as JSON. @default none */
  failExample?: string | object;
  /** Error responses. @default none */
  errors?: ErrorExampleArgs[];
}

/** Maximum length of a query that servers accept, minus the parameters of the call itself. */
const longestQuery = 6_000;

export function planResponse(args: ResponseArgs, problems: Problems): ApiResponse {
  const { example, failExample, errors = [] } = args;
  const { contentType = typeof example === "string" ? "text" : "json" } = args;
  if (contentType === "json" && typeof example === "string" && !isJson(example)) {
    problems.add("example", "is not JSON.", 'Use an object or JSON text, or set contentType to "text".');
  }
  for (const [property, value] of Object.entries({ example, failExample })) {
    checkData(value, problems, property);
    if (value === "") problems.add(property, "is empty.", "Set it to an example, or remove it.");
  }
  const samples = errors.map((error, index) => {
    const at = problems.under(`errors[${index}]`);
    if (!error.code.trim()) at.add("code", "is empty.", 'Use for example "404".');
    if (!error.message) at.add("message", "is empty.", "Set it to the message of the service.");
    const { code, message, description, model } = error;
    return { code, message, description: description || undefined, model: model || undefined };
  });
  const response: ApiResponse = withoutUndefined({
    resultType: resultTypes[contentType],
    resultSample: example === undefined ? providerResponse.resultSample : serializeExample(example),
    failResultSample: failExample === undefined ? undefined : serializeExample(failExample),
    errorCodeSamples: samples,
  });
  const { length } = encodeURIComponent(JSON.stringify(response));
  if (length > longestQuery) {
    const hint = `Use at most ${longestQuery}: remove errors, or shorten examples.`;
    problems.add("", `has ${length} characters after URL encoding.`, hint);
  }
  return response;
}

export function toResponseArgs(response: ApiResponse): ResponseArgs {
  const { resultType, resultSample, failResultSample, errorCodeSamples } = response;
  const types = Object.keys(resultTypes) as ResponseContentType[];
  const contentType = types.find((type) => resultTypes[type] === resultType);
  return withoutUndefined({
    contentType,
    example: resultSample === providerResponse.resultSample ? undefined : resultSample,
    failExample: failResultSample,
    errors: unlessEmpty(errorCodeSamples),
  });
}

const serializeExample = (example: string | object): string =>
  typeof example === "string" ? example : isData(example) ? JSON.stringify(example) : "";

export const isJson = (text: string): boolean => attempt(() => JSON.parse(text)) !== undefined;
