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
  readonly jobs: { readonly preview: { readonly steps: readonly { run?: string; if?: string }[] } };
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

describe("the comment on a pull request", () => {
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

  it("is made once and replaced after that, under a mark that nobody sees", async () => {
    assert.equal(await post("refused"), "");
    assert.equal(await post("passed"), "");
    assert.deepEqual(texts(), ["passed"]);
    assert.match(pull.comments[0]?.body ?? "", /^<!-- .* -->\npassed$/);
  });

  it("leaves alone what others wrote after it: another job, another stack, a person who quotes it", async () => {
    await post("refused");
    pull.add("Coverage: 80 %", "Bot");
    await post("stage passed", { STACK: "stage" });
    pull.add(`${pull.comments[0]?.body}\nWhy?`, "User");
    await post("passed");
    assert.deepEqual(texts(), ["passed", "Coverage: 80 %", "stage passed", "refused\nWhy?"]);
  });

  it("is found behind more comments than GitHub tells at once", async () => {
    for (let count = 0; count < 150; count++) pull.add("Thanks", "User");
    await post("refused");
    await post("passed");
    assert.deepEqual([texts().length, texts().at(-1)], [151, "passed"]);
  });

  it("fails with what GitHub said, without the token, and names the variables that it lacks", async () => {
    const refused = await post("passed", { GITHUB_REPOSITORY: "shop/other" });
    assert.match(refused, /GET .*\/repos\/shop\/other\/issues\/7\/comments.* answered 404/);
    assert.doesNotMatch(refused, /canary/);
    assert.match(await post("passed", { NUMBER: "", STACK: "" }), /NUMBER, STACK must be set\./);
  });
});

describe("the workflow", () => {
  it("runs on pull requests what the installed package brings, as shell with no text of the pull request in it", () => {
    const workflow = parse(readFileSync(join(ci, "github.yaml"), "utf8")) as Workflow;
    assert.deepEqual(Object.keys(workflow.on), ["pull_request"]);
    const { steps } = workflow.jobs.preview;
    const runs = steps.flatMap(({ run = [] }) => run);
    for (const run of runs) execFileSync("bash", ["-n", "-c", run]);
    assert.doesNotMatch(runs.join("\n"), /\$\{\{/);
    const about = JSON.parse(readFileSync(join(projectDir, "policy", "package.json"), "utf8")) as {
      name: string;
      bin: Record<string, string>;
      files: string[];
    };
    const [, command = ""] =
      /npx --no-install (\S+) --stack "\$STACK" --project "\$PROJECT"/.exec(runs.join("\n")) ?? [];
    assert.ok(about.bin[command]);
    const [, file = ""] = new RegExp(`node_modules/${about.name}/(\\S+)`).exec(runs.join("\n")) ?? [];
    assert.ok(readFileSync(join(projectDir, "policy", file)));
    const post = steps.find(({ run }) => run?.includes("comment.mjs"));
    assert.match(post?.if ?? "", /!cancelled\(\)/);
  });
});
