import type { RouteArgs } from "../gateway/routes/args";
import type { RouteParameters } from "../gateway/routes/parameterArgs";
import { planRoutes } from "../gateway/routes/plan";
import { withoutUndefined } from "../validation/given";
import { descriptionLimit } from "../validation/names";
import { hintForName } from "../validation/nearest";
import { parse, parseArgument } from "../validation/parse";
import { ArgumentError, Problems } from "../validation/problems";
import { readAddedParameters } from "./addedParameters";
import { readBackend, readProtocols } from "./backend";
import { type OpenApiVersion, readDocument } from "./document";
import { Findings, toProblems, type UnsupportedFeature, warn } from "./findings";
import { type LeftOutOperation, rejectOpened } from "./leftOut";
import { findOperations, type Operation } from "./operations";
import { readParameters } from "./parameters";
import type { Place } from "./place";
import { readResponse } from "./responses";
import { readSecurity } from "./security";
import { checkStructure } from "./structure";
import { vendor, vendorPrefix } from "./words";

/** Options of {@link routesFromOpenApi}. */
export interface RoutesFromOpenApiArgs {
  /**
   * Whether the service gets the whole request (`"pass-through"`), or only the declared parameters, checked
   * by the gateway (`"mapping"`). An operation overrides it with `x-aliyun-apigateway-paramater-handling`.
   *
   * A document describes what the service accepts, not everything that a request needs. A mapping drops
   * cookies, headers such as `User-Agent`, and repeated values, which few documents declare. It is therefore
   * opt-in. With `"mapping"`, a route also accepts the credentials of security schemes that the service
   * checks, and the headers `Accept`, `Accept-Encoding`, `Accept-Language`, `Prefer`, `Range`, `If-…`,
   * `Idempotency-Key`, `X-Request-Id` and those of W3C Trace Context and B3. If a mapping would drop a part
   * of an operation, such as a cookie, the part is reported and the operation is passed through.
   *
   * @default "pass-through"
   */
  mode?: "pass-through" | "mapping";
  /**
   * Who may call an operation with a security scheme, by name of the scheme in the document: apps that the
   * gateway authorizes (`"app"`), or anyone (`"anonymous"`) if the service checks the credential itself.
   *
   * @default "app" for schemes of AppCodes and signatures; others are unsupported
   */
  security?: Readonly<Record<string, "app" | "anonymous">>;
  /** Whether examples of the document answer instead of the service. @default false */
  mocks?: boolean;
  /**
   * Handling of features that the gateway cannot express. `"refuse"` throws an error. `"warn"` logs a warning
   * and reads the document without the feature, with the operation in pass-through mode, or without the
   * operation. A function gets the features and can throw.
   *
   * @default "refuse"
   */
  onUnsupported?: "refuse" | "warn" | ((features: readonly UnsupportedFeature[]) => void);
}

/**
 * Reads the routes of an OpenAPI 3.0 or 3.1 document. The result is a plain record: change a route by
 * spreading it.
 *
 * - The name of a route is its `operationId`, or method and path, with hyphens for characters that a name
 *   cannot have.
 * - `{id}` becomes `[id]`. A path may end with `/*`.
 * - `security` (`[]` means anyone) or `x-aliyun-apigateway-auth-type` sets who may call. An operation without
 *   either is for apps, unless `defaults.auth` of the component overrides it.
 * - `x-aliyun-apigateway-backend` sets the request to the service: `type` (`HTTP-VPC`, or `MOCK` with
 *   `mockResult`), `path`, `method`, `timeout`.
 * - `x-aliyun-apigateway-any-method` in a path item is an operation of any method.
 * - The first successful response and all other statuses become `response`, which does not affect calls.
 * - Servers, tags and schemas of bodies are not read. The base path is `group.basePath`.
 *
 * References within the document are followed everywhere. Other files are not read: bundle the document
 * first. Keys that OpenAPI does not define are reported unless they start with `x-`. YAML is read as version
 * 1.2, with merge keys.
 *
 * @throws ArgumentError with every problem by JSON pointer, and with every unsupported feature unless
 * `onUnsupported` is set
 *
 * @example
 * ```ts
 * import { readFileSync } from "node:fs";
 * import { routesFromOpenApi, VpcApi } from "alicloud-vpc-api";
 *
 * const routes = routesFromOpenApi(readFileSync("catalogue.yaml", "utf8"), { onUnsupported: "warn" });
 *
 * new VpcApi("catalogue", { group: { groupName: "catalogue" }, routes, apps: { catalogue_client: {} } });
 * ```
 */
export function routesFromOpenApi(
  document: string | object,
  options: RoutesFromOpenApiArgs = {},
): Record<string, RouteArgs> {
  const findings = new Findings();
  options = withoutUndefined(options);
  parse(options, "RoutesFromOpenApiArgs", findings.problems.under("options"));
  if (findings.problems.list.length > 0) throw new ArgumentError("routesFromOpenApi", findings.problems.list);
  const routes = readRoutes(document, options, findings);
  const { onUnsupported = "refuse" } = options;
  const { unsupported } = findings;
  const refused = onUnsupported === "refuse" ? toProblems(unsupported) : [];
  const problems = [...findings.problems.list, ...refused];
  if (problems.length > 0) throw new ArgumentError("routesFromOpenApi", problems);
  if (unsupported.length > 0 && typeof onUnsupported === "function") onUnsupported(unsupported);
  else if (unsupported.length > 0) warn(unsupported);
  return routes;
}

function readRoutes(
  document: string | object,
  options: RoutesFromOpenApiArgs,
  findings: Findings,
): Record<string, RouteArgs> {
  const read = readDocument(document, findings);
  if (read === undefined) return {};
  const { root, version } = read;
  checkStructure(root, version);
  checkSchemeNames(options, root);
  root.at("webhooks")?.unsupported("are requests of the service, not to it.", "Remove them.");
  const leftOutOperations: LeftOutOperation[] = [];
  const operations = findOperations(root, leftOutOperations);
  const routes = new Map<string, RouteArgs>();
  const pointers = new Map<string, string>();
  for (const operation of operations) {
    const { name, place } = operation;
    findings.operation = place.pointer;
    const route = readRoute(operation, root, version, options);
    const other = pointers.get(name);
    if (other !== undefined) {
      place.reject(`has the operationId of ${other}.`, "Use a different operationId for each.");
    }
    pointers.set(name, place.pointer);
    if (route === undefined) leftOutOperations.push(operation);
    else routes.set(name, route);
  }
  findings.operation = undefined;
  rejectOpened(leftOutOperations, routes, root, options.security ?? {});
  const record = Object.fromEntries(routes);
  // Without routes, earlier errors or the features that leave operations out give the reason.
  const leftOut = findings.unsupported.find(({ effect }) => effect === "left out");
  if (routes.size > 0 || (findings.problems.list.length === 0 && leftOut === undefined)) {
    checkRoutes(record, pointers, findings);
  } else if (leftOut !== undefined && (options.onUnsupported ?? "refuse") !== "refuse") {
    findings.reject(leftOut.pointer, `${leftOut.problem} No operation can be a route.`, leftOut.hint);
  }
  return record;
}

/** Reports names in `security` that the document does not define, and whose schemes stay without a meaning. */
function checkSchemeNames({ security = {} }: RoutesFromOpenApiArgs, root: Place): void {
  const declared = Object.keys(root.at("components")?.at("securitySchemes")?.value ?? {});
  for (const name of Object.keys(security)) {
    if (declared.includes(name)) continue;
    const problem = "is not in #/components/securitySchemes.";
    root.findings.reject(`options.security["${name}"]`, problem, hintForName(name, declared, "Remove it."));
  }
}

/** Reports problems that the component would report, by the pointer of the operation. */
function checkRoutes(
  routes: Record<string, RouteArgs>,
  pointers: ReadonlyMap<string, string>,
  findings: Findings,
): void {
  // The reader does not know the gateway instance: the longest timeout of any is allowed.
  const problems = new Problems();
  const parsed = parseArgument(routes, "RoutesArgs", "routes", problems);
  planRoutes(parsed, problems.under("routes"), "dedicated");
  for (const { path, problem, hint } of problems.list) {
    const [, name = "", property = ""] = /^routes\["([^"]*)"\]\.?(.*)$/s.exec(path) ?? [];
    const pointer = pointers.get(name) ?? "#/paths";
    findings.reject(property === "" ? pointer : `${pointer} (${property})`, problem, hint);
  }
}

/** Fields of an operation that would change its requests or add others. */
const unsupportedFields = ["servers", "callbacks"];

const extensions: readonly string[] = Object.values(vendor);

/** Reads the route of an operation. Undefined if it is left out. */
function readRoute(
  operation: Operation,
  root: Place,
  version: OpenApiVersion,
  options: RoutesFromOpenApiArgs,
): RouteArgs | undefined {
  const { place, method, template } = operation;
  for (const [field, other] of place.all()) {
    const isUnsupported = field.startsWith(vendorPrefix)
      ? !extensions.includes(field)
      : unsupportedFields.includes(field);
    if (isUnsupported) other.unsupported("has no counterpart in a route.", "Remove it.");
  }
  const { auth, credentials } = readSecurity(place, root, options.security ?? {});
  const usesMocks = options.mocks === true;
  const backend = readBackend(operation, usesMocks);
  if (usesMocks && backend?.mock === undefined) return undefined;
  const added = readAddedParameters(place);
  const { mode } = options;
  const addedNames = listNames(added);
  return withoutUndefined({
    method,
    path: template.path,
    description: readDescription(place),
    ...auth,
    protocols: readProtocols(place),
    ...readParameters({ ...operation, credentials, addedNames, version, mode }),
    ...added,
    response: readResponse(place),
    backend,
  });
}

function listNames({ constantParameters = {}, systemParameters = {} }: RouteParameters): string[] {
  const systems = Object.entries<{ name: string }>({ ...systemParameters });
  return [...Object.keys(constantParameters), ...systems.flatMap(([key, { name }]) => [key, name])];
}

function readDescription(place: Place): string | undefined {
  const texts = ["description", "summary"].map((key) => place.text(key)?.trim() ?? "");
  const text = texts.find((one) => one !== "" && one.length <= descriptionLimit);
  if (text !== undefined) return text;
  const [description = "", summary = ""] = texts;
  const longText = description || summary;
  if (longText === "") return undefined;
  place
    .at(description === "" ? "summary" : "description")
    ?.unsupported(`is longer than ${descriptionLimit} characters, and cut off.`, "Add a short summary.");
  // The end may be half of a surrogate pair.
  return `${longText.slice(0, descriptionLimit - 1).replace(/\p{Cs}$/u, "")}…`;
}
