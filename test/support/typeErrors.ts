import { join } from "node:path";
import ts from "typescript";
import { projectDir } from "../../cli/paths";

/** Type-checks programs by name, as if each were a file of this project. One run of the compiler checks all of them. */
export function findTypeErrors(programs: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile(join(projectDir, "tsconfig.dev.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, projectDir);
  const texts = new Map([...programs].map(([name, text]) => [join(projectDir, `${name}.ts`), text]));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  const compiled = ts.createProgram([...texts.keys()], options, host);
  return [...programs.keys()].flatMap((name) => {
    const file = compiled.getSourceFile(join(projectDir, `${name}.ts`));
    const found = [...compiled.getSyntacticDiagnostics(file), ...compiled.getSemanticDiagnostics(file)];
    return found.map(({ messageText }) => `${name}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
  });
}
