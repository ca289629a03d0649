import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Command, runCommand } from "../../../cli/commandLine";
import { Failure, main } from "../../../cli/failure";
import { projectDir } from "../../../cli/paths";
import { answersFile, readAnswers } from "./answers";
import { compare, listProblems } from "./comparison";
import { writePage } from "./page";
import { recordTests } from "./recordTests";
import { downloadModels } from "./sdkModels";

const models: Command = {
  summary: "Record the answers of the local cloud and write docs/local-actions.md",
  options: {
    download: {
      type: "boolean",
      help: "First read the models of new actions from the SDKs; needs Python, downloads 7 MB",
    },
    page: { type: "boolean", help: "Only write the page, from the recorded answers" },
  },
  async run({ values }) {
    if (values.download) downloadModels();
    if (!values.page) writeFileSync(answersFile, recordTests());
    const comparisons = compare(readAnswers(answersFile));
    writeFileSync(join(projectDir, "docs", "local-actions.md"), writePage(comparisons));
    const problems = listProblems(comparisons);
    if (problems.length > 0) throw new Failure(problems.join("\n"));
    return 0;
  },
};

main(() => runCommand("npm run models --", { "": models }, process.argv.slice(2)));
