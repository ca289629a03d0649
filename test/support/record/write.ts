import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { recordFile } from "./messages";
import { recordMessages } from "./record";

recordMessages().then((record) => {
  writeFileSync(recordFile, JSON.stringify(record));
  execFileSync("npx", ["biome", "format", "--write", recordFile]);
});
