import { type Command, runCommand } from "../../../cli/commandLine";
import { main } from "../../../cli/failure";
import { installCloudInit } from "./cloudInit";

const oracles: Command = {
  summary: "Get the programs that judge what this project writes and reads, for the tests",
  async run() {
    await installCloudInit();
    process.stdout.write("cloud-init is installed.\n");
    return 0;
  },
};
main(() => runCommand("npm run oracles --", { "": oracles }, process.argv.slice(2)));
