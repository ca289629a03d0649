import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createWorkspace, type OwnPackage } from "../../cli/verify/workspace";

/**
 * Packs the policy pack with npm, and more packages of this project, and installs them in a project of its own,
 * `project` in a folder.
 *
 * @returns where it is installed
 */
export async function installedPack(folder: string, more: readonly OwnPackage[] = []): Promise<string> {
  const project = join(folder, "project");
  await createWorkspace(project, ["alicloud-vpc-api-policy", ...more]);
  writeFileSync(join(project, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  writeFileSync(join(project, "package.json"), "{}");
  return join(project, "node_modules", "alicloud-vpc-api-policy");
}
