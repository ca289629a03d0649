import ts from "typescript";

/** Transpiles a program for Node.js, without type checks. */
export const transpile = (text: string): string =>
  ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2020 },
  }).outputText;
