import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Folder of this package, from the sources or from the compiled files. */
export const packageDir = findPackageDir(__dirname);

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly homepage: string;
  readonly repository: { readonly url: string };
}

/** The package.json of this package. */
export const manifest = JSON.parse(readFileSync(join(packageDir, "package.json"), "utf8")) as Manifest;

/** Path of a rule's page in the repository, and below `dist` in the package. */
export const pagePath = (rule: string) => `docs/rules/${rule}.md`;

/** Address of a rule's page in the repository, at the tag of this release. */
export const pageUrl = (rule: string): string =>
  `${manifest.repository.url.replace(/^git\+|\.git$/g, "")}/blob/v${manifest.version}/${pagePath(rule)}`;

/** Path of a rule's page on this machine. Undefined for a rule of another package. */
export const findPage = (rule: string): string | undefined =>
  [dirname(packageDir), join(packageDir, "dist")].map((dir) => join(dir, pagePath(rule))).find(existsSync);

/** @throws Error in a bundle, which lacks the other files of this package */
function findPackageDir(start: string): string {
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, "PulumiPolicy.yaml"))) return folder;
  throw new Error(
    `alicloud-vpc-api-policy: its files are not in or above ${start}. Mark the package as external in the bundler.`,
  );
}
