import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Failure, main } from "./failure";
import { projectDir } from "./paths";

/** The tests by what they need, the quick ones first. */
const suites: Record<string, { folders: string[]; needs: string }> = {
  project: { folders: ["project"], needs: "nothing" },
  unit: { folders: ["unit"], needs: "nothing" },
  local: { folders: ["local"], needs: "Nginx for some" },
  policy: { folders: ["policy"], needs: "nothing" },
  toolchain: { folders: ["toolchain"], needs: "nothing" },
  engine: { folders: ["engine"], needs: "the toolchain (built once, about 15 minutes) and Nginx" },
};

async function test(args: string[]): Promise<number> {
  if (args.includes("--help")) {
    const lines = Object.entries(suites).map(([name, { needs }]) => `  ${name.padEnd(10)} needs ${needs}`);
    process.stdout.write(
      `Usage: npm test -- [SUITE …] [--grep TEXT]\n\nWithout a suite, all of them:\n${lines.join("\n")}\n`,
    );
    return 0;
  }
  const named = args.filter((arg) => arg in suites);
  const options = args.filter((arg) => !(arg in suites));
  const wrong = options.find((arg, index) => arg !== "--grep" && options[index - 1] !== "--grep");
  if (wrong !== undefined) throw new Failure(`There is no suite "${wrong}". See: npm test -- --help`);
  const chosen = named.length > 0 ? named : Object.keys(suites);
  const folders = chosen
    .flatMap((name) => suites[name]?.folders ?? [])
    .map((folder) => join(projectDir, "test", folder))
    .filter((folder) => existsSync(folder));
  return mocha([...folders.map((folder) => `${folder}/**/*.test.ts`), ...options]);
}

function mocha(args: string[]): Promise<number> {
  const reporter = join(projectDir, "test", "support", "reporter.ts");
  const child = spawn(
    process.execPath,
    [join(projectDir, "node_modules", "mocha", "bin", "mocha.js"), "--reporter", reporter, ...args],
    { cwd: projectDir, stdio: "inherit" },
  );
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

main(() => test(process.argv.slice(2)));
