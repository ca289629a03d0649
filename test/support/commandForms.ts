import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../cli/paths";
import { documents } from "./markdown";

/** One form of a command: alone, or with one option or operand. */
export interface CommandForm {
  /** For example `npm run local -- call`. */
  readonly command: string;
  /** For example `--auth`, or the name of an operand: `PATH`. */
  readonly argument: string | undefined;
  /** One of the values in the synopsis, for example `signed`. */
  readonly value: string | undefined;
}

/** Lists all forms of the npm commands in tables and sentences of the documents. */
export function findCommandForms(): CommandForm[] {
  const synopses = documents.flatMap((file) => findSynopses(readFileSync(join(projectDir, file), "utf8")));
  const forms = synopses.flatMap(expandSynopsis);
  return [...new Map(forms.map((form) => [nameForm(form), form])).values()];
}

export const nameForm = ({ command, argument, value }: CommandForm): string =>
  [command, argument, value].filter((word) => word !== undefined).join(" ");

/**
 * Finds the synopses of npm commands in a Markdown text, such as `npm run local -- outputs [--json]`. In the first
 * column of a table, a synopsis continues the command of the heading, or of the synopsis before it in its cell.
 */
export function findSynopses(text: string): string[] {
  const withoutBlocks = text.replace(/^(`{3,})[\s\S]*?^\1$/gm, "");
  return withoutBlocks.split("\n\n").flatMap((paragraph) => {
    if (!paragraph.trimStart().startsWith("|"))
      return findCode(paragraph.replaceAll("\n", " ")).filter(isNpm);
    let heading = "";
    return paragraph.split("\n").flatMap((row) => {
      const [, first = "", ...others] = row.split(/(?<!\\)\|/);
      let program = heading;
      const continued = findCode(first).flatMap((code) => {
        if (code.endsWith(" …")) heading = code.slice(0, -2);
        if (isNpm(code)) program = code.replace(/ -- .*/, " --");
        return isNpm(code) || program === "" ? [code] : [`${program} ${code}`];
      });
      return [...continued, ...findCode(others.join("|"))].filter(isNpm);
    });
  });
}

const isNpm = (code: string) => /^npm (run|test)\b/.test(code) && !code.endsWith("…");

const findCode = (text: string): string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code.replaceAll("\\|", "|"));

/** Expands a synopsis to forms: `x [--a] [b|c]` is `x`, `x --a`, `x b` and `x c`. */
export function expandSynopsis(synopsis: string): CommandForm[] {
  const optional = [...synopsis.matchAll(/\[([^\]]+)\]/g)].map(([, group = ""]) => group);
  const { command, words } = parseCommand(synopsis.replace(/\[[^\]]*\]/g, ""));
  const alone: CommandForm = { command, argument: undefined, value: undefined };
  const groups = words.length > 0 ? [words.join(" "), ...optional] : optional;
  return [alone, ...groups.flatMap((group) => expandArgument(command, group))];
}

function expandArgument(command: string, group: string): CommandForm[] {
  const words = group.split(" ");
  const isOption = group.startsWith("--");
  const values = (isOption ? words[1] : words[0])?.split("|") ?? [];
  const argument = isOption || values.length < 2 ? words[0] : undefined;
  if (values.length < 2) return [{ command, argument, value: undefined }];
  return values.map((value) => ({ command, argument, value }));
}

/** Separates the command of a line from its options and operands. */
function parseCommand(line: string): { command: string; words: string[] } {
  const [program = "", given = ""] = line.trim().split(/ --(?= |$)/);
  const words = given.split(" ").filter((word) => word !== "");
  const hasCommands = /^npm run (local|policy|toolchain)$/.test(program);
  const name = hasCommands && /^[a-z]/.test(words[0] ?? "") ? words.shift() : undefined;
  return { command: name === undefined ? program.trim() : `${program} -- ${name}`, words };
}

/** Whether a command line uses a command in a form. */
export function usesForm(line: string, { command, argument, value }: CommandForm): boolean {
  const run = parseCommand(line);
  if (run.command !== command) return false;
  if (!argument?.startsWith("--")) {
    const [operand] = run.words;
    if (argument !== undefined) return operand !== undefined && !operand.startsWith("--");
    return value === undefined || operand === value;
  }
  const at = run.words.indexOf(argument);
  return at >= 0 && (value === undefined || run.words[at + 1] === value);
}
