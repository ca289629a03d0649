import type { IncomingMessage } from "node:http";
import type { ErrorMapping, MappedAnswer } from "../../plugins/errorMapping";
import { interpolate } from "../../plugins/parameters";
import type { GatewayContext } from "../context";
import { headerText } from "../errors";
import { decodeHeader } from "../headers";
import { pluginInEffect } from "../plugins";
import { atJsonPath } from "../values";

/** A complete answer of the back end. */
export interface ReadAnswer {
  body: Buffer;
  /** Replacement of the answer for the client. */
  mapped: { status: number; headers: Record<string, string> } | undefined;
}

/**
 * Applies the error mapping plug-in to an answer. Without a plug-in, it returns undefined and does not read the answer.
 * Assumption: a mapped answer has no body and no error code.
 */
export async function mapError(
  context: GatewayContext,
  answer: IncomingMessage,
): Promise<ReadAnswer | undefined> {
  const found = pluginInEffect(context, "errorMapping");
  if (!found) return undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks);
  const value = readValues(found.document, answer, body);
  const mapped = found.document.isError(value) ? mappingFor(found.document, value) : undefined;
  if (!mapped) return { body, mapped: undefined };
  const message = headerText(interpolate(mapped.errorMessage, value));
  return { body, mapped: { status: mapped.statusCode, headers: { "X-Ca-Error-Message": message } } };
}

function readValues(
  { parameters }: ErrorMapping,
  answer: IncomingMessage,
  body: Buffer,
): (name: string) => unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString("utf8"));
  } catch (error) {
    // A body that is not JSON has no fields.
    if (!(error instanceof SyntaxError)) throw error;
  }
  const readers: Readonly<Record<string, (name: string) => unknown>> = {
    StatusCode: () => answer.statusCode,
    Header: (name) => readHeader(answer, name),
    BodyJsonField: (name) => atJsonPath(parsed, name),
  };
  return (name) => {
    const place = parameters.get(name);
    return place && readers[place.kind]?.(place.name);
  };
}

function readHeader({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  return value === undefined ? undefined : decodeHeader(Array.isArray(value) ? value.join(",") : value);
}

function mappingFor(
  { errorCode, mappings, defaultMapping }: ErrorMapping,
  value: (name: string) => unknown,
): MappedAnswer | undefined {
  const code = errorCode === undefined ? undefined : value(errorCode);
  return (code === undefined || code === null ? undefined : mappings.get(String(code))) ?? defaultMapping;
}
