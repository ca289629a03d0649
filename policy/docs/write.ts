import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { rules } from "../rules";
import { renderPages } from "./pages";

// The root of the repository, or the folder that the package includes its pages from.
const root = process.argv[2] ?? join(__dirname, "..", "..");
const pages = renderPages(rules);
const folder = join(root, "docs", "rules");

mkdirSync(folder, { recursive: true });
for (const file of readdirSync(folder)) {
  if (!pages.has(`docs/rules/${file}`)) rmSync(join(folder, file));
}
for (const [path, text] of pages) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
