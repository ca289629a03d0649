import assert from "node:assert/strict";
import { type Command, runCommand } from "../../../cli/commandLine";

/** Runs a command line and collects what it prints. */
async function run(
  args: string[],
  commands: Record<string, Command>,
): Promise<{ code: number; printed: string }> {
  let printed = "";
  const { write: toStdout } = process.stdout;
  const { write: toStderr } = process.stderr;
  const collect = (chunk: string | Uint8Array) => {
    printed += chunk;
    return true;
  };
  process.stdout.write = collect;
  process.stderr.write = collect;
  try {
    return { code: await runCommand("prog", commands, args), printed };
  } finally {
    process.stdout.write = toStdout;
    process.stderr.write = toStderr;
  }
}

const commands: Record<string, Command> = {
  greet: {
    summary: "Greet somebody",
    operands: "[NAME]",
    options: { loud: { type: "boolean", help: "In capitals" } },
    run: async ({ values, operands }) => (values.loud ? operands.length + 10 : operands.length),
  },
};

describe("a command line", () => {
  it("passes options and operands to the command and returns its exit code", async () => {
    assert.equal((await run(["greet", "you", "--loud"], commands)).code, 11);
  });

  it("lists the commands, also for an unknown one", async () => {
    assert.match(
      (await run(["--help"], { ...commands, "": commands.greet as Command })).printed,
      /greet +Greet somebody/,
    );
    const { code, printed } = await run(["great"], commands);
    assert.equal(code, 2);
    assert.match(printed, /Unknown command "great"\.[\s\S]*greet/);
  });

  it("explains the options of the command without a name beside the others", async () => {
    const own: Command = {
      summary: "Wave",
      options: { far: { type: "boolean", help: "With both arms" } },
      run: async () => 0,
    };
    const { printed } = await run(["--help"], { ...commands, "": own });
    assert.match(printed, /Options without a command:\n\n {2}--far {2}With both arms\n/);
    await assert.rejects(run(["--near"], { ...commands, "": own }), /See: prog --help$/);
  });

  it("explains a command", async () => {
    const { code, printed } = await run(["greet", "--help"], commands);
    assert.equal(code, 0);
    assert.match(
      printed,
      /^Usage: prog greet \[NAME\] \[OPTIONS\]\n\nGreet somebody\n\n {2}--loud {2}In capitals\n$/,
    );
  });

  it("rejects an unknown option", async () => {
    await assert.rejects(run(["greet", "--quiet"], commands), /--quiet[\s\S]*See: prog greet --help/);
  });
});
