import assert from "node:assert/strict";
import Ajv from "ajv-draft-04";
import { type PolicyReport, readEvents } from "../../policy/report/findings";
import { formats } from "../../policy/report/formats";
import { formatSummary, renderMarkdown } from "../../policy/report/markdown";
import { renderText } from "../../policy/report/text";

const urn = "urn:pulumi:dev::shop::alicloud-vpc-api:index:VpcApi$alicloud:apigateway/api:Api::shop-get-item";
const event = (
  policyName: string,
  enforcementLevel: string,
  severity: string,
  message: string,
  resourceUrn = urn,
) => JSON.stringify({ policyEvent: { resourceUrn, message, policyName, enforcementLevel, severity } });

const remediation = JSON.stringify({
  policyRemediationEvent: {
    resourceUrn: urn,
    color: "raw",
    policyName: "api-replay-protection",
    policyPackName: "alicloud-vpc-api",
    policyPackVersion: "0.1.0",
    policyPackVersionTag: "0.1.0",
    before: { requestConfig: { mode: "PASSTHROUGH" }, password: "canary" },
    after: { requestConfig: { mode: "PASSTHROUGH" }, password: "canary two", forceNonceCheck: true },
  },
});

const lines = [
  "Previewing update (dev):",
  event(
    "api-replay-protection",
    "advisory",
    "low",
    "<{%reset%}>A rule.\nforceNonceCheck: found false, expected true.",
  ),
  event(
    "api-request-protocol-https",
    "mandatory",
    "high",
    'A rule.\nprotocol: found "HTTP|HTTPS", expected "HTTPS".',
  ),
  event(
    "api-request-protocol-https",
    "mandatory",
    "high",
    'A rule.\nprotocol: found "HTTP|HTTPS", expected "HTTPS".',
  ),
  event(
    "not-judged",
    "advisory",
    "low",
    "A rule.\nx: not decided for shop-alb.",
    "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
  ),
  remediation,
  remediation.replace("api-replay-protection", "api-log-no-sensitive-capture"),
  remediation,
  JSON.stringify({ diagnosticEvent: { severity: "debug", message: "AppCode canary" } }),
  JSON.stringify({ diagnosticEvent: { severity: "error", message: "preview failed" } }),
  "{ no event",
];

/** Formats that the schema of SARIF uses. One of its patterns is invalid with the Unicode flag. */
const sarifFormats = {
  uri: (text: string) => URL.canParse(text),
  "uri-reference": (text: string) => URL.canParse(text, "https://example.com"),
  "date-time": (text: string) => !Number.isNaN(Date.parse(text)),
};

describe("report of a run", () => {
  const report = readEvents(lines, 255);

  it("contains each finding once, by severity, with the resource and without the description", () => {
    assert.deepEqual(
      report.findings.map(({ policy, level, resource, type }) => [policy, level, resource, type]),
      [
        ["api-request-protocol-https", "mandatory", "shop-get-item", "alicloud:apigateway/api:Api"],
        ["api-replay-protection", "advisory", "shop-get-item", "alicloud:apigateway/api:Api"],
      ],
    );
    assert.equal(report.findings[1]?.message, "forceNonceCheck: found false, expected true.");
  });

  it("separates undecided checks, and leaves out debug messages", () => {
    assert.deepEqual(report.notJudged, ["x: not decided for shop-alb."]);
    assert.doesNotMatch(JSON.stringify(report), /canary/);
  });

  it("lists the changed properties of a remediation once, without values", () => {
    assert.deepEqual(
      report.remediated.map(({ policy }) => policy),
      ["api-log-no-sensitive-capture", "api-replay-protection"],
    );
    assert.deepEqual(report.remediated.slice(1), [
      {
        policy: "api-replay-protection",
        resource: "shop-get-item",
        type: "alicloud:apigateway/api:Api",
        properties: ["forceNonceCheck", "password"],
      },
    ]);
    const expected =
      /Remediations\n {2}api-log-no.*\n {2}api-replay-protection {2}shop-get-item: forceNonceCheck, password\n/;
    assert.match(renderText(report), expected);
    assert.match(
      renderMarkdown(report),
      /\| api-replay-protection \| shop-get-item \| forceNonceCheck, password \|/,
    );
    assert.doesNotMatch(renderMarkdown(report), /canary/);
  });

  it("is refused on a mandatory finding, and failed if the run failed without one", () => {
    assert.equal(report.outcome, "refused");
    assert.equal(readEvents(lines.slice(0, 2), 0).outcome, "passed");
    assert.equal(readEvents(lines.slice(0, 2), 255).outcome, "failed");
    assert.equal(readEvents([], 1).outcome, "failed");
  });

  it("lists errors of the run, but not the failure caused by findings", () => {
    const failed = JSON.stringify({
      diagnosticEvent: { severity: "error", message: "Running program failed" },
    });
    assert.deepEqual(readEvents([...lines, failed], 255).errors, ["Running program failed"]);
    assert.deepEqual(report.errors, []);
  });

  it("is rendered for a terminal and for a pull request", () => {
    assert.equal(
      formatSummary(report),
      "1 mandatory finding, 1 advisory finding, 2 remediations, 1 not evaluated",
    );
    assert.match(
      renderText(report),
      /^mandatory high api-request-protocol-https\n {2}alicloud:apigateway\/api:Api shop-get-item\n {2}urn:pulumi:dev::shop::\S+::shop-get-item\n {2}protocol: found .*\n {2}See docs\/rules\/api-request-protocol-https\.md\n/,
    );
    const markdown = renderMarkdown(report);
    assert.match(markdown, /^### Policy: refused\n/);
    assert.match(
      markdown,
      /\| mandatory \| high \| \[api-request-protocol-https\]\(https:\S+\/docs\/rules\/api-request-protocol-https\.md\) \| shop-get-item<br>`alicloud:apigateway\/api:Api`<br>`urn:\S+` \| .*"HTTP\\\|HTTPS"/,
    );
    assert.match(renderText(report), /^Not evaluated, or exempt\n {2}x: not decided for shop-alb\.$/m);
    assert.match(markdown, /- x: not decided for shop-alb\./);
  });

  it("has colours only where they are requested", () => {
    assert.ok(!renderText(report).includes("\u001b"));
    const painted = renderText(report, (format, text) => `<${format}>${text}`);
    assert.match(painted, /^<red>mandatory high <bold>api-request-protocol-https\n/);
  });

  it("is rendered as JSON, with the page of each rule of this package", () => {
    const { outcome, findings } = JSON.parse(formats.json(report)) as PolicyReport & {
      findings: { url?: string }[];
    };
    assert.equal(outcome, "refused");
    assert.equal(findings[0]?.urn, urn);
    assert.match(findings[0]?.url ?? "", /docs\/rules\/api-request-protocol-https\.md$/);
    const other = readEvents([event("own-rule", "advisory", "low", "x")], 0);
    assert.equal(JSON.parse(formats.json(other)).findings[0].url, undefined);
  });
});

describe("SARIF log of a run", () => {
  const validate = new Ajv({
    allErrors: true,
    strict: false,
    unicodeRegExp: false,
    formats: sarifFormats,
  }).compile(require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"));
  const render = (report: PolicyReport) => JSON.parse(formats.sarif(report, "shop"));
  const failed = JSON.stringify({ diagnosticEvent: { severity: "error", message: "no stack named x" } });
  const cases: Readonly<Record<string, PolicyReport>> = {
    "a run with findings": readEvents(lines, 255),
    "a run without findings": readEvents([], 0),
    "a failed run": readEvents([failed], 255),
    "a rule of another pack": readEvents([event("own-rule", "mandatory", "", "x", "")], 255),
  };
  for (const [name, report] of Object.entries(cases)) {
    it(`of ${name} is valid by the schema`, () => {
      assert.ok(validate(render(report)), JSON.stringify(validate.errors, null, 2));
    });
  }

  it("has the rule with its page, the level, the resource and the project of each finding", () => {
    const [{ tool, results }] = render(readEvents(lines, 255)).runs;
    const [{ ruleId, level, locations }] = results;
    assert.deepEqual([ruleId, level], ["api-request-protocol-https", "error"]);
    const { physicalLocation, logicalLocations } = locations[0];
    assert.equal(physicalLocation.artifactLocation.uri, "shop/Pulumi.yaml");
    assert.equal(logicalLocations[0].fullyQualifiedName, urn);
    const rule = tool.driver.rules.find(({ id }: { id: string }) => id === ruleId);
    assert.match(rule.helpUri, /^https:.*\/docs\/rules\/api-request-protocol-https\.md$/);
    assert.equal(rule.properties["security-severity"], "8.0");
  });

  it("reports undecided checks and errors as notifications, not as problems", () => {
    const notifications = (report: PolicyReport) =>
      render(report).runs[0].invocations[0].toolExecutionNotifications.map(
        ({ level, message }: { level: string; message: { text: string } }) => [level, message.text],
      );
    assert.deepEqual(notifications(readEvents(lines, 255)), [["note", "x: not decided for shop-alb."]]);
    assert.deepEqual(notifications(readEvents([failed], 255)), [["error", "no stack named x"]]);
  });
});
