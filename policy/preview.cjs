#!/usr/bin/env node
require("./load.cjs")("report/main");
