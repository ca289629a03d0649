import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import ts from "typescript";
import { projectDir } from "../../cli/paths";
import { type Block, blocks, examples } from "./markdown";
import { transpile } from "./transpile";

/** TypeScript blocks of the documents that are programs, not copies of tested files. */
export const typed: readonly Block[] = blocks.filter(
  ({ language, source }) => language === "ts" && source === undefined,
);

/** The programs that tests execute. */
export const programs: readonly Block[] = typed.filter(({ reason }) => reason === undefined);

/** Programs of the examples in TSDoc comments. */
export const commented: readonly Block[] = examples.filter(({ language }) => language === "ts");

/** Folder of the files that snippets read. It stands for the folder of a user's project. */
export const snippetFolder = join(projectDir, "examples", "openapi");

/** The configuration values that snippets read. */
export async function snippetConfiguration(
  issue: (domains: string[]) => Promise<{ body: string; privateKey: string }>,
): Promise<{ plain: Record<string, string>; secret: Record<string, string> }> {
  const { body, privateKey } = await issue(["api.example.com"]);
  return { plain: { certificate: body }, secret: { privateKey, auditCode: "an-audit-code-of-the-guide" } };
}

/** Type-checks programs with the options of `pulumi new`, against the published declarations. */
export function findTypeErrors(texts: readonly string[]): string[] {
  const { config } = ts.readConfigFile(join(projectDir, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, projectDir);
  Object.assign(options, {
    noEmit: true,
    paths: {
      "alicloud-vpc-api-policy": [join(projectDir, "policy", "index.ts")],
      "alicloud-vpc-api-testing": [join(projectDir, "testing", "index.ts")],
    },
  });
  const files = new Map(texts.map((text, at) => [join(projectDir, `snippet-${at}.ts`), text]));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap((file, at) => {
    const source = program.getSourceFile(file);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText, start = 0 }) => {
      const line = (source?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
      return `snippet ${at}, line ${line}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
  });
}

/** Runs a program in this process like an `index.ts` of Pulumi. Returns its exports. */
export function runProgram(text: string): Record<string, unknown> {
  const file = join(projectDir, "snippet.ts");
  const loaded: { exports: Record<string, unknown> } = { exports: {} };
  const evaluate = new Function("module", "exports", "require", transpile(text));
  evaluate(loaded, loaded.exports, createRequire(file));
  return loaded.exports;
}

/** Reads a file of the checkout. */
export const readText = (file: string): string => readFileSync(join(projectDir, file), "utf8");
