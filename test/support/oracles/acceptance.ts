import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import Ecs, { DescribeZonesRequest } from "@alicloud/ecs20140526";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import Vpc, { CreateVpcRequest, CreateVSwitchRequest } from "@alicloud/vpc20160428";
import { type Command, readWholeNumber } from "../../../cli/commandLine";
import { Failure } from "../../../cli/failure";
import { projectDir } from "../../../cli/paths";
import { formatTable } from "../../../cli/table";
import { locateHome } from "../../../testing/home";
import { buildAcceptanceTests } from "../../../toolchain";

const regionId = "cn-hangzhou";

/** First line of `npm run local -- serve`, as far as the tests need it. */
interface Served {
  endpoint: string;
  accessKeyId: string;
  accessKeySecret: string;
  accountId: string;
  ca: string;
}

interface Result {
  test: string;
  outcome: "passed" | "failed" | "skipped";
  /** The first error or the reason for skipping. */
  reason: string;
  seconds: number;
}

export const acceptance: Command = {
  summary: "Run the acceptance tests of the Terraform provider against local clouds",
  operands: "[REGEX]",
  options: {
    jobs: {
      type: "string",
      value: "N",
      help: "Tests that run in parallel, each on its own cloud (default: 2)",
    },
    seconds: { type: "string", value: "N", help: "Time limit of a test (default: 300)" },
    json: { type: "string", value: "FILE", help: "Write the results to FILE" },
  },
  async run({ values, operands: [pattern = "."] }) {
    const jobs = readWholeNumber(values.jobs ?? "2", "jobs", { from: 1, to: 64 });
    const seconds = readWholeNumber(values.seconds ?? "300", "seconds", { from: 1, to: 86_400 });
    const report = (line: string) => process.stderr.write(`${line}\n`);
    const program = await buildAcceptanceTests({ home: locateHome(), report });
    const { output } = await runProgram(program, ["-test.list", pattern], process.env);
    const waiting = output.split("\n").filter((line) => line.startsWith("TestAcc"));
    if (waiting.length === 0) throw new Failure(`No acceptance test matches "${pattern}".`);
    const results: Result[] = [];
    const total = waiting.length;
    const work = Array.from({ length: Math.min(jobs, total) }, async () => {
      const cloud = await serveCloud();
      try {
        for (let test = waiting.shift(); test !== undefined; test = waiting.shift()) {
          const result = await runTest(program, test, cloud.environment, seconds);
          results.push(result);
          report(`${results.length}/${total} ${describe(result)}`);
        }
      } finally {
        await cloud.stop();
      }
    });
    await Promise.all(work);
    const failed = results.filter(({ outcome }) => outcome !== "passed");
    if (typeof values.json === "string") writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
    if (failed.length > 0)
      process.stdout.write(`${formatTable(failed.map(({ test, reason }) => [test, reason]))}\n\n`);
    process.stdout.write(`${total - failed.length} of ${total} acceptance tests passed\n`);
    return failed.length === 0 ? 0 : 1;
  },
};

const describe = ({ test, outcome, reason, seconds }: Result): string =>
  `${outcome} ${test} in ${seconds.toFixed(0)} s${reason && `: ${reason}`}`;

/** Starts a local cloud with the default network that the tests expect in an account. */
async function serveCloud(): Promise<{ environment: NodeJS.ProcessEnv; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "acceptance-"));
  const child = spawn(
    process.execPath,
    ["--import", "tsx", join(projectDir, "cli", "local.ts"), "serve", "--port", "0", "--data", folder],
    { cwd: projectDir, stdio: ["ignore", "pipe", "ignore"] },
  );
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const served = await new Promise<Served>((resolve, reject) => {
    createInterface(child.stdout).once("line", (line) => resolve(JSON.parse(line)));
    child.once("exit", () => reject(new Failure("The local cloud ended before the tests.")));
  });
  try {
    await createDefaultNetwork(served);
  } catch (error) {
    await stop();
    throw error;
  }
  return { environment: environmentFor(served), stop };
}

/** Products whose address the provider reads from variables. */
const products =
  "ALB ALIDNS APIGATEWAY BSSOPENAPI CAS CLOUDAPI ECS KMS LOCATION LOG RAM RESOURCEMANAGER SLB SLS STS VPC".split(
    " ",
  );

function environmentFor({
  endpoint,
  accessKeyId,
  accessKeySecret,
  accountId,
  ca,
}: Served): NodeJS.ProcessEnv {
  return {
    ...process.env,
    TF_ACC: "1",
    ALICLOUD_ACCESS_KEY: accessKeyId,
    ALICLOUD_SECRET_KEY: accessKeySecret,
    ALICLOUD_REGION: regionId,
    ALICLOUD_ACCOUNT_ID: accountId,
    ALIBABA_CLOUD_ACCOUNT_TYPE: "Domestic",
    SSL_CERT_FILE: ca,
    // The provider calls a log project by a name that no system resolves. The local cloud is the proxy for it.
    HTTPS_PROXY: `http://${endpoint}`,
    ...Object.fromEntries(
      products.flatMap((product) => [
        [`${product}_ENDPOINT`, endpoint],
        [`ALIBABA_CLOUD_ENDPOINT_${product}`, endpoint],
      ]),
    ),
  };
}

/** Creates a VPC with a vSwitch in each zone, under the names by which the tests look for them. */
async function createDefaultNetwork({ endpoint, accessKeyId, accessKeySecret }: Served): Promise<void> {
  const config = { endpoint, accessKeyId, accessKeySecret, protocol: "HTTP", regionId };
  const vpc = new Vpc(new $OpenApiUtil.Config(config));
  const ecs = new Ecs(new $OpenApiUtil.Config(config));
  const created = await vpc.createVpc(
    new CreateVpcRequest({ regionId, cidrBlock: "172.16.0.0/12", vpcName: "default-NODELETING" }),
  );
  const { body } = await ecs.describeZones(new DescribeZonesRequest({ regionId }));
  for (const [index, { zoneId }] of (body?.zones?.zone ?? []).entries()) {
    await vpc.createVSwitch(
      new CreateVSwitchRequest({
        regionId,
        zoneId,
        vpcId: created.body?.vpcId,
        cidrBlock: `172.16.${index}.0/24`,
        vSwitchName: "default-NODELETING",
      }),
    );
  }
}

async function runTest(
  program: string,
  test: string,
  environment: NodeJS.ProcessEnv,
  seconds: number,
): Promise<Result> {
  const started = performance.now();
  const words = ["-test.run", `^${test}$`, "-test.v", `-test.timeout=${seconds}s`];
  const { succeeded, output } = await runProgram(program, words, environment);
  const skipped = output.includes("--- SKIP");
  return {
    test,
    outcome: skipped ? "skipped" : succeeded ? "passed" : "failed",
    reason: succeeded && !skipped ? "" : findReason(output),
    seconds: (performance.now() - started) / 1_000,
  };
}

function runProgram(
  program: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ succeeded: boolean; output: string }> {
  return new Promise((resolve) =>
    execFile(program, words, { env, maxBuffer: 2 ** 28 }, (error, stdout, stderr) =>
      resolve({ succeeded: error === null, output: stdout + stderr }),
    ),
  );
}

/** Where a failed or skipped test says why, the most telling first. */
const reasons = [
  /(?:does not implement|has no product)[^.\n]*/,
  /ErrorCode: .*/,
  /panic: test timed out.*/,
  /(?:Check failed|Message): .*/,
  /\w+_test\.go:\d+: .*/,
  /Error: .*/,
];

const longestReason = 160;

function findReason(output: string): string {
  for (const reason of reasons) {
    const [text] = reason.exec(output) ?? [];
    if (text !== undefined) return text.slice(0, longestReason);
  }
  return "no message";
}
