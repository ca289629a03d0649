import * as pulumi from "@pulumi/pulumi";
import { givenOf } from "../core/given";
import { checkKeys, type KeysOf } from "../core/keys";
import { ArgumentMistakesError, type Mistake, Mistakes } from "../core/mistakes";
import { checkOneOf } from "../core/names";
import { type Method, type RouteArgs, resolveRoutes } from "../gateway/route";
import { readAdded } from "./addedParameters";
import { bracketed, readBackend, readProtocols } from "./backend";
import { readDocument } from "./document";
import { readParameters } from "./parameters";
import { type Findings, isFields, type Place } from "./place";
import { readResponse } from "./responses";
import { routeNames } from "./routeNames";
import { readAuth, type SecurityMeaning } from "./security";
import { operationFields, ownExtension, vendor, vendorPrefix } from "./words";

/** Options of {@link routesFromOpenApi}. */
export interface RoutesFromOpenApiOptions {
  /**
   * Whether the gateway checks what is declared and passes that alone on (`"mapping"`), or passes everything on
   * (`"pass-through"`), so that the service checks. An operation says it itself with
   * `x-aliyun-apigateway-paramater-handling`.
   *
   * @default "mapping" where a query or header parameter is declared, else "pass-through"
   */
  mode?: "pass-through" | "mapping";
  /**
   * What security schemes stand for, by their names in the document: apps that the gateway lets in, or anybody, for
   * what the service checks itself.
   *
   * @default those of AppCode and of the signature are for apps
   */
  security?: Readonly<Record<string, "app" | "anonymous">>;
  /** Whether examples of the document answer in place of the service. @default false */
  mocks?: boolean;
  /**
   * What happens to parts of the document that the gateway cannot do: they are mistakes (`"refuse"`), warnings of the
   * engine (`"warn"`), or yours to judge.
   *
   * @default "refuse"
   */
  onLoss?: "refuse" | "warn" | ((losses: readonly Mistake[]) => void);
}

const optionsKeys: KeysOf<RoutesFromOpenApiOptions> = {
  mode: "text?",
  security: "texts by name?",
  mocks: "boolean?",
  onLoss: "text or function?",
};

function checkOptions(options: RoutesFromOpenApiOptions, mistakes: Mistakes): void {
  checkKeys(options, optionsKeys, mistakes);
  const { mode, security, onLoss } = options ?? {};
  if (mode !== undefined) checkOneOf(mode, ["pass-through", "mapping"], mistakes, "mode");
  for (const [scheme, meaning] of Object.entries(security ?? {})) {
    checkOneOf(meaning, ["app", "anonymous"], mistakes, `security["${scheme}"]`);
  }
  if (typeof onLoss === "string") checkOneOf(onLoss, ["refuse", "warn"], mistakes, "onLoss");
}

/**
 * Routes from a document of OpenAPI 3.0 or 3.1, each an API of its own in a preview. The record is plain: change a
 * route by spreading it.
 *
 * A route is named by its `operationId`, with hyphens for what may not be in a name, else by method and path. `{id}`
 * becomes `[id]`; a last `/*` stands for any rest. Who may call is in `security` (`[]` is anybody), or in
 * `x-aliyun-apigateway-auth-type`. What the gateway asks the service for is in `x-aliyun-apigateway-backend`: `type`
 * (`HTTP-VPC`, or `MOCK` with `mockResult`), `path`, `method`, `timeout`. `x-aliyun-apigateway-any-method` in a path
 * item is an operation of any method.
 *
 * Of the answers, format and example of the first success and every other status become the route's `response`, which
 * changes no call; examples that are too long for it are a loss. Not read: what else describes the API to readers (tags,
 * bodies, deprecations, servers of the whole document). Their base path is the group's, `group.basePath`. References are followed inside the document
 * alone: no file and no address is read.
 *
 * @throws ArgumentMistakesError with every mistake, and every loss unless `onLoss` says otherwise, by JSON pointer
 *
 * @example
 * ```ts
 * import { readFileSync } from "node:fs";
 * import { routesFromOpenApi, VpcApi } from "alicloud-vpc-api";
 *
 * const routes = routesFromOpenApi(readFileSync("catalogue.yaml", "utf8"), { onLoss: "warn" });
 *
 * new VpcApi("catalogue", { group: { groupName: "catalogue" }, routes, apps: { catalogue_client: {} } });
 * ```
 */
export function routesFromOpenApi(
  document: string | object,
  options: RoutesFromOpenApiOptions = {},
): Record<string, RouteArgs> {
  const findings: Findings = { mistakes: new Mistakes(), losses: new Mistakes() };
  options = givenOf(options);
  checkOptions(options, findings.mistakes.under("options"));
  if (findings.mistakes.list.length > 0) {
    throw new ArgumentMistakesError("routesFromOpenApi", findings.mistakes.list);
  }
  const routes = readRoutes(document, options, findings);
  const { onLoss = "refuse" } = options;
  const losses = findings.losses.list;
  const mistakes = [...findings.mistakes.list, ...(onLoss === "refuse" ? losses.map(asMistake) : [])];
  if (mistakes.length > 0) throw new ArgumentMistakesError("routesFromOpenApi", mistakes);
  if (losses.length > 0) report(losses, onLoss);
  return routes;
}

const asMistake = (loss: Mistake): Mistake => ({
  ...loss,
  remedy: `${loss.remedy} To go on without it: onLoss: "warn".`,
});

function report(losses: readonly Mistake[], onLoss: RoutesFromOpenApiOptions["onLoss"]): void {
  if (typeof onLoss === "function") {
    onLoss(losses);
    return;
  }
  const lines = losses.map(({ path, problem, remedy }) => `  ${path}: ${problem} ${remedy}`);
  void pulumi.log.warn(["routesFromOpenApi: parts that the gateway does not do.", ...lines].join("\n"));
}

interface Operation {
  item: Place;
  place: Place;
  path: string;
  method: Method;
  operationId: string | undefined;
}

function readRoutes(
  document: string | object,
  options: RoutesFromOpenApiOptions,
  findings: Findings,
): Record<string, RouteArgs> {
  const root = readDocument(document, findings);
  if (root === undefined) return {};
  const hooks = root.at("webhooks");
  if (hooks) findings.losses.add(hooks.pointer, "are calls of the service, not to it.", "Remove them.");
  const operations = readOperations(root, findings);
  const names = routeNames(operations);
  const pointers = new Map<string, string>();
  const routes = operations.map((operation, index): [string, RouteArgs] => {
    const name = names[index] ?? "";
    const { pointer } = operation.place;
    const other = pointers.get(name);
    if (other !== undefined) {
      const problem = `has the operationId "${operation.operationId ?? name}" of ${other}.`;
      findings.mistakes.add(pointer, problem, "Give each its own.");
    }
    pointers.set(name, pointer);
    return [name, readRoute(operation, root, options, findings)];
  });
  const read = Object.fromEntries(routes);
  checkRoutes(read, pointers, findings);
  return read;
}

/** Checks the routes as the component does, and says where in the document each mistake is. */
function checkRoutes(
  routes: Record<string, RouteArgs>,
  pointers: Map<string, string>,
  findings: Findings,
): void {
  // Whatever the instance, which the component knows: the longest wait of any.
  const mistakes = new Mistakes();
  resolveRoutes(routes, mistakes, "dedicated");
  for (const { path, problem, remedy } of mistakes.list) {
    const [, name = "", property = ""] = /^\["([^"]*)"\]\.?(.*)$/s.exec(path) ?? [];
    const pointer = pointers.get(name) ?? "#/paths";
    findings.mistakes.add(property === "" ? pointer : `${pointer} (${property})`, problem, remedy);
  }
}

function readOperations(root: Place, findings: Findings): Operation[] {
  const paths = root.object("paths", findings)?.all() ?? [];
  return paths.flatMap(([path, given]) => {
    if (path.startsWith("x-")) return [];
    if (given.at("$ref")) loseBesideRef(given, findings);
    if (/\{[^{}/]*\+\}/.test(path)) {
      const remedy = "Write {id} for one segment; a route of the program's may end in /*.";
      findings.losses.add(given.pointer, "has a parameter for several segments, which becomes one.", remedy);
    }
    const item = given.followed(findings);
    if (item === undefined) return [];
    if (!isFields(item.value)) {
      findings.mistakes.add(given.pointer, "is no object.", "Use one, or remove it.");
      return [];
    }
    if (/[[\]]/.test(path)) {
      findings.mistakes.add(given.pointer, "has brackets in its path.", "Write {id} for a parameter.");
      return [];
    }
    return item.all().flatMap(([field, place]) => readOperation(field, place, item, path, findings));
  });
}

/** OpenAPI leaves open what counts of a path with a reference and operations of its own. */
function loseBesideRef(item: Place, findings: Findings): void {
  for (const [field, place] of item.all()) {
    if (field === "$ref" || field === "summary" || field === "description") continue;
    findings.losses.add(
      place.pointer,
      "stands beside $ref, which alone counts.",
      "Move it to where $ref leads.",
    );
  }
}

const itemFields = ["summary", "description", "parameters", "$ref"];

function readOperation(
  field: string,
  place: Place,
  item: Place,
  path: string,
  findings: Findings,
): Operation[] {
  const method = Object.hasOwn(operationFields, field) ? operationFields[field] : undefined;
  if (method === undefined) {
    if (!itemFields.includes(field) && (!field.startsWith("x-") || field.startsWith(vendorPrefix))) {
      findings.losses.add(place.pointer, "has no counterpart in a route.", "Remove it.");
    }
    return [];
  }
  if (!isFields(place.value)) {
    findings.mistakes.add(place.pointer, "is no object.", "Use one, or remove it.");
    return [];
  }
  const operationId = place.text("operationId", findings);
  return [{ item, place, path, method, operationId: operationId === "" ? undefined : operationId }];
}

const known: readonly string[] = [...Object.values(vendor), ownExtension];

function readRoute(
  { item, place, path, method }: Operation,
  root: Place,
  options: RoutesFromOpenApiOptions,
  findings: Findings,
): RouteArgs {
  for (const [field, other] of place.all()) {
    const isLost = field.startsWith(vendorPrefix) ? !known.includes(field) : lost.includes(field);
    if (isLost) findings.losses.add(other.pointer, "has no counterpart in a route.", "Remove it.");
  }
  const meaning: SecurityMeaning = options.security ?? {};
  const backend = readBackend(place, options.mocks === true, findings);
  return {
    method,
    path: bracketed(path),
    ...readDescription(place, findings),
    ...readAuth(place, root, meaning, findings),
    ...readProtocols(place, findings),
    ...readParameters(item, place, { method, path: bracketed(path) }, options.mode, findings),
    ...readAdded(place, findings),
    ...readResponse(place, findings),
    ...(backend === undefined ? {} : { backend }),
  };
}

/** Parts of an operation that would change a call, or make one. */
const lost = ["servers", "callbacks"];

/** Longest description of an API. */
const longest = 180;

function readDescription(place: Place, findings: Findings): Pick<RouteArgs, "description"> {
  const description = place.text("description", findings)?.trim();
  const summary = place.text("summary", findings)?.trim();
  const given = [description, summary].filter((text) => text !== undefined && text !== "");
  const fits = given.find((text) => text !== undefined && text.length <= longest);
  if (fits !== undefined) return { description: fits };
  const [first] = given;
  if (first === undefined) return {};
  const { pointer } = place;
  const problem = `has ${first.length} characters; the gateway keeps ${longest}.`;
  findings.losses.add(
    `${pointer}/${description ? "description" : "summary"}`,
    problem,
    "Add a short summary.",
  );
  return { description: `${first.slice(0, longest - 1)}…` };
}
