/** A command that a test runs like a reader of the documents. */
export interface CommandRun {
  readonly line: string;
  /** Pattern that its output must match. */
  readonly prints: RegExp;
  /** Exit code. @default 0 */
  readonly exits?: number;
  /** Whether it runs with a new cache folder. */
  readonly emptyHome?: true;
  /** Whether it runs until a signal stops it. */
  readonly stays?: true;
}

/** Commands that run while stack `local` is up. */
export const runsWithStack: readonly CommandRun[] = [
  { line: "npm run local -- preview", prints: /\d+ unchanged/ },
  { line: "npm run local -- up", prints: /\d+ unchanged/ },
  { line: "npm run local -- refresh", prints: /\d+ unchanged/ },
  { line: "npm run local -- outputs --show-secrets --json", prints: /"appSecret": "\w+"/ },
  {
    line: "npm run local -- call /nginx --app nginx_demo_app --auth query --stage RELEASE",
    prints: /Welcome to nginx!/,
  },
  { line: "npm run local -- call --auth signed --stage PRE", prints: /X-Ca-Error-Code: \w+/, exits: 1 },
  { line: "npm run local -- call --auth header --stage TEST", prints: /X-Ca-Error-Code: \w+/, exits: 1 },
  { line: "npm run local -- call --auth none", prints: /X-Ca-Error-Code: A40\w+/, exits: 1 },
  { line: "npm run local -- status", prints: /The local cloud runs since .*resources +1 VPC/s },
  { line: "npm run local -- status --json", prints: /"running":true/ },
  { line: "npm run local -- logs --lines 3", prints: /(?:.+\n){3}$/ },
  {
    line: "npm run policy -- --stack local --project . --config Pulumi.local.policy.json --markdown",
    prints: /0 mandatory findings/,
  },
  { line: "npm run policy -- analyze --json", prints: /"outcome": "passed"/ },
];

/** Commands that need no stack. They run after the local cloud has stopped. */
export const runsWithoutStack: readonly CommandRun[] = [
  { line: "npm run local -- status", prints: /The local cloud is not running/, exits: 3 },
  { line: 'npm run local -- serve --port 0 --data "$PWD/served"', prints: /"endpoint":"127/, stays: true },
  { line: "npm run toolchain -- env --no-local", prints: /export PATH=/ },
  { line: "npm run toolchain -- status --json", prints: /"ready":true/ },
  { line: "npm run toolchain -- clean", prints: /./, emptyHome: true },
  { line: "npm run policy-docs", prints: /./ },
  { line: "npm test -- project --grep registry", prints: /1 passing/ },
  { line: "npm test -- --help", prints: /Usage: npm test/ },
];

/** Commands that other tests run, or that no test runs, with the reason. */
export const runsElsewhere: readonly { readonly line: string; readonly by?: string; readonly why: string }[] =
  [
    {
      line: "npm run local -- verify --scenario smallest --json FILE --calls FILE",
      by: "test/engine/verify.test.ts",
      why: "takes minutes; that test runs every scenario and compares the page of the calls",
    },
    {
      line: "npm test -- --changed",
      by: "test/unit/cli/changedTests.test.ts",
      why: "what it runs depends on the state of the checkout; that test gives it changes",
    },
    {
      line: "npm run policy -- --json",
      by: "test/engine/policy.test.ts",
      why: "that test runs it, with findings and with packs that cannot start",
    },
    {
      line: "npm run toolchain -- build",
      by: "test/toolchain/build.test.ts",
      why: "takes minutes",
    },
    {
      line: "npm run toolchain -- compare",
      by: "test/toolchain/compare.test.ts",
      why: "takes minutes and gigabytes; run it when a version changes",
    },
    {
      line: "npm run toolchain -- outdated --json",
      by: "test/toolchain/outdated.test.ts",
      why: "asks a Go module proxy",
    },
    {
      line: "npm run docs",
      by: "test/project/checks.test.ts",
      why: "that test writes the reference, elsewhere, and compares it",
    },
    {
      line: "npm run lint",
      by: "test/project/checks.test.ts",
      why: "that test runs the same checks one by one",
    },
    {
      line: "npm run format",
      by: "test/project/checks.test.ts",
      why: "changes files; that test checks that it would change nothing",
    },
    {
      line: "npm run shapes",
      by: "test/project/checks.test.ts",
      why: "that test compares the generated file",
    },
    {
      line: "npm run build",
      by: "test/consumer/projects.test.ts",
      why: "removes what other tests use; that test packs the package, which runs it",
    },
    {
      line: "npm run local -- --realistic --seed 7",
      by: "test/local/realistic.test.ts",
      why: "takes minutes; that test passes the time at once",
    },
    {
      line: "npm run local -- serve --port 0 --realistic --seed 7",
      by: "test/local/serve.test.ts",
      why: "runs until it is stopped",
    },
    {
      line: "npm run models",
      by: "test/local/models.test.ts",
      why: "runs other tests; that test compares the page",
    },
    { line: "npm run models -- --download", why: "downloads the SDK packages" },
    {
      line: "npm run models -- --page",
      by: "test/local/models.test.ts",
      why: "changes a file; that test compares it",
    },
    {
      line: "npm run sweep",
      by: "test/engine/sweep.test.ts",
      why: "takes hours; that test runs a part of it",
    },
    {
      line: "npm run sweep -- --argument PATH,…",
      by: "test/unit/sweep/table.test.ts",
      why: "changes a file; that test writes the rows",
    },
    {
      line: "npm run sweep -- --page",
      by: "test/unit/sweep/table.test.ts",
      why: "changes a file; that test writes the rows",
    },
    {
      line: "npm run kills -- --runs N --seed N --only OPERATION,PROCESS --markdown FILE",
      why: "takes an hour",
    },
    { line: "npm run bench -- engine", why: "compares times for minutes" },
    { line: "npm run bench -- gateway", why: "compares times for minutes" },
    { line: "npm run bench -- openapi", why: "compares times for minutes" },
    { line: "npm run oracles", why: "downloads what the tests of test/oracles need; .ci/run runs it" },
    { line: "npm run oracles -- java", why: "needs Maven, and downloads the Java client" },
    { line: "npm run oracles -- openapi", why: "downloads 45 MB and reads 750 MB of documents" },
    { line: "npm run oracles -- acceptance", why: "needs Go, and takes hours" },
    {
      line: "npm run oracles -- acceptance --jobs N --seconds N --json FILE REGEX",
      why: "needs Go, and takes hours",
    },
    { line: "npm run bench -- policy", why: "compares times for minutes" },
    { line: "npm run bench -- startup", why: "compares times for minutes" },
    { line: "npm run bench -- store", why: "compares times for minutes" },
    { line: "npm run kills", why: "takes an hour; test/local/cloud.test.ts kills a local cloud" },
  ];
