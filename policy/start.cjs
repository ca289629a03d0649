require("./load.cjs")("start");
