import { writeFileSync } from "node:fs";
import { recordFile } from "./messages";
import { recordMessages } from "./record";

recordMessages().then((record) => writeFileSync(recordFile, `${JSON.stringify(record, null, 2)}\n`));
