import { cpSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { buildPackage } from "../../cli/build";
import { projectDir } from "../../cli/paths";
import { writeConfigFor } from "../../cli/stackConfig";
import { findFreePorts } from "../../cli/verify/ports";

/**
 * Copies the checkout with its installed packages. Stack `local` of the copy uses other ports, so that its commands can
 * run beside a local cloud of the checkout.
 */
export async function copyCheckout(folder: string): Promise<void> {
  await buildPackage();
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(projectDir)) {
    if (name === ".git" || name === "node_modules" || name.startsWith(".dist")) continue;
    cpSync(join(projectDir, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(projectDir, "node_modules"), join(folder, "node_modules"));
  const port = await findFreePorts(3);
  const addresses = { endpoint: `127.0.0.1:${port}`, gateway: `127.0.0.1:${port + 1}` };
  writeConfigFor(addresses, join(folder, "Pulumi.local.yaml"));
}
