import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createWorkspace } from "../../cli/verify/workspace";

/**
 * Packs the policy pack with npm and installs it in a project of its own, `project` in a folder.
 *
 * @returns where it is installed
 */
export async function installedPack(folder: string): Promise<string> {
  const project = join(folder, "project");
  await createWorkspace(project, ["alicloud-vpc-api-policy"]);
  writeFileSync(join(project, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  writeFileSync(join(project, "package.json"), "{}");
  return join(project, "node_modules", "alicloud-vpc-api-policy");
}
