import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { declaredActions } from "../../../local/services";

/** Members by name, the item of a list, or 1 for a value without members. */
export type Shape = 1 | readonly [Shape] | { readonly [name: string]: Shape };

/** The names that the SDK has for an action. */
export interface ActionModel {
  readonly request: Shape;
  readonly response: Shape;
}

const requirements = join(__dirname, "requirements.txt");
const modelsFile = join(__dirname, "models.jsonl");

type Declared = (typeof declaredActions)[number];

export const formatKey = ({ product, version, action }: Declared) => `${product} ${version} ${action}`;

/** The package of a product. The API version of Simple Log Service differs from the one in the name of its package. */
function findPackage({ product, version }: Declared): string {
  return `alibabacloud_${product}${product === "sls" ? "20201230" : version.replaceAll("-", "")}`;
}

/** The package of an action with its version. */
export function packageVersion(declared: Declared): string {
  const name = findPackage(declared);
  const line = readFileSync(requirements, "utf8")
    .split("\n")
    .find((one) => one.startsWith(`${name}==`));
  if (!line) throw new Error(`${requirements}: ${name} is missing. Add its version.`);
  return line.replace("==", " ");
}

/** The models by `PRODUCT VERSION ACTION`. Null for an action that the SDK does not have. */
export function readModels(): ReadonlyMap<string, ActionModel | null> {
  const lines = readFileSync(modelsFile, "utf8").trim().split("\n");
  return new Map(lines.map((line) => JSON.parse(line) as [string, ActionModel | null]));
}

/** Downloads the SDK packages and writes the models of all implemented actions. */
export function downloadModels(): void {
  for (const action of declaredActions) packageVersion(action);
  const folder = mkdtempSync(join(tmpdir(), "sdk-models-"));
  try {
    const pip = ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"];
    execFileSync("python3", [...pip, "--dest", folder, "--requirement", requirements], { stdio: "inherit" });
    const packages = [...new Set(declaredActions.map(findPackage))];
    const actionsOf = (name: string) => declaredActions.filter((it) => findPackage(it) === name);
    const wanted = packages.map((name) => [name, actionsOf(name).map(({ action }) => action)]);
    const text = execFileSync("python3", [join(__dirname, "readModels.py"), folder], {
      input: JSON.stringify(Object.fromEntries(wanted)),
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    });
    const read = JSON.parse(text) as Record<string, Record<string, ActionModel | null>>;
    const lines = declaredActions.map((it) => [formatKey(it), read[findPackage(it)]?.[it.action] ?? null]);
    writeFileSync(modelsFile, `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
