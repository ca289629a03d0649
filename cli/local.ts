import { resolve } from "node:path";
import { ask } from "../testing/ask";
import { authModes, callApi, refusalOf, titleOf } from "../testing/call";
import { findCloud, lastLines, logFile, stopCloud } from "./cloud";
import { type Command, runCommand } from "./commandLine";
import { Failure, main } from "./failure";
import { firstLight } from "./firstLight";
import { describeHoldings } from "./kinds";
import { localDirs } from "./paths";
import { serve } from "./serve";
import { openSession } from "./session";
import { readOutputs } from "./stackOutputs";
import { verify } from "./verify";
import { scenarios } from "./verify/scenarios";

const dirs = localDirs();
const stages = ["RELEASE", "PRE", "TEST"];

/** A command of the Pulumi CLI on stack `local`, with the user's terminal. */
function operation(name: "up" | "preview" | "refresh" | "destroy", summary: string): Command {
  return {
    summary,
    async run() {
      const { stack } = await openSession();
      return stack.show(name === "preview" ? [name] : [name, "--yes", "--skip-preview"]);
    },
  };
}

const commands: Record<string, Command> = {
  "": { summary: "Bring the tutorial up on this machine and call its API three ways", run: firstLight },
  up: operation("up", "Create or update the stack on the local cloud"),
  preview: operation("preview", "Show what an update would do"),
  refresh: operation("refresh", "Compare the state with the local cloud"),
  destroy: operation("destroy", "Delete all that the stack made"),
  outputs: {
    summary: "Show the outputs of the stack",
    options: {
      "show-secrets": { type: "boolean", help: "Show AppCode, AppKey and AppSecret in the clear" },
      json: { type: "boolean", help: "As JSON" },
    },
    async run({ values }) {
      const { stack } = await openSession();
      const flags = ["show-secrets", "json"].filter((flag) => values[flag]).map((flag) => `--${flag}`);
      return stack.show(["stack", "output", ...flags]);
    },
  },
  call: {
    summary: "Call the API through the local gateway; exits 0 on a 2xx answer",
    operands: "[PATH]",
    options: {
      app: { type: "string", value: "NAME", help: "App that calls (default: the first)" },
      auth: { type: "string", value: authModes.join("|"), help: "How it shows who it is (default: header)" },
      stage: {
        type: "string",
        value: stages.join("|"),
        help: "Environment (default: the gateway's, RELEASE)",
      },
    },
    run: call,
  },
  status: {
    summary: "Say what is running and what it holds",
    options: { json: { type: "boolean", help: "As JSON" } },
    async run({ values }) {
      const cloud = await findCloud(dirs.cloud);
      const resources = cloud && (await ask(cloud.endpoint, "resources"));
      if (values.json)
        process.stdout.write(`${JSON.stringify({ running: cloud !== undefined, cloud, resources })}\n`);
      else if (!cloud) process.stdout.write("The local cloud is not running. Start it with: npm run local\n");
      else {
        process.stdout.write(`The local cloud runs since ${cloud.startedAt} (pid ${cloud.pid}).\n`);
        process.stdout.write(`  control plane  ${cloud.endpoint}\n  gateway        ${cloud.gateway}\n`);
        process.stdout.write(`  holds          ${describeHoldings(resources?.byKind)}\n`);
      }
      return cloud ? 0 : 3;
    },
  },
  stop: {
    summary: "Stop the local cloud and its Nginx processes; what it holds is kept",
    async run() {
      const stopped = await stopCloud(dirs.cloud);
      process.stdout.write(stopped ? "The local cloud is stopped.\n" : "The local cloud was not running.\n");
      return 0;
    },
  },
  logs: {
    summary: "Show the log of the local cloud: control-plane calls and API calls",
    options: { lines: { type: "string", value: "N", help: "How many of the last lines (default: 40)" } },
    async run({ values }) {
      const count = wholeNumber(values.lines ?? "40", "lines", { from: 1, to: 1_000_000 });
      process.stdout.write(`${lastLines(logFile(dirs.cloud), count) || "There is no log yet."}\n`);
      return 0;
    },
  },
  console: {
    summary: "Give the address of the page that shows the local cloud",
    async run() {
      const cloud = await findCloud(dirs.cloud);
      if (!cloud) throw new Failure("The local cloud is not running. Start it with: npm run local");
      process.stdout.write(`http://${cloud.endpoint}/_local/\n`);
      return 0;
    },
  },
  verify: {
    summary: "Prove all of it from nothing, in a temporary place beside a running local cloud",
    options: {
      scenario: {
        type: "string",
        value: "NAME,…",
        help: `Only these of: ${scenarios.map(({ name }) => name).join(", ")}`,
      },
      json: { type: "string", value: "FILE", help: "Write the result there, with who called the cloud" },
      calls: { type: "string", value: "FILE", help: "Write a page there: who called the cloud for what" },
    },
    run: ({ values: { scenario, json, calls } }) =>
      verify({
        names: typeof scenario === "string" ? scenario.split(",") : [],
        jsonFile: typeof json === "string" ? resolve(json) : undefined,
        callsFile: typeof calls === "string" ? resolve(calls) : undefined,
      }),
  },
  serve: {
    summary: "Run only the local cloud, in the foreground, for other tools",
    options: {
      port: {
        type: "string",
        value: "N",
        help: "Port of the control plane; the gateway gets the next (0: any free)",
      },
      data: {
        type: "string",
        value: "DIR",
        help: "Where it keeps its things (default: the user's cache folder)",
      },
    },
    run({ values }) {
      if (values.port === undefined)
        throw new Failure("--port is missing. Use for example: serve --port 4510");
      const port = wholeNumber(values.port, "port", { from: 0, to: 65534 });
      return serve(port, typeof values.data === "string" ? resolve(values.data) : dirs.cloud);
    },
  },
};

async function call({ values, operands }: Parameters<Command["run"]>[0]): Promise<number> {
  const auth = oneOf(String(values.auth ?? "header"), "auth", authModes);
  const stage = values.stage === undefined ? undefined : oneOf(String(values.stage), "stage", stages);
  const [path] = operands;
  if (path !== undefined && !path.startsWith("/")) {
    throw new Failure(`PATH is "${path}". Begin it with a slash, for example /nginx.`);
  }
  const { cloud, stack } = await openSession();
  const outputs = readOutputs(await stack.outputs());
  const app = String(values.app ?? Object.keys(outputs.apps)[0]);
  const credentials = outputs.apps[app];
  if (auth !== "none" && !credentials) {
    throw new Failure(
      `The stack has no app "${app}". It has: ${Object.keys(outputs.apps).join(", ") || "none"}.`,
    );
  }
  const answer = await callApi({
    gateway: cloud.gateway,
    host: outputs.subDomain,
    path: path ?? outputs.path,
    auth,
    credentials,
    stage,
  });
  const time = `${answer.milliseconds.toFixed(0)} ms`;
  if (answer.status >= 200 && answer.status < 300) {
    process.stderr.write(`${answer.status} in ${time}: ${titleOf(answer.body)}\n`);
    process.stdout.write(answer.body);
    return 0;
  }
  const { code, message, requestId } = refusalOf(answer);
  process.stderr.write(`${answer.status} in ${time}\n`);
  process.stderr.write(
    `X-Ca-Error-Code: ${code}\nX-Ca-Error-Message: ${message}\nX-Ca-Request-Id: ${requestId}\n`,
  );
  return 1;
}

function oneOf<T extends string>(value: string, option: string, possible: readonly T[]): T {
  const found = possible.find((known) => known.toLowerCase() === value.toLowerCase());
  if (found === undefined) throw new Failure(`--${option} is "${value}". Use one of ${possible.join(", ")}.`);
  return found;
}

function wholeNumber(
  value: string | boolean,
  option: string,
  { from, to }: { from: number; to: number },
): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= from && number <= to && value !== "") return number;
  throw new Failure(`--${option} is "${value}". Use a whole number from ${from} to ${to}.`);
}

main(() => runCommand("npm run local --", commands, process.argv.slice(2)));
