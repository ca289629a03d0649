import { resolve } from "node:path";
import { ask } from "../testing/ask";
import { authModes, callApi, readRefusal, readTitle } from "../testing/call";
import {
  describeRealism,
  describeState,
  findCloud,
  logFile,
  readLastLines,
  readStatus,
  stopCloud,
} from "./cloud";
import { type Command, readWholeNumber, runCommand } from "./commandLine";
import { Failure, main } from "./failure";
import { deployAndCall } from "./firstLight";
import { describeHoldings } from "./kinds";
import { locateDirs } from "./paths";
import { openSession } from "./session";
import { readOutputs } from "./stackOutputs";

const dirs = locateDirs();
const stages = ["RELEASE", "PRE", "TEST"];

/** Creates a command that runs an operation of the Pulumi CLI on stack `local` in the user's terminal. */
function createOperation(name: "up" | "preview" | "refresh" | "destroy", summary: string): Command {
  return {
    summary,
    async run() {
      const { stack } = await openSession();
      return stack.show(name === "preview" ? [name] : [name, "--yes", "--skip-preview"]);
    },
  };
}

const realisticOptions = {
  realistic: {
    type: "boolean",
    help: "Boots, health checks, publication and DNS take as long as in the real cloud",
  },
  seed: { type: "string", value: "N", help: "Seed of the delays of --realistic (default: 1)" },
} as const;

function readRealistic(values: Parameters<Command["run"]>[0]["values"]): { seed: number } | undefined {
  if (!values.realistic) {
    if (values.seed !== undefined) throw new Failure("--seed has no effect without --realistic. Add it.");
    return undefined;
  }
  return { seed: readWholeNumber(values.seed ?? "1", "seed", { from: 0, to: 2 ** 31 }) };
}

/** `verify` and `serve` import their modules when they run: these modules take seconds to load. */
const commands: Record<string, Command> = {
  "": {
    summary: "Deploy the tutorial on the local cloud and call its API in three ways",
    options: realisticOptions,
    run: ({ values }) => deployAndCall(readRealistic(values)),
  },
  up: createOperation("up", "Create or update the stack on the local cloud"),
  preview: createOperation("preview", "Show what an update would change"),
  refresh: createOperation("refresh", "Update the state of the stack from the local cloud"),
  destroy: createOperation("destroy", "Delete all resources of the stack"),
  outputs: {
    summary: "Show the outputs of the stack",
    options: {
      "show-secrets": { type: "boolean", help: "Show AppCode, AppKey and AppSecret in plain text" },
      json: { type: "boolean", help: "Print JSON" },
    },
    async run({ values }) {
      const { stack } = await openSession();
      const flags = ["show-secrets", "json"].filter((flag) => values[flag]).map((flag) => `--${flag}`);
      return stack.show(["stack", "output", ...flags]);
    },
  },
  call: {
    summary: "Call the API through the local gateway; exits 0 on a 2xx status",
    operands: "[PATH]",
    options: {
      app: { type: "string", value: "NAME", help: "Calling app (default: the first)" },
      auth: { type: "string", value: authModes.join("|"), help: "Authentication (default: header)" },
      stage: {
        type: "string",
        value: stages.join("|"),
        help: "Environment (default: RELEASE)",
      },
    },
    run: call,
  },
  status: {
    summary: "Show whether the local cloud is running, and its resources",
    options: { json: { type: "boolean", help: "Print JSON" } },
    async run({ values }) {
      const cloud = await findCloud(dirs.cloud);
      const resources = cloud && (await ask(cloud.endpoint, "resources"));
      const { wall, state, realistic } = cloud ? await readStatus(cloud.endpoint) : {};
      if (values.json)
        process.stdout.write(
          `${JSON.stringify({ running: cloud !== undefined, cloud, wall, state, realistic, resources })}\n`,
        );
      else if (!cloud) process.stdout.write("The local cloud is not running. Start it with: npm run local\n");
      else {
        process.stdout.write(`The local cloud runs since ${cloud.startedAt} (pid ${cloud.pid}).\n`);
        process.stdout.write(`  control plane  ${cloud.endpoint}\n  gateway        ${cloud.gateway}\n`);
        process.stdout.write(`  user data      ${wall?.description}\n`);
        process.stdout.write(`  state          ${state && describeState(state)}\n`);
        process.stdout.write(`  realistic      ${describeRealism(realistic)}\n`);
        process.stdout.write(`  resources      ${describeHoldings(resources?.byKind)}\n`);
      }
      return cloud ? 0 : 3;
    },
  },
  stop: {
    summary: "Stop the local cloud and its Nginx processes; keeps their state",
    async run() {
      const stopped = await stopCloud(dirs.cloud);
      process.stdout.write(stopped ? "The local cloud is stopped.\n" : "The local cloud was not running.\n");
      return 0;
    },
  },
  logs: {
    summary: "Show the log of the local cloud: control-plane calls and API calls",
    options: { lines: { type: "string", value: "N", help: "Number of lines (default: 40)" } },
    async run({ values }) {
      const count = readWholeNumber(values.lines ?? "40", "lines", { from: 1, to: 1_000_000 });
      process.stdout.write(`${readLastLines(logFile(dirs.cloud), count) || "No log yet."}\n`);
      return 0;
    },
  },
  console: {
    summary: "Print the address of the console page",
    async run() {
      const cloud = await findCloud(dirs.cloud);
      if (!cloud) throw new Failure("The local cloud is not running. Start it with: npm run local");
      process.stdout.write(`http://${cloud.endpoint}/_local/\n`);
      return 0;
    },
  },
  verify: {
    summary: "Test the program and every example, each on an empty local cloud of its own",
    options: {
      scenario: {
        type: "string",
        value: "NAME,…",
        help: "Run only these; the message about an unknown name lists all",
      },
      json: {
        type: "string",
        value: "FILE",
        help: "Write the result to FILE, with the callers of each action",
      },
      calls: { type: "string", value: "FILE", help: "Write the page of cloud API calls to FILE" },
    },
    async run({ values: { scenario, json, calls } }) {
      const { verify } = await import("./verify/index.js");
      return verify({
        names: typeof scenario === "string" ? scenario.split(",") : [],
        jsonFile: typeof json === "string" ? resolve(json) : undefined,
        callsFile: typeof calls === "string" ? resolve(calls) : undefined,
      });
    },
  },
  serve: {
    summary: "Run only the local cloud, in the foreground",
    options: {
      port: {
        type: "string",
        value: "N",
        help: "Port of the control plane; the gateway uses the next two (0: free ports)",
      },
      data: {
        type: "string",
        value: "DIR",
        help: "Folder of its state (default: a folder in the user's cache)",
      },
      ...realisticOptions,
    },
    async run({ values }) {
      if (values.port === undefined)
        throw new Failure("--port is missing. Set it, for example: serve --port 4510");
      const port = readWholeNumber(values.port, "port", { from: 0, to: 65534 });
      const dataDir = typeof values.data === "string" ? resolve(values.data) : dirs.cloud;
      const { serve } = await import("./serve.js");
      return serve(port, dataDir, readRealistic(values));
    },
  },
};

async function call({ values, operands }: Parameters<Command["run"]>[0]): Promise<number> {
  const auth = parseChoice(String(values.auth ?? "header"), "auth", authModes);
  const stage = values.stage === undefined ? undefined : parseChoice(String(values.stage), "stage", stages);
  const [path] = operands;
  if (path !== undefined && !path.startsWith("/")) {
    throw new Failure(`PATH is "${path}". Use a path that starts with a slash, for example /nginx.`);
  }
  const { cloud, stack } = await openSession();
  const outputs = readOutputs(await stack.outputs());
  const app = String(values.app ?? Object.keys(outputs.apps)[0]);
  const credentials = outputs.apps[app];
  if (auth !== "none" && !credentials) {
    const names = Object.keys(outputs.apps);
    const hint = names.length > 0 ? `Use one of ${names.join(", ")}.` : "Use --auth none.";
    throw new Failure(`The stack has no app "${app}". ${hint}`);
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
    process.stderr.write(`${answer.status} in ${time}: ${readTitle(answer.body)}\n`);
    process.stdout.write(answer.body);
    return 0;
  }
  const { code, message, requestId } = readRefusal(answer);
  process.stderr.write(`${answer.status} in ${time}\n`);
  process.stderr.write(
    `X-Ca-Error-Code: ${code}\nX-Ca-Error-Message: ${message}\nX-Ca-Request-Id: ${requestId}\n`,
  );
  return 1;
}

function parseChoice<T extends string>(value: string, option: string, possible: readonly T[]): T {
  const found = possible.find((known) => known.toLowerCase() === value.toLowerCase());
  if (found === undefined) throw new Failure(`--${option} is "${value}". Use one of ${possible.join(", ")}.`);
  return found;
}

main(() => runCommand("npm run local --", commands, process.argv.slice(2)));
