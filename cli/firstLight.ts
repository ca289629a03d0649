import { readEvents } from "../policy/report/findings";
import { formatSummary } from "../policy/report/markdown";
import { paintForOutput, renderText } from "../policy/report/text";
import { ask } from "../testing/ask";
import { type AuthMode, callApi, readRefusal, readTitle } from "../testing/call";
import type { OperationResult } from "./engineEvents";
import { Failure, paint } from "./failure";
import { describeHoldings } from "./kinds";
import { Progress } from "./progress";
import { openSession } from "./session";
import { readOutputs } from "./stackOutputs";
import { formatTable } from "./table";

const calls: { auth: AuthMode; words: string }[] = [
  { auth: "header", words: "AppCode in the header" },
  { auth: "query", words: "AppCode in the query" },
  { auth: "signed", words: "signed, HmacSHA256" },
];

/** Typical duration of a first `up` in seconds. Most of it is fixed waiting time of the provider. */
const usualSeconds = 20;

/** Deploys the stack on the local cloud, calls the API in three ways and prints the results. */
export async function deployAndCall(realistic?: { seed: number }): Promise<number> {
  const { cloud, stack } = await openSession(undefined, realistic);
  const progress = new Progress("Running pulumi up of stack local", usualSeconds);
  const up = await stack.operate("up", (finished, what) => progress.update(`${finished} done, last ${what}`));
  progress.end(up.ok ? describeChanges(up) : "failed");
  for (const warning of up.warnings) process.stderr.write(`${paint("yellow", "Warning:")} ${warning}\n`);
  const policy = readEvents(up.printed.split("\n"), up.ok ? 0 : 1);
  if (!up.ok) {
    // Only the findings of the pack. The engine reports the errors itself.
    const found = policy.findings.length > 0 ? [renderText({ ...policy, errors: [] }, paintForOutput)] : [];
    throw new Failure(`pulumi up failed:\n${[...up.errors, ...found].join("\n")}`);
  }

  const outputs = readOutputs(await stack.outputs());
  const [appName, credentials] = Object.entries(outputs.apps)[0] ?? [];
  const rows = [["call", "status", "time", "page"]];
  let passed = 0;
  for (const { auth, words } of calls) {
    const answer = await callApi({
      gateway: cloud.gateway,
      host: outputs.subDomain,
      path: outputs.path,
      auth,
      credentials,
    });
    const good = answer.status === 200;
    if (good) passed++;
    const page = good ? readTitle(answer.body) : readRefusal(answer).message;
    rows.push([words, String(answer.status), `${answer.milliseconds.toFixed(0)} ms`, page]);
  }

  const out = process.stdout;
  const { byKind } = await ask(cloud.endpoint, "resources");
  out.write(`\n${paint("bold", "Stack", out)}  ${describeChanges(up)}\n`);
  out.write(`${paint("bold", "Cloud", out)}  ${describeHoldings(byKind)}\n`);
  out.write(`${paint("bold", "Policy", out)} ${formatSummary(policy)}\n`);
  out.write(`${paint("bold", "API", out)}    ${outputs.url}\n`);
  out.write(`       published to ${outputs.stage}, called by app ${appName}; on this machine:\n`);
  out.write(`       curl -H "Authorization: APPCODE …" -H "Host: ${outputs.subDomain}" \\\n`);
  out.write(`            http://${cloud.gateway}${outputs.path}\n\n`);
  out.write(`${formatTable(rows)}\n\n`);
  out.write(`${paint("bold", "Next", out)}\n`);
  out.write(
    `${formatTable(
      [
        ["npm run local -- call", "call the API again; see call --help"],
        ["npm run local -- console", "print the address of the console page"],
        ["npm run local -- outputs", "show all outputs of the stack"],
        ["npm run policy", "show all findings of the policy pack"],
        ["npm run local -- destroy", "delete all resources of the stack"],
        ["npm run local -- stop", "stop the local cloud"],
      ],
      "  ",
    )}\n`,
  );
  if (passed < calls.length) throw new Failure(`${calls.length - passed} of ${calls.length} calls failed.`);
  return 0;
}

/** Describes the changes of an update. */
function describeChanges({ changes }: OperationResult): string {
  const { same = 0, ...others } = changes;
  const changed = Object.entries(others)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} to ${what}`.replace(/ to (\w+?)e?$/, " $1ed"));
  return changed.length > 0 ? `${changed.join(", ")}, ${same} unchanged` : `0 changes, ${same} unchanged`;
}
