// Runs the pack: as compiled where the package is installed, from its sources where they are.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

if (existsSync(join(__dirname, "start.ts"))) {
  require("tsx/cjs");
  require("./start.ts");
} else {
  require("./dist/start.js");
}
