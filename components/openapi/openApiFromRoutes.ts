import type { Route, RouteDefaults } from "../gateway/routes/args";
import type { PlannedParameter } from "../gateway/routes/parameters";
import { placeholders } from "../gateway/routes/path";
import { checkDefaults, type PlannedRoute, planRoutes } from "../gateway/routes/plan";
import { isJson } from "../gateway/routes/response";
import { unlessEmpty, withoutUndefined } from "../validation/given";
import { parse, parseArgument } from "../validation/parse";
import { resolveOrThrow } from "../validation/problems";
import { writeResponses } from "./responses";
import { schemas } from "./schemaTypes";
import { formType, ignoredHeaders, ownExtension, schemesByAppCode, securitySchemes, vendor } from "./words";

/** Metadata of the document. */
export interface OpenApiArgs {
  /** Title of the document. */
  title: string;
  /** Version of the API, such as `"1.0.0"`. */
  version: string;
  /** URLs that the paths are relative to, such as `"https://api.example.com/shop"`. @default none */
  servers?: readonly string[];
  /** Defaults for routes that do not set these arguments, as in the component. @default {} */
  defaults?: RouteDefaults;
}

/** An OpenAPI 3.0.3 document. */
export interface OpenApiDocument {
  /** Version of OpenAPI. */
  openapi: "3.0.3";
  /** Metadata of the document. */
  info: {
    /** Title of the document. */
    title: string;
    /** Version of the API. */
    version: string;
  };
  /** Servers that the paths are relative to. */
  servers?: {
    /** URL of the server. */
    url: string;
  }[];
  /** Operations, by path and method. */
  paths: Record<string, Record<string, unknown>>;
  /** Security schemes that the operations use. */
  components: {
    /** The schemes, by name. */
    securitySchemes: Record<string, unknown>;
  };
}

/**
 * Writes the OpenAPI document of routes, for clients and tools. {@link routesFromOpenApi} reads the same
 * routes from it.
 *
 * - The name of a route is its `operationId`. `[id]` becomes `{id}`, and a path may end with `/*`.
 * - A route of any method is `x-aliyun-apigateway-any-method` of its path, as in the vendor's documents.
 * - The document does not contain `formerName`, `plugins` and `stages`, nor spaces around a description.
 * - Paths that differ only in the names of their parameters become two paths, which strict readers reject.
 *   Use the same names.
 *
 * @throws ArgumentError with every problem in the routes
 *
 * @example
 * ```ts
 * import { openApiFromRoutes, VpcApi } from "alicloud-vpc-api";
 *
 * const routes = { "get-item": "GET /items/[id]" };
 * new VpcApi("shop", { group: { groupName: "shop" }, routes, apps: {} });
 *
 * export const document = openApiFromRoutes(routes, { title: "Shop", version: "1.0.0" });
 * ```
 */
export function openApiFromRoutes(routes: Record<string, Route>, settings: OpenApiArgs): OpenApiDocument {
  // The writer does not know the gateway instance: the longest timeout of any is allowed.
  routes = withoutUndefined(routes);
  settings = withoutUndefined(settings);
  const resolved = resolveOrThrow("openApiFromRoutes", (problems) => {
    const plain = parseArgument(routes, "VpcApiArgs", "routes", problems) ?? {};
    const { defaults } = parse(settings, "OpenApiArgs", problems.under("settings"));
    checkDefaults(defaults, problems.under("settings"), "dedicated");
    return planRoutes(plain, problems.under("routes"), "dedicated", defaults);
  });
  const paths: OpenApiDocument["paths"] = {};
  const schemes = new Set<keyof typeof securitySchemes>();
  for (const [key, route] of Object.entries(resolved)) {
    const path = convertPath(route.path);
    const field = route.method === "ANY" ? vendor.anyMethod : route.method.toLowerCase();
    paths[path] = { ...paths[path], [field]: describeOperation(key, route) };
    if (route.auth === "app") for (const scheme of schemesByAppCode[route.appCode]) schemes.add(scheme);
  }
  const { title, version, servers } = settings;
  return withoutUndefined({
    openapi: "3.0.3",
    info: { title, version },
    servers: servers?.map((url) => ({ url })),
    paths,
    components: {
      securitySchemes: Object.fromEntries([...schemes].map((name) => [name, { ...securitySchemes[name] }])),
    },
  });
}

const convertPath = (path: string): string => path.replace(/\[(\w+)\]/g, "{$1}");

function describeOperation(key: string, route: PlannedRoute): Record<string, unknown> {
  const backend = describeBackend(route);
  const { responses, own } = writeResponses(route.response, describeResponses(route), backend);
  const fields = route.parameters.filter(({ in: place }) => place === "body");
  return {
    operationId: key,
    description: route.description,
    security:
      route.auth === "anonymous" ? [] : schemesByAppCode[route.appCode].map((scheme) => ({ [scheme]: [] })),
    parameters: unlessEmpty(describeParameters(route)),
    requestBody:
      fields.length === 0 ? undefined : { content: { [formType]: { schema: describeForm(fields) } } },
    responses,
    [vendor.handling]: route.mode === "mapping" ? "MAPPING" : "PASSTHROUGH",
    ...describeAddedParameters(route),
    [vendor.backend]: backend,
    [ownExtension]: { protocols: [...route.protocols], ...own },
  };
}

function describeParameters(route: PlannedRoute): Record<string, unknown>[] {
  const declared = new Map(route.parameters.map((parameter) => [parameter.name, parameter]));
  const inPath = placeholders(route.path).map((name) => {
    const parameter = declared.get(name);
    return parameter
      ? describeParameter(parameter)
      : { name, in: "path", required: true, schema: schemas.string };
  });
  const others = route.parameters.filter(({ in: place }) => place === "query" || place === "header");
  return [...inPath, ...others.map(describeParameter)];
}

function describeParameter(parameter: PlannedParameter): Record<string, unknown> {
  const { name, in: place, required, description } = parameter;
  return {
    name,
    in: place,
    required: required || undefined,
    description,
    schema: describeSchema(parameter),
    ...describeBackendParameter(parameter),
  };
}

const describeSchema = ({ type, default: value }: PlannedParameter): Record<string, unknown> =>
  value === undefined ? { ...schemas[type] } : { ...schemas[type], default: convertDefault(type, value) };

/** Converts a default to the type of the schema if that preserves each character. */
function convertDefault(type: PlannedParameter["type"], value: string): string | number | boolean {
  if (type === "boolean" && (value === "true" || value === "false")) return value === "true";
  if (type !== "string" && type !== "boolean" && String(Number(value)) === value) return Number(value);
  return value;
}

function describeBackendParameter({ name, in: place, backend }: PlannedParameter): Record<string, unknown> {
  const isPlain = backend.in === place && backend.name === name;
  const isIgnored = place === "header" && ignoredHeaders.includes(name.toLowerCase());
  return isPlain && !isIgnored ? {} : { [ownExtension]: { ...backend } };
}

function describeForm(fields: PlannedParameter[]): Record<string, unknown> {
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  const properties = fields.map((field) => {
    const { name, description } = field;
    return [name, { ...describeSchema(field), description, ...describeBackendParameter(field) }] as const;
  });
  return { type: "object", properties: Object.fromEntries(properties), required: unlessEmpty(required) };
}

function describeResponses({ backend: { mock } }: PlannedRoute): Record<string, unknown> {
  if (mock === undefined) return { default: { description: "The answer of the service." } };
  return { "200": { description: "The answer of a mock.", content: describeContent(mock.body) } };
}

const describeContent = (body: string): Record<string, unknown> =>
  isJson(body) ? { "application/json": { example: JSON.parse(body) } } : { "text/plain": { example: body } };

function describeAddedParameters(route: PlannedRoute): Record<string, unknown> {
  const constants = Object.entries(route.constantParameters).map(
    ([backendName, { in: location, value, description }]) => ({ backendName, location, value, description }),
  );
  const systems = Object.entries(route.systemParameters).map(
    ([systemName, { in: location, name: backendName }]) => ({ systemName, location, backendName }),
  );
  return { [vendor.constants]: unlessEmpty(constants), [vendor.systems]: unlessEmpty(systems) };
}

function describeBackend({ backend }: PlannedRoute): Record<string, unknown> {
  if (backend.mock !== undefined) return { type: "MOCK", mockResult: backend.mock.body };
  const { path, method, timeout } = backend;
  return { type: "HTTP-VPC", path: convertPath(path), method, timeout };
}
