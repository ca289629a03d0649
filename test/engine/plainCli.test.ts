import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { homeDir, localDirs, projectDir } from "../../cli/paths";
import { writeConfigFor } from "../../cli/stackConfig";
import { Server } from "../../cli/verify/server";

/** A home of its own that shares the toolchain and Nginx, and a copy of the checkout for a free port. */
function scratch(): { home: string; checkout: string; remove: () => void } {
  const base = mkdtempSync(join(tmpdir(), "plain-cli-"));
  const [home, checkout] = [join(base, "home"), join(base, "checkout")];
  for (const folder of [home, checkout]) mkdirSync(folder);
  for (const shared of ["toolchain", "nginx"]) {
    mkdirSync(join(homeDir(), shared), { recursive: true });
    symlinkSync(join(homeDir(), shared), join(home, shared));
  }
  for (const file of [
    "index.ts",
    "components",
    "dynamic.js",
    "package.json",
    "tsconfig.json",
    "Pulumi.yaml",
  ]) {
    cpSync(join(projectDir, file), join(checkout, file), { recursive: true });
  }
  symlinkSync(join(projectDir, "node_modules"), join(checkout, "node_modules"));
  return { home, checkout, remove: () => rmSync(base, { recursive: true, force: true }) };
}

describe("a user's own shell, with the exports of npm run toolchain -- env", function () {
  this.timeout(60 * 60_000);
  const { home, checkout, remove } = scratch();
  const server = new Server(localDirs(join(home, "local")).cloud);

  after(async () => {
    await server.stop();
    remove();
  });

  it("runs plain pulumi preview and pulumi up of stack local", async () => {
    const { endpoint } = await server.start(0);
    writeConfigFor(endpoint, join(checkout, "Pulumi.local.yaml"));
    const script = [
      `exports=$(npm run -s --prefix '${projectDir}' toolchain -- env) && eval "$exports"`,
      "pulumi preview -s local",
      "pulumi up -s local --yes --skip-preview",
    ].join(" && ");
    const { status, stdout, stderr } = spawnSync("bash", ["-c", script], {
      cwd: checkout,
      encoding: "utf8",
      env: { ...process.env, ALICLOUD_VPC_API_HOME: home },
    });
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /\+ \d+ to create/);
    assert.match(stdout, /\+ \d+ created/);
    assert.match(stdout, /apps\s*: \[secret\]/);
  });
});
