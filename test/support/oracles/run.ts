import { type Command, runCommand } from "../../../cli/commandLine";
import { main } from "../../../cli/failure";
import { installCloudInit } from "./cloudInit";
import { judgeByJavaClient } from "./javaClient";

const oracles: Command = {
  summary: "Get the programs that judge what this project writes and reads, for the tests",
  async run() {
    await installCloudInit();
    process.stdout.write("cloud-init is installed.\n");
    return 0;
  },
};
const java: Command = {
  summary: "Send the local gateway calls that the vendor's Java client signs; needs Java 11 and Maven",
  async run() {
    process.stdout.write(`The gateway took ${await judgeByJavaClient()} calls of the Java client.\n`);
    return 0;
  },
};

main(() => runCommand("npm run oracles --", { "": oracles, java }, process.argv.slice(2)));
