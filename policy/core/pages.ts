import { existsSync } from "node:fs";
import { join } from "node:path";

/** Path of a rule's page in the repository. */
export const pagePath = (rule: string) => `docs/rules/${rule}.md`;

const isInstalled = !existsSync(join(__dirname, "..", "..", "docs", "rules"));

/** Path of a rule's page in the installed package or in the repository: no website hosts the pages. */
export const pageUrl = (rule: string): string =>
  isInstalled ? `node_modules/alicloud-vpc-api-policy/dist/${pagePath(rule)}` : pagePath(rule);
