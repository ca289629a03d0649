import assert from "node:assert/strict";
import {
  ArgumentError,
  type Problem,
  type RoutesFromOpenApiArgs,
  routesFromOpenApi,
} from "../../../../components";

export function findProblems(document: string | object, options?: RoutesFromOpenApiArgs): readonly Problem[] {
  try {
    routesFromOpenApi(document, options);
    return [];
  } catch (error) {
    assert.ok(error instanceof ArgumentError, String(error));
    return error.problems;
  }
}

export const findPointers = (document: string | object, options?: RoutesFromOpenApiArgs): string[] =>
  findProblems(document, options).map(({ path }) => path);

export const responses = { default: { description: "Something" } };

export function withGet(operation: object, rest: object = {}): object {
  return {
    openapi: "3.1.0",
    info: { title: "A document", version: "1" },
    paths: { "/items/{id}": { get: { operationId: "get-item", responses, ...operation } } },
    ...rest,
  };
}

export function getItem(operation: object, options?: RoutesFromOpenApiArgs, rest: object = {}) {
  return routesFromOpenApi(withGet(operation, rest), options)["get-item"];
}

export const query = (name: string, schema: object = { type: "string" }) => ({ name, in: "query", schema });

export const at = "#/paths/~1items~1{id}/get";
