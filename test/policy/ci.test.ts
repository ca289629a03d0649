import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { projectDir } from "../../cli/paths";

const ci = join(projectDir, "policy", "ci");

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly jobs: { readonly preview: { readonly steps: readonly { run?: string; env?: object }[] } };
}

interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly type: string };
}

/** The comments of pull request 7, as GitHub's API keeps them. */
class PullRequest {
  readonly comments: Comment[] = [];
  private constructor(private readonly server: Server) {}

  static async open(): Promise<PullRequest> {
    const server = createServer();
    const opened = new PullRequest(server);
    server.on("request", async (request, response) => {
      let text = "";
      for await (const chunk of request) text += chunk;
      const { status, answer } = opened.answer(request.method, request.url ?? "", text);
      const isAllowed = request.headers.authorization === "Bearer canary";
      response.writeHead(isAllowed ? status : 401).end(JSON.stringify(isAllowed ? answer : {}));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return opened;
  }

  private answer(method: string | undefined, url: string, text: string): { status: number; answer: unknown } {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    const page = Number(searchParams.get("page"));
    const one = this.comments.find(({ id }) => pathname === `/repos/shop/api/issues/comments/${id}`);
    if (method === "PATCH" && one) return { status: 200, answer: Object.assign(one, JSON.parse(text)) };
    if (pathname !== "/repos/shop/api/issues/7/comments") return { status: 404, answer: {} };
    if (method === "GET") return { status: 200, answer: this.comments.slice(100 * (page - 1), 100 * page) };
    return { status: 201, answer: this.add(JSON.parse(text).body, "Bot") };
  }

  add(body: string, type: string): Comment {
    const comment = { id: this.comments.length + 1, body, user: { type } };
    this.comments.push(comment);
    return comment;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
  }
}

describe("pull request comment", () => {
  let pull: PullRequest;
  const folder = mkdtempSync(join(tmpdir(), "comment-"));
  beforeEach(async () => {
    pull = await PullRequest.open();
  });
  afterEach(() => pull.close());
  after(() => rmSync(folder, { recursive: true }));

  const post = (text: string, more: Record<string, string> = {}): Promise<string> => {
    const file = join(folder, "findings.md");
    writeFileSync(file, text);
    const env = {
      PATH: process.env.PATH,
      GH_TOKEN: "canary",
      NUMBER: "7",
      STACK: "dev",
      GITHUB_REPOSITORY: "shop/api",
      GITHUB_API_URL: pull.address,
      ...more,
    };
    return new Promise((done) => {
      execFile(process.execPath, [join(ci, "comment.mjs"), file], { env }, (_, __, stderr) => done(stderr));
    });
  };
  const texts = () => pull.comments.map(({ body }) => body.replace(/^<!--.*-->\n/, ""));

  it("is created once and updated by later runs, by a hidden marker", async () => {
    assert.equal(await post("refused"), "");
    assert.equal(await post("passed"), "");
    assert.deepEqual(texts(), ["passed"]);
    assert.match(pull.comments[0]?.body ?? "", /^<!-- .* -->\npassed$/);
  });

  it("does not change comments of other jobs, other stacks and people", async () => {
    await post("refused");
    pull.add("Coverage: 80 %", "Bot");
    await post("stage passed", { STACK: "stage" });
    pull.add(`${pull.comments[0]?.body}\nWhy?`, "User");
    await post("passed");
    assert.deepEqual(texts(), ["passed", "Coverage: 80 %", "stage passed", "refused\nWhy?"]);
  });

  it("is found on later pages of comments", async () => {
    for (let count = 0; count < 150; count++) pull.add("Thanks", "User");
    await post("refused");
    await post("passed");
    assert.deepEqual([texts().length, texts().at(-1)], [151, "passed"]);
  });

  it("fails with the response of GitHub, without the token, or with the missing variables", async () => {
    const refused = await post("passed", { GITHUB_REPOSITORY: "shop/other" });
    assert.match(refused, /GET .*\/repos\/shop\/other\/issues\/7\/comments.* answered 404/);
    assert.doesNotMatch(refused, /canary/);
    assert.match(await post("passed", { NUMBER: "", STACK: "" }), /NUMBER, STACK must be set\./);
  });
});

describe("GitHub workflow", () => {
  it("runs the script of the installed package on pull requests, without text of the pull request in shell code", () => {
    const workflow = parse(readFileSync(join(ci, "github.yaml"), "utf8")) as Workflow;
    assert.deepEqual(Object.keys(workflow.on), ["pull_request"]);
    const { steps } = workflow.jobs.preview;
    const runs = steps.flatMap(({ run = [] }) => run);
    for (const run of runs) execFileSync("bash", ["-n", "-c", run]);
    assert.doesNotMatch(runs.join("\n"), /\$\{\{/);
    const { name } = JSON.parse(readFileSync(join(projectDir, "policy", "package.json"), "utf8")) as {
      name: string;
    };
    const [, file = ""] = new RegExp(`bash node_modules/${name}/(\\S+)`).exec(runs.join("\n")) ?? [];
    const shell = readFileSync(join(projectDir, "policy", file), "utf8");
    const named = [...shell.matchAll(/^# {3}([A-Z_]+) /gm)].map(([, variable]) => variable);
    const given = steps.flatMap(({ env = {} }) => Object.keys(env));
    assert.deepEqual(
      given.filter((variable) => !/^(GH_TOKEN|PULUMI_|ALICLOUD_)/.test(variable)),
      named.filter((variable) => given.includes(variable ?? "")),
    );
  });
});

describe("shell script for CI", () => {
  let pull: PullRequest;
  const folder = mkdtempSync(join(tmpdir(), "pipeline-"));
  beforeEach(async () => {
    pull = await PullRequest.open();
  });
  afterEach(() => pull.close());
  after(() => rmSync(folder, { recursive: true }));

  /** With a pulumi that finds something, and ends as a preview does. */
  function run(level: string, more: Record<string, string | undefined> = {}) {
    const event = { policyEvent: { policyName: "sg-description", message: "x", enforcementLevel: level } };
    writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    const pulumi = `#!/bin/sh\necho "$*" > ${folder}/asked\necho '${JSON.stringify(event)}'\n`;
    writeFileSync(join(folder, "pulumi"), `${pulumi}exit ${level === "mandatory" ? 255 : 0}\n`, {
      mode: 0o755,
    });
    const env = {
      PATH: `${folder}:${process.env.PATH}`,
      ...{ STACK: "dev", PROJECT: folder, NUMBER: "7", GH_TOKEN: "canary" },
      ...{ GITHUB_REPOSITORY: "shop/api", GITHUB_API_URL: pull.address },
      ...more,
    };
    const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
    return new Promise<{ code: unknown; stdout: string; stderr: string }>((done) => {
      execFile("bash", [join(ci, "preview.sh")], { env: given, cwd: folder }, (error, stdout, stderr) =>
        done({ code: error?.code ?? 0, stdout, stderr }),
      );
    });
  }

  it("prints and posts the findings, and exits with the same code", async () => {
    writeFileSync(join(folder, "rules.json"), "{}");
    const sarif = join(folder, "findings.sarif");
    const passed = await run("advisory", { CONFIG: join(folder, "rules.json"), SARIF: sarif });
    assert.equal(passed.code, 0, passed.stderr);
    assert.match(passed.stdout, /^Policy: passed\./m);
    assert.match(pull.comments[0]?.body ?? "", /^<!--.*-->\n### Policy: passed\n/);
    assert.match(readFileSync(sarif, "utf8"), /"version": "2\.1\.0"/);
    assert.match(readFileSync(join(folder, "asked"), "utf8"), /preview .*--stack dev .*rules\.json\n$/);
    const refused = await run("mandatory");
    assert.deepEqual([refused.code, pull.comments.length], [1, 1]);
    assert.match(pull.comments[0]?.body ?? "", /^<!--.*-->\n### Policy: refused\n/);
  });

  it("posts nothing without a pull request, and fails if it cannot post", async () => {
    assert.equal((await run("mandatory", { NUMBER: undefined })).code, 1);
    assert.equal(pull.comments.length, 0);
    const lost = await run("advisory", { GITHUB_REPOSITORY: "shop/other" });
    assert.equal(lost.code, 2);
    assert.match(lost.stderr, /answered 404/);
    assert.doesNotMatch(lost.stderr + lost.stdout, /canary/);
  });

  it("posts that the preview failed, and requires a stack", async () => {
    assert.equal((await run("advisory", { PROJECT: join(folder, "nowhere") })).code, 2);
    assert.match(pull.comments[0]?.body ?? "", /The preview failed/);
    assert.match((await run("advisory", { STACK: undefined })).stderr, /STACK: is required\./);
  });
});
