import { type ParseArgsConfig, parseArgs } from "node:util";
import { Failure } from "./failure";
import { formatTable } from "./table";

export type Options = NonNullable<ParseArgsConfig["options"]>;

/** One command of a command line. */
export interface Command {
  /** One line for the list of commands. */
  summary: string;
  /** Operands after the command, for example `[PATH]`. */
  operands?: string;
  /** Options, with their descriptions for `--help`. */
  options?: Record<string, { type: "string" | "boolean"; value?: string; help: string }>;
  run(given: { values: Record<string, string | boolean | undefined>; operands: string[] }): Promise<number>;
}

/** Runs the command that the arguments name. Without a name, it runs the command "". */
export async function runCommand(
  program: string,
  commands: Record<string, Command>,
  args: string[],
): Promise<number> {
  const named = args[0] !== undefined && !args[0].startsWith("-");
  const name = named ? (args[0] ?? "") : "";
  const command = commands[name];
  if (!command || (name === "" && args.includes("--help"))) {
    const known = name === "" && args.includes("--help");
    (known ? process.stdout : process.stderr).write(
      `${known || name === "" ? "" : `Unknown command "${name}".\n\n`}${formatOverview(program, commands)}`,
    );
    return known ? 0 : 2;
  }
  const rest = named ? args.slice(1) : args;
  if (rest.includes("--help")) {
    process.stdout.write(formatHelp(program, name, command));
    return 0;
  }
  const options = Object.entries(command.options ?? {}).map(
    ([option, { type }]) => [option, { type }] as const,
  );
  try {
    const parsed = parseArgs({
      args: rest,
      options: Object.fromEntries(options),
      allowPositionals: command.operands !== undefined,
    });
    const [, extra] = parsed.positionals;
    if (extra !== undefined)
      throw new Failure(`Unexpected argument "${extra}". See: ${helpOf(program, name)}`);
    return command.run({
      values: { ...parsed.values } as Record<string, string | boolean | undefined>,
      operands: parsed.positionals,
    });
  } catch (error) {
    if (!(error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")))
      throw error;
    throw new Failure(`${error.message}\nSee: ${helpOf(program, name)}`);
  }
}

const helpOf = (program: string, name: string): string => [program, name, "--help"].filter(Boolean).join(" ");

function formatOverview(program: string, commands: Record<string, Command>): string {
  const lines = Object.entries(commands).map(
    ([name, { summary }]) => `  ${(name || "(none)").padEnd(10)} ${summary}`,
  );
  const own = formatOptions(commands[""]?.options);
  const ownOptions = own && `Options without a command:\n${own}\n`;
  return `Usage: ${program} [COMMAND] [OPTIONS]\n\n${lines.join("\n")}\n\n${ownOptions}For the options of a command, run it with --help.\n`;
}

/** A table with a line feed before it. Empty without options. */
function formatOptions(options: Command["options"] = {}): string {
  const rows = Object.entries(options).map(([option, { value, help: words }]) => [
    `--${option}${value ? ` ${value}` : ""}`,
    words,
  ]);
  return rows.length > 0 ? `\n${formatTable(rows)}\n` : "";
}

function formatHelp(program: string, name: string, { summary, operands, options }: Command): string {
  const table = formatOptions(options);
  const usage = [program, name, operands, table && "[OPTIONS]"].filter(Boolean).join(" ");
  return `Usage: ${usage}\n\n${summary}\n${table}`;
}

/** Reads the value of an option that must be a whole number. */
export function readWholeNumber(
  value: string | boolean,
  option: string,
  { from, to = Number.POSITIVE_INFINITY }: { from: number; to?: number },
): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= from && number <= to && value !== "") return number;
  const range = Number.isFinite(to) ? `from ${from} to ${to}` : `from ${from}`;
  throw new Failure(`--${option} is "${value}". Use a whole number ${range}.`);
}
