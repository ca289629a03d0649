import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { ArgumentError, type RouteArgs, routesFromOpenApi } from "../../../../components";
import SwaggerParser from "../../../support/swaggerParser";

const examples = dirname(require.resolve("@readme/oas-examples/package.json"));

/** Documents that are valid by the official schema, and what is wrong with them nevertheless. */
const refused: Readonly<Record<string, string>> = {
  "3.0/json/openapi-workshop/title.json": "#/paths",
  "3.0/json/response-http-behavior.json": "#/paths/~1cache/get/security/0/api_key",
  "3.1/json/webhooks.json": "#/paths",
};

const files = ["3.0/json", "3.1/json"].flatMap((folder) =>
  readdirSync(join(examples, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".json"))
    .map((file) => `${folder}/${file}`)
    .sort(),
);

interface Reading {
  routes: Record<string, RouteArgs>;
  /** Pointers of validation errors. */
  errors: string[];
  /** All findings. */
  findings: string[];
}

function read(document: string | object, mode: "mapping" | "pass-through" = "mapping"): Reading {
  const findings: string[] = [];
  try {
    const routes = routesFromOpenApi(document, {
      mode,
      onUnsupported: (features) => findings.push(...features.map(({ pointer }) => pointer)),
    });
    return { routes, errors: [], findings };
  } catch (error) {
    assert.ok(error instanceof ArgumentError, String(error));
    const errors = error.problems.map(({ path }) => path);
    return { routes: {}, errors, findings: errors };
  }
}

async function isValid(document: object): Promise<boolean> {
  try {
    await SwaggerParser.validate(structuredClone(document) as never);
    return true;
  } catch {
    return false;
  }
}

describe("OpenAPI documents of @readme/oas-examples", () => {
  for (const file of files) {
    const text = readFileSync(join(examples, file), "utf8");

    it(`${file} is read if @apidevtools/swagger-parser accepts it`, async () => {
      const { errors } = read(text);
      if (file in refused) assert.equal(errors[0], refused[file]);
      else if (await isValid(JSON.parse(text))) assert.deepEqual(errors, []);
    });

    it(`${file} has the same routes after @apidevtools/swagger-parser resolved its references`, async () => {
      const resolved = await SwaggerParser.dereference(JSON.parse(text));
      assert.deepEqual(read(resolved).routes, read(text).routes);
    });

    const yaml = join(examples, file.replace("/json/", "/yaml/").replace(/json$/, "yaml"));
    if (existsSync(yaml)) {
      it(`${file} has the same routes in YAML as @apidevtools/swagger-parser parses it`, async () => {
        const parsed = await SwaggerParser.parse(yaml);
        assert.deepEqual(read(readFileSync(yaml, "utf8")), read(parsed));
      });
    }
  }
});

/** Each object of a document with the keys that lead to it. */
function objectsIn(value: unknown, keys: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.entries(value).flatMap(([key, inner]) => objectsIn(inner, [...keys, key]));
  return Array.isArray(value) ? inside : [keys, ...inside];
}

/** The value of an example is data, but @apidevtools/swagger-parser resolves references in it. */
const withoutExampleValues = (document: object): object =>
  JSON.parse(JSON.stringify(document, (key, value) => (key === "value" ? undefined : value)));

describe("OpenAPI documents with a key that @apidevtools/swagger-parser refuses", () => {
  let judged = 0;
  let invalid = 0;
  const small = files.filter((file) => !(file in refused) && file.startsWith("3.0/"));
  const documents = small
    // Not valid by the official schema.
    .filter((file) => !file.endsWith("openapi-workshop/post.json"))
    .map((file) => JSON.parse(readFileSync(join(examples, file), "utf8")) as object)
    .filter((document) => JSON.stringify(document).length < 15_000);

  after(() =>
    console.log(`      @apidevtools/swagger-parser judged ${judged} documents, and refused ${invalid}`),
  );

  it("are reported, whichever key it is", async function () {
    this.timeout(120_000);
    const renamed = fc
      .record({ document: fc.constantFrom(...documents), object: fc.nat(), key: fc.nat() })
      .map(({ document, object, key }) => {
        const copy = structuredClone(document);
        const all = objectsIn(copy);
        const path = all[object % all.length] ?? [];
        const target = path.reduce<unknown>((value, part) => (value as never)[part], copy) as Record<
          string,
          unknown
        >;
        const names = Object.keys(target);
        const name = names[key % names.length];
        if (name !== undefined) {
          target[`${name}q`] = target[name];
          delete target[name];
        }
        return { document, copy, renamed: [...path, name].join("/") };
      });
    await fc.assert(
      fc.asyncProperty(renamed, async ({ document, copy, renamed }) => {
        judged += 1;
        if (await isValid(withoutExampleValues(copy))) return;
        invalid += 1;
        assert.notDeepEqual(read(copy).findings, read(document).findings, renamed);
      }),
      { numRuns: 150 },
    );
    assert.ok(invalid > 100, `${invalid} of ${judged} documents are invalid`);
  });
});
