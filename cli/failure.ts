/** An error that the user can fix. The process prints its message without a stack trace and exits with 1. */
export class Failure extends Error {}

/** Runs a command, sets its exit code and prints its errors. */
export async function main(run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    const known = error instanceof Failure || (error instanceof Error && error.name.endsWith("Error"));
    const text = known && process.env.DEBUG === undefined ? (error as Error).message : error;
    process.stderr.write(`${paint("red", "Failed:")} ${text instanceof Error ? text.stack : text}\n`);
    process.exitCode = 1;
  }
}

const colours = { red: 31, green: 32, yellow: 33, cyan: 36, bold: 1, dim: 2 };

/** Colours a text if the output is a terminal. */
export function paint(
  colour: keyof typeof colours,
  text: string,
  stream: NodeJS.WriteStream = process.stderr,
): string {
  const colourful = stream.isTTY && process.env.NO_COLOR === undefined;
  return colourful ? `\u001b[${colours[colour]}m${text}\u001b[0m` : text;
}
