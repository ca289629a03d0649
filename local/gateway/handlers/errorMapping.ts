import type { IncomingMessage } from "node:http";
import type { ErrorMapping, MappedAnswer } from "../../plugins/errorMapping";
import { interpolate } from "../../plugins/parameters";
import type { GatewayContext } from "../context";
import { headerText } from "../errors";
import { decodeHeader } from "../headers";
import { pluginInEffect } from "../plugins";
import { atJsonPath } from "../values";

/** An answer of the back end, read to its end. */
export interface ReadAnswer {
  body: Buffer;
  /** What the client gets in its place. */
  mapped: { status: number; headers: Record<string, string> } | undefined;
}

/**
 * Looks at an answer with the plug-in for error mapping, if there is one; undefined leaves the answer unread. That a
 * mapped answer has no body and no error code is an assumption.
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
  const value = valuesOf(found.document, answer, body);
  const mapped = found.document.isError(value) ? mappingFor(found.document, value) : undefined;
  if (!mapped) return { body, mapped: undefined };
  const message = headerText(interpolate(mapped.errorMessage, value));
  return { body, mapped: { status: mapped.statusCode, headers: { "X-Ca-Error-Message": message } } };
}

function valuesOf(
  { parameters }: ErrorMapping,
  answer: IncomingMessage,
  body: Buffer,
): (name: string) => unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString("utf8"));
  } catch (error) {
    // Any other body has no fields.
    if (!(error instanceof SyntaxError)) throw error;
  }
  const readers: Readonly<Record<string, (name: string) => unknown>> = {
    StatusCode: () => answer.statusCode,
    Header: (name) => headerOf(answer, name),
    BodyJsonField: (name) => atJsonPath(parsed, name),
  };
  return (name) => {
    const place = parameters.get(name);
    return place && readers[place.kind]?.(place.name);
  };
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
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
