import { parseJson } from "../../parsing";
import type { ErrorMapping, MappedAnswer } from "../../plugins/errorMapping";
import { interpolate } from "../../plugins/parameters";
import type { GatewayContext } from "../context";
import { headerText } from "../errors";
import { decodeHeader } from "../headers";
import { pluginInEffect } from "../plugins";
import { atJsonPath } from "../values";

/** A complete answer of the back end. */
export interface CompleteAnswer {
  status: number;
  /** Names and values in turn. */
  headers: readonly string[];
  body: Buffer;
}

/** Whether a plug-in of the request may map errors of the back end. */
export const mapsErrors = (context: GatewayContext): boolean =>
  pluginInEffect(context, "errorMapping") !== undefined;

/**
 * The replacement of an answer by the error mapping plug-in. Undefined for an answer that stays as it is. Assumption: a
 * mapped answer has no body and no error code.
 */
export function mapError(
  context: GatewayContext,
  answer: CompleteAnswer,
): { status: number; headers: Record<string, string> } | undefined {
  const found = pluginInEffect(context, "errorMapping");
  if (!found) return undefined;
  const value = readValues(found.document, answer);
  const mapped = found.document.isError(value) ? mappingFor(found.document, value) : undefined;
  if (!mapped) return undefined;
  const message = headerText(interpolate(mapped.errorMessage, value));
  return { status: mapped.statusCode, headers: { "X-Ca-Error-Message": message } };
}

function readValues({ parameters }: ErrorMapping, answer: CompleteAnswer): (name: string) => unknown {
  let parsed: unknown;
  try {
    parsed = parseJson(answer.body.toString("utf8"));
  } catch (error) {
    // A body that is not JSON has no fields.
    if (!(error instanceof SyntaxError)) throw error;
  }
  const readers: Readonly<Record<string, (name: string) => unknown>> = {
    StatusCode: () => answer.status,
    Header: (name) => readHeader(answer, name),
    BodyJsonField: (name) => atJsonPath(parsed, name),
  };
  return (name) => {
    const place = parameters.get(name);
    return place && readers[place.kind]?.(place.name);
  };
}

function readHeader({ headers }: CompleteAnswer, name: string): string | undefined {
  const values = headers.filter(
    (_, i) => i % 2 === 1 && headers[i - 1]?.toLowerCase() === name.toLowerCase(),
  );
  return values.length === 0 ? undefined : decodeHeader(values.join(","));
}

function mappingFor(
  { errorCode, mappings, defaultMapping }: ErrorMapping,
  value: (name: string) => unknown,
): MappedAnswer | undefined {
  const code = errorCode === undefined ? undefined : value(errorCode);
  return (code === undefined || code === null ? undefined : mappings.get(String(code))) ?? defaultMapping;
}
