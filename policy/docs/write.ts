import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { rules } from "../rules";
import { pagesOf } from "./pages";

// The repository; or the folder that is named, when the package takes its pages along.
const root = process.argv[2] ?? join(__dirname, "..", "..");
const pages = pagesOf(rules);
const folder = join(root, "docs", "rules");

mkdirSync(folder, { recursive: true });
for (const file of readdirSync(folder)) {
  if (!pages.has(`docs/rules/${file}`)) rmSync(join(folder, file));
}
for (const [path, text] of pages) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
