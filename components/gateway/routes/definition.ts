import type * as alicloud from "../../alicloud";
import { unlessEmpty } from "../../validation/given";
import type { RoutesArgs } from "./args";
import { bodyMethods, type PlannedParameter } from "./parameters";
import { appCodeAuthTypes, type PlannedRoute } from "./plan";
import { places } from "./values";

/** Group and back end of the APIs. */
type DefinitionContext = Pick<RoutesArgs, "groupId" | "accessName">;

export function renderApi(
  key: string,
  route: PlannedRoute,
  context: DefinitionContext,
): alicloud.apigateway.ApiArgs {
  return {
    name: key,
    groupId: context.groupId,
    description: route.description,
    authType: route.auth === "app" ? "APP" : "ANONYMOUS",
    appCodeAuthType: route.auth === "app" ? appCodeAuthTypes[route.appCode] : undefined,
    requestConfig: {
      protocol: [...route.protocols].sort().join(","),
      method: route.method,
      path: route.path,
      mode: route.mode === "mapping" ? "MAPPING" : "PASSTHROUGH",
      bodyFormat: findBodyFormat(route),
    },
    ...renderService(route, context),
    ...renderParameters(route),
  };
}

/** The gateway maps the fields of a form and passes on any other body. */
function findBodyFormat({ mode, method, parameters }: PlannedRoute): string | undefined {
  if (mode !== "mapping" || !bodyMethods.includes(method)) return undefined;
  return parameters.some(({ in: place }) => place === "body") ? "FORM" : "STREAM";
}

function renderService({ backend }: PlannedRoute, { accessName = "" }: DefinitionContext) {
  if (backend.mock !== undefined) {
    return { serviceType: "MOCK", mockServiceConfig: { result: backend.mock.body } };
  }
  const { path, method, timeout } = backend;
  return { serviceType: "HTTP-VPC", httpVpcServiceConfig: { name: accessName, path, method, timeout } };
}

/** In pass-through mode, only path parameters must be declared. */
function renderParameters({ parameters, constantParameters, systemParameters }: PlannedRoute) {
  const constants = Object.entries(constantParameters).map(([name, { in: place, value, description }]) => ({
    name,
    in: places[place],
    value,
    description,
  }));
  const systems = Object.entries(systemParameters).map(([name, { in: place, name: nameService }]) => ({
    name,
    in: places[place],
    nameService,
  }));
  return {
    requestParameters: unlessEmpty(parameters.map(requestParameter)),
    constantParameters: unlessEmpty(sorted(constants)),
    systemParameters: unlessEmpty(sorted(systems)),
  };
}

function requestParameter(parameter: PlannedParameter) {
  return {
    name: parameter.name,
    type: parameter.type.toUpperCase(),
    required: parameter.required ? "REQUIRED" : "OPTIONAL",
    in: places[parameter.in],
    inService: places[parameter.backend.in],
    nameService: parameter.backend.name,
    description: parameter.description,
    defaultValue: parameter.default,
  };
}

/** The order of the arguments does not change the definition. */
function sorted<T extends { name: string }>(items: T[]): T[] {
  return items.sort((a, b) => (a.name < b.name ? -1 : 1));
}
