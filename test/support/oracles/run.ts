import { type Command, runCommand } from "../../../cli/commandLine";
import { main } from "../../../cli/failure";
import { acceptance } from "./acceptance";
import { installCloudInit } from "./cloudInit";
import { judgeByJavaClient } from "./javaClient";
import { judgeByPublicDocuments } from "./openApiDirectory";

const oracles: Command = {
  summary: "Download the programs that the oracle tests need",
  async run() {
    await installCloudInit();
    process.stdout.write("cloud-init is installed.\n");
    return 0;
  },
};
const java: Command = {
  summary: "Send calls of the vendor's Java client to the local gateway; needs Java 11 and Maven",
  async run() {
    process.stdout.write(`The gateway accepted ${await judgeByJavaClient()} calls of the Java client.\n`);
    return 0;
  },
};
const openapi: Command = {
  summary: "Read the OpenAPI documents of 2,600 public APIs; downloads 45 MB",
  async run() {
    process.stdout.write(`${await judgeByPublicDocuments()}\n`);
    return 0;
  },
};

main(() =>
  runCommand("npm run oracles --", { "": oracles, java, openapi, acceptance }, process.argv.slice(2)),
);
