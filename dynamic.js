"use strict";

// Loaded in the process of Pulumi's dynamic provider: compiled in the published package, from source in a checkout.
const { existsSync } = require("node:fs");
const path = require("node:path");

const source = path.join(__dirname, "components", "dynamic", "providers.ts");
if (existsSync(source)) {
  require("tsx/cjs");
  module.exports = require(source);
} else {
  module.exports = require("./dist/components/dynamic/providers.js");
}
