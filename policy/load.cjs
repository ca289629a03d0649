// Runs a file of the package: as compiled where the package is installed, from its source where that is.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

module.exports = (file) => {
  if (existsSync(join(__dirname, `${file}.ts`))) {
    require("tsx/cjs");
    require(`./${file}.ts`);
  } else {
    require(`./dist/${file}.js`);
  }
};
