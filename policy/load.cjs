// Runs a file of the package: the TypeScript source in the repository, the compiled file where the package is installed.
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
