import { Failure, main } from "../../../cli/failure";
import { recordStack } from "./recordedStack";

/** Records the stack of a version: `npm exec tsx test/support/upgrade/write.ts VERSION`. */
main(async () => {
  const [version] = process.argv.slice(2);
  if (version === undefined) throw new Failure("Name the version, for example 0.1.0.");
  await recordStack(version);
  return 0;
});
