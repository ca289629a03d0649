import assert from "node:assert/strict";
import { ArgumentError, routesFromOpenApi } from "../../../../components";
import { responses } from "./documents";

const schemes = {
  AppCode: { type: "apiKey", in: "header", name: "Authorization" },
  Bearer: { type: "http", scheme: "bearer" },
};
const secured = { security: [{ AppCode: [] }] };

describe("an OpenAPI document whose operations are for apps, with one change", () => {
  const restricted = {
    openapi: "3.1.0",
    info: { title: "shop", version: "1" },
    security: [],
    paths: {
      "/a": { get: { operationId: "get-a", ...secured, responses } },
      "/b": { $ref: "#/components/pathItems/B" },
      "/c": { get: { $ref: "#/x-operation" } },
      "/d": { get: { operationId: "get-d", security: [{ Other: [] }], responses } },
    },
    components: {
      securitySchemes: { ...schemes, Other: { $ref: "#/components/securitySchemes/AppCode" } },
      pathItems: { B: { get: { operationId: "get-b", security: { $ref: "#/x-security" }, responses } } },
    },
    "x-operation": { operationId: "get-c", ...secured, responses },
    "x-security": [{ AppCode: [] }],
  };

  function listKeys(value: unknown, keys: readonly string[] = []): (readonly string[])[] {
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => [
      [...keys, key],
      ...listKeys(inner, [...keys, key]),
    ]);
  }

  /** Fails if the changed document has an anonymous route. */
  function check(keys: readonly string[], change: (holder: Record<string, unknown>, key: string) => void) {
    const copy = structuredClone(restricted);
    const holder = keys.slice(0, -1).reduce<unknown>((value, key) => (value as never)[key], copy);
    change(holder as Record<string, unknown>, keys.at(-1) ?? "");
    const document = JSON.stringify(copy);
    try {
      const routes = routesFromOpenApi(document, { onUnsupported: () => {} });
      const open = Object.values(routes).filter(({ auth }) => auth === "anonymous");
      assert.deepEqual(open, [], document);
    } catch (error) {
      if (!(error instanceof ArgumentError)) throw error;
    }
  }

  const typos: readonly ((key: string) => string)[] = [
    (key) => `${key}s`,
    (key) => key.slice(1),
    (key) => key.slice(0, -1),
    (key) => key.slice(0, 3),
    (key) => key.toUpperCase(),
    (key) => `${key[1] ?? ""}${key[0] ?? ""}${key.slice(2)}`,
    (key) => ` ${key}`,
    () => "other",
  ];

  for (const keys of listKeys(restricted)) {
    const place = keys.join(" > ");

    const isIndex = /^\d+$/.test(keys.at(-1) ?? "");
    if (!isIndex) {
      it(`has no anonymous route if a key is misspelt: ${place}`, () => {
        for (const typo of typos) {
          check(keys, (holder, key) => {
            if (typo(key) === key) return;
            holder[typo(key)] = holder[key];
            delete holder[key];
          });
        }
      });
    }

    it(`has no anonymous route if a value is of a wrong type: ${place}`, () => {
      for (const value of [
        null,
        false,
        0,
        "",
        "AppCode",
        {},
        [null],
        ["AppCode"],
        { $ref: "#/x-none" },
        [[]],
      ]) {
        // An empty requirement, and an operation without any, are for anybody in OpenAPI.
        const isOpen =
          /^(security|x-security)$/.test(keys.at(-2) ?? "") || /^(get|x-operation)$/.test(keys.at(-1) ?? "");
        if (isOpen && JSON.stringify(value) === "{}") continue;
        check(keys, (holder, key) => {
          holder[key] = value;
        });
      }
    });
  }
});
