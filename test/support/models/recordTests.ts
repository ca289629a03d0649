import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../../cli/failure";
import { projectDir } from "../../../cli/paths";
import { answersVariable, isRecorded, readAnswers, writeAnswers } from "./answers";

/** Runs the tests of the control plane and returns the fields of all answers that they got. */
export function recordTests(): string {
  const folder = mkdtempSync(join(tmpdir(), "answers-"));
  const record = join(folder, "answers");
  try {
    const tests = join(projectDir, "test", "local");
    const files = readdirSync(tests)
      .map((name) => join(tests, name))
      .filter(isRecorded);
    const mocha = join(projectDir, "node_modules", "mocha", "bin", "mocha.js");
    const hooks = join(__dirname, "recordAnswers.ts");
    const { status } = spawnSync(
      process.execPath,
      [mocha, "--parallel", "--reporter", "dot", "--require", hooks, ...files],
      { cwd: projectDir, env: { ...process.env, [answersVariable]: record }, stdio: "inherit" },
    );
    if (status !== 0) throw new Failure("Tests of the local cloud failed. Fix them first.");
    return writeAnswers(readAnswers(record));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
