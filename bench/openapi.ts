import { readFileSync } from "node:fs";
import { buildPackage } from "../cli/build";
import { type Command, readWholeNumber } from "../cli/commandLine";
import { formatTable } from "../cli/table";
import { deployToMocks } from "../testing/mocks";
import { inTurn, summary } from "./measure";

/** Operations of the generated documents; the larger has as many as GitHub's. */
const sizes = [250, 1_000] as const;

type Mode = "pass-through" | "mapping";

/** Checks that time grows with the size of a document, not with its square. */
export const openApiBench: Command = {
  summary: "Compare the time to read and plan OpenAPI documents of different sizes",
  options: {
    runs: { type: "string", value: "N", help: "Counted runs of each; default 3" },
    file: {
      type: "string",
      value: "FILE",
      help: "Also read this document, and compare the time with parsing only",
    },
    json: { type: "boolean", help: "Print JSON" },
  },
  async run({ values }) {
    const runs = readWholeNumber(values.runs ?? "3", "runs", { from: 1 });
    await buildPackage();
    const rows: Row[] = [];
    for (const mode of ["pass-through", "mapping"] as const) rows.push(...(await growth(mode, runs)));
    if (typeof values.file === "string") rows.push(await parsing(values.file, runs));
    process.stdout.write(`${values.json ? JSON.stringify(rows) : format(rows)}\n`);
    return 0;
  },
};

interface Row extends ReturnType<typeof summary> {
  what: string;
  /** Ratio of the sizes, which linear time does not exceed. */
  linear: number | undefined;
}

/** Reads and plans a document, and one several times as large. */
async function growth(mode: Mode, runs: number): Promise<Row[]> {
  const [small, large] = sizes.map(generateDocument) as [string, string];
  const readings = await inTurn(runs, {
    ours: async () => readRoutes(large, mode),
    theirs: async () => readRoutes(small, mode),
  });
  const plans = await inTurn(runs, {
    ours: () => plan(large, mode),
    theirs: () => plan(small, mode),
  });
  const linear = sizes[1] / sizes[0];
  const operations = `${sizes[1]} operations, to ${sizes[0]}`;
  return [
    { what: `read, ${mode}, ${operations}`, linear, ...summary(readings) },
    { what: `read and plan, ${mode}, ${operations}`, linear, ...summary(plans) },
  ];
}

/** Reads a document of others, compared with `JSON.parse`. */
async function parsing(file: string, runs: number): Promise<Row> {
  const text = readFileSync(file, "utf8");
  const times = await inTurn(runs, {
    ours: async () => readRoutes(text, "pass-through"),
    theirs: async () => JSON.parse(text) as unknown,
  });
  return { what: `read ${file}, to JSON.parse`, linear: undefined, ...summary(times) };
}

async function readRoutes(text: string, mode: Mode) {
  const { routesFromOpenApi } = await import("alicloud-vpc-api");
  return routesFromOpenApi(text, { mode, onUnsupported: () => {} });
}

async function plan(text: string, mode: Mode): Promise<void> {
  const { VpcApi } = await import("alicloud-vpc-api");
  const routes = await readRoutes(text, mode);
  await deployToMocks(
    () =>
      new VpcApi("shop", {
        network: { zones: ["cn-hangzhou-h"] },
        group: { groupName: "shop" },
        routes,
        apps: { shop_frontend: {} },
      }),
  );
}

/** Operations with eight parameters each, and schemas that refer to each other. */
function generateDocument(operations: number): string {
  const numbers = Array.from({ length: operations }, (_, index) => index);
  const shared = { $ref: "#/components/parameters/Size" };
  const queries = (index: number) =>
    Array.from({ length: 6 }, (_, query) => ({
      name: `q${query}`,
      in: "query",
      schema: { $ref: `#/components/schemas/S${index}` },
    }));
  const paths = numbers.map((index) => [
    `/things/${index}/{id}`,
    {
      get: {
        operationId: `get-thing-${index}`,
        parameters: [
          { name: "id", in: "path", required: true, schema: { type: "string" } },
          shared,
          ...queries(index),
        ],
        responses: { "200": { $ref: "#/components/responses/Thing" } },
      },
    },
  ]);
  const schemas = numbers.map((index) => [
    `S${index}`,
    {
      type: "string",
      maxLength: 9,
      properties: { next: { $ref: `#/components/schemas/S${operations - 1 - index}` } },
    },
  ]);
  return JSON.stringify({
    openapi: "3.0.3",
    info: { title: "things", version: "1" },
    paths: Object.fromEntries(paths),
    components: {
      parameters: { Size: { name: "size", in: "query", schema: { type: "integer" } } },
      responses: { Thing: { description: "thing" } },
      schemas: Object.fromEntries(schemas),
    },
  });
}

function format(rows: readonly Row[]): string {
  const lines = rows.map(({ what, ours, theirs, ratio, from, to, linear }) => [
    what,
    `${(ours / 1000).toFixed(2)} s`,
    `${(theirs / 1000).toFixed(2)} s`,
    `${ratio.toFixed(2)} (${from.toFixed(2)}–${to.toFixed(2)})`,
    linear === undefined ? "" : linear.toFixed(2),
  ]);
  return formatTable([["what", "its time", "the other's", "ratio", "if linear"], ...lines]);
}
