import type { IncomingHttpHeaders } from "node:http";
import type { BackEndRequest } from "../http/backEndConnection";
import type { ApiDefinition, RequestParameter } from "../store/model";
import { filled, type GatewayContext } from "./context";
import { GatewayError } from "./errors";
import { decodeHeader, encodeHeader, endToEnd } from "./headers";
import { decoded } from "./paths";
import { firstValue, formatPairs, isForm, type Pairs, parsePairs } from "./query";
import { SYSTEM_PARAMETERS } from "./systemParameters";

/** The request as the parameter mapping reads it. */
interface MappingInput {
  context: GatewayContext;
  definition: ApiDefinition;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

type Location = "path" | "query" | "head" | "body";

interface Placed {
  name: string;
  location: Location;
  value: string;
}

/** Names of parameter locations in definitions, in lower case. */
const LOCATIONS: Readonly<Record<string, Location>> = {
  path: "path",
  query: "query",
  head: "head",
  header: "head",
  body: "body",
};

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const TYPES: Readonly<Record<string, RegExp>> = {
  int: /^[+-]?\d+$/,
  long: /^[+-]?\d+$/,
  float: NUMBER,
  double: NUMBER,
  number: NUMBER,
  boolean: /^(true|false)$/i,
};

const NO_BODY = Buffer.alloc(0);

const FORM = "application/x-www-form-urlencoded; charset=UTF-8";

/** Headers of the connection or of the gateway. A mapped call sets them itself. */
const OWN_HEADERS = new Set(["host", "content-length", "expect"]);

const isOwnHeader = (name: string): boolean => OWN_HEADERS.has(name);

/** Creates the back-end request from the client's request and the published definition. */
export function composeCall(context: GatewayContext, body: Buffer): BackEndRequest {
  const { definition } = filled(context.api, "api");
  const { headers } = context.request;
  const input = { context, definition, headers, body };
  const { mode } = definition.request;
  if (isPassedOn(definition)) return passOn(input);
  const form = isForm(headers["content-type"]) ? parsePairs(input.body.toString("utf8")) : [];
  // Without any declared parameter, the gateway forwards all parameters (API Gateway documentation, questions and
  // answers).
  const passesAll = mode === "PASSTHROUGH" || definition.requestParameters.length === 0;
  const declared = passesAll
    ? definition.requestParameters.filter((it) => parseLocation(it.location, it.apiParameterName) === "path")
    : definition.requestParameters;
  const placed = [...fromRequest(input, declared, form), ...constants(definition), ...fromSystem(input)];
  const at = (location: Location): Placed[] => placed.filter((it) => it.location === location);

  const passesUnknown = passesAll || mode === "MAPPING_PASSTHROUGH";
  const isDeclared = (location: Location, name: string): boolean =>
    declared.some((it) => it.apiParameterName === name && parseLocation(it.location, name) === location);

  const query = [
    ...(passesUnknown ? remaining(input.context.rawQuery, (name) => !isDeclared("query", name)) : []),
    ...at("query").map(({ name, value }) => formatPairs([[name, value]])),
  ].join("&");
  const path = servicePath(input, at("path"));
  const isReplaced = (name: string): boolean =>
    isOwnHeader(name) || declared.some((it) => isHeader(it, name));
  const forwarded: BackEndRequest["headers"] = passesUnknown ? endToEnd(headers, isReplaced) : {};
  const call: BackEndRequest = {
    method: serviceMethod(input),
    target: query === "" ? path : `${path}?${query}`,
    headers: forwarded,
    body: NO_BODY,
  };
  for (const { name, value } of at("head")) call.headers[name.toLowerCase()] = headerValue(name, value);
  const passedForm = passesUnknown ? form.filter(([name]) => !isDeclared("body", name)) : [];
  setBody(call, input, passesUnknown, passedForm, at("body"));
  return call;
}

/** Whether the back end gets nothing but what the client sends. */
function isPassedOn(definition: ApiDefinition): boolean {
  const { requestParameters, constantParameters, systemParameters, serviceParameters } = definition;
  const count =
    requestParameters.length + constantParameters.length + systemParameters.length + serviceParameters.length;
  return count === 0;
}

/** The same call as without this function, which spares the search for parameters. */
function passOn(input: MappingInput): BackEndRequest {
  const { rawQuery } = input.context;
  const query = hasNames(rawQuery) ? rawQuery : rawQuery.split("&").filter(hasName).join("&");
  const path = servicePath(input, []);
  const call: BackEndRequest = {
    method: serviceMethod(input),
    target: query === "" ? path : `${path}?${query}`,
    // A spread would make the additions of later handlers 20 times slower in V8.
    headers: Object.assign({}, passedHeaders(input.headers)),
    body: NO_BODY,
  };
  setBody(call, input, true, [], []);
  return call;
}

/** Requests that repeat the headers of the one before have the same object. */
const passedBefore = new WeakMap<IncomingHttpHeaders, Readonly<BackEndRequest["headers"]>>();

function passedHeaders(headers: IncomingHttpHeaders): Readonly<BackEndRequest["headers"]> {
  const known = passedBefore.get(headers);
  if (known) return known;
  const passed = endToEnd(headers, isOwnHeader);
  passedBefore.set(headers, passed);
  return passed;
}

function serviceMethod({ definition, context }: MappingInput): string {
  const { method } = definition.service;
  return method === "" || method === "ANY" ? context.request.method : method;
}

/** UTF-8, in which clients send non-ASCII texts in headers. */
function headerValue(name: string, value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  if (/[\0-\x08\x0a-\x1f\x7f]/.test(value))
    throw new GatewayError("I400IP", { name, reason: "has characters that no header can carry" });
  return encodeHeader(value);
}

function parseLocation(text: string, name: string): Location {
  const key = text.toLowerCase();
  const location = Object.hasOwn(LOCATIONS, key) ? LOCATIONS[key] : undefined;
  if (!location)
    throw new GatewayError("X500AM", { reason: `parameter ${name} has the unknown location "${text}"` });
  return location;
}

function isHeader(parameter: RequestParameter, name: string): boolean {
  const { apiParameterName, location } = parameter;
  return parseLocation(location, apiParameterName) === "head" && apiParameterName.toLowerCase() === name;
}

/** Maps the declared parameters of the request to the back end. */
function fromRequest(input: MappingInput, declared: readonly RequestParameter[], form: Pairs): Placed[] {
  const { serviceParameters, serviceParametersMap } = input.definition;
  const values = new Map(declared.map((it) => [it.apiParameterName, readParameter(input, it, form)]));
  return serviceParameters.flatMap((parameter) => {
    if (!["", "REQUEST"].includes(parameter.parameterCatalog.toUpperCase())) return [];
    const name = parameter.serviceParameterName;
    const source =
      serviceParametersMap.find((it) => it.serviceParameterName === name)?.requestParameterName ?? name;
    const value = values.get(source);
    return value === undefined ? [] : [{ name, location: parseLocation(parameter.location, name), value }];
  });
}

function readParameter(input: MappingInput, parameter: RequestParameter, form: Pairs): string | undefined {
  const { apiParameterName: name, required, defaultValue, parameterType } = parameter;
  const header = input.headers[name.toLowerCase()];
  const bytes = Array.isArray(header) ? header.join(",") : header;
  const segment = input.context.pathParameters[name];
  const readers: Readonly<Record<Location, () => string | undefined>> = {
    path: () => (segment === undefined ? undefined : decoded(segment)),
    query: () => firstValue(input.context.query, name),
    head: () => (bytes === undefined ? undefined : decodeHeader(bytes)),
    body: () => firstValue(form, name),
  };
  const value = readers[parseLocation(parameter.location, name)]() ?? (defaultValue || undefined);
  if (value === undefined) {
    if (required.toUpperCase() === "REQUIRED") throw new GatewayError("I400MP", { name });
    return undefined;
  }
  const type = parameterType.toLowerCase();
  if (Object.hasOwn(TYPES, type) && TYPES[type]?.test(value) === false) {
    throw new GatewayError("I400IP", { name, reason: `is not of type ${parameterType}` });
  }
  return value;
}

function constants({ constantParameters }: ApiDefinition): Placed[] {
  return constantParameters.map((it) => ({
    name: it.serviceParameterName,
    location: parseLocation(it.location, it.serviceParameterName),
    value: it.constantValue,
  }));
}

function fromSystem({ definition, context }: MappingInput): Placed[] {
  return definition.systemParameters.map((it) => {
    const { parameterName } = it;
    const read = Object.hasOwn(SYSTEM_PARAMETERS, parameterName)
      ? SYSTEM_PARAMETERS[parameterName]
      : undefined;
    if (!read) {
      throw new GatewayError("X500AM", { reason: `there is no system parameter ${it.parameterName}` });
    }
    const name = it.serviceParameterName;
    return { name, location: parseLocation(it.location, name), value: read(context) };
  });
}

/** Whether a part of a query has a name. The others have no effect (API Gateway documentation). */
const hasName = (part: string): boolean => part !== "" && !part.startsWith("=");

/** Whether every part of a query has a name. */
const hasNames = (rawQuery: string): boolean => !/(?:^|&)(?:=|&|$)/.test(rawQuery);

/** The parts of a query, as sent, whose names match. */
function remaining(rawQuery: string, wanted: (name: string) => boolean): string[] {
  return rawQuery
    .split("&")
    .filter((part) => hasName(part) && parsePairs(part).every(([name]) => wanted(name)));
}

/**
 * The path of the back end, with the values of `[name]`, and with the text that the wildcard matched if it ends in
 * `/*`. Assumption: an empty path stands for the API's own path without the base path of the group.
 */
function servicePath(
  { definition, context: { pathParameters } }: MappingInput,
  mapped: readonly Placed[],
): string {
  const pattern = definition.service.path || definition.request.path;
  if (!pattern.includes("[") && !pattern.endsWith("/*")) return pattern;
  return pattern
    .replace(/\[([^\]]+)\]/g, (_, name: string) => {
      const given = mapped.find((it) => it.name === name)?.value;
      const value = given === undefined ? pathParameters[name] : encodedSegment(given);
      if (value === undefined)
        throw new GatewayError("X500AM", { reason: `[${name}] of the back end's path has no value` });
      return value;
    })
    .replace(/\/\*$/, () => `/${pathParameters["*"] ?? ""}`);
}

/** Encodes a value as one segment of a path. Characters that RFC 3986 allows there stay as they are. */
const encodedSegment = (value: string): string =>
  encodeURIComponent(value).replace(/%(24|26|2B|2C|3A|3B|3D|40)/g, (encoded) => decodeURIComponent(encoded));

function setBody(
  call: BackEndRequest,
  { definition, headers, body }: MappingInput,
  passesUnknown: boolean,
  passedForm: Pairs,
  mapped: readonly Placed[],
): void {
  if (mapped.length > 0) {
    if (passesUnknown && body.length > 0 && !isForm(headers["content-type"])) {
      throw new GatewayError("I400BD", { reason: "parameters of the body need a form" });
    }
    const pairs: Pairs = [...passedForm, ...mapped.map(({ name, value }) => [name, value] as const)];
    call.body = Buffer.from(formatPairs(pairs));
    call.headers["content-type"] = FORM;
  } else if (passesUnknown || definition.request.bodyFormat === "STREAM") {
    call.body = body;
    const type = headers["content-type"];
    if (type !== undefined) call.headers["content-type"] = type;
  }
  const { contentTypeCategory, contentTypeValue } = definition.service;
  if (contentTypeCategory === "CUSTOM" && contentTypeValue !== "")
    call.headers["content-type"] = contentTypeValue;
  if (call.body.length > 0) call.headers["content-length"] = String(call.body.length);
}
