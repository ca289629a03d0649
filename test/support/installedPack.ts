import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createWorkspace, type OwnPackage } from "../../cli/verify/workspace";

/**
 * Packs the policy pack and other packages of this project with npm, and installs them in the folder `project` of a
 * folder.
 *
 * @returns path of the installed pack
 */
export async function installedPack(folder: string, more: readonly OwnPackage[] = []): Promise<string> {
  const project = join(folder, "project");
  await createWorkspace(project, ["alicloud-vpc-api-policy", ...more]);
  writeFileSync(join(project, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  writeFileSync(join(project, "package.json"), "{}");
  return join(project, "node_modules", "alicloud-vpc-api-policy");
}
