import assert from "node:assert/strict";
import { textOf } from "../../cli/policyReport";
import { readEvents } from "../../policy/report/findings";
import { formatSummary, renderMarkdown } from "../../policy/report/markdown";

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
    assert.match(textOf(report), expected);
    assert.match(
      renderMarkdown(report),
      /\| api-replay-protection \| shop-get-item \| forceNonceCheck, password \|/,
    );
    assert.doesNotMatch(renderMarkdown(report), /canary/);
  });

  it("fails on a mandatory finding, and on a failed run without findings", () => {
    assert.equal(report.ok, false);
    assert.equal(readEvents(lines.slice(0, 2), 0).ok, true);
    assert.equal(readEvents([], 1).ok, false);
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
      textOf(report),
      /^mandatory high api-request-protocol-https {2}shop-get-item\n {2}protocol: found/,
    );
    const markdown = renderMarkdown(report);
    assert.match(markdown, /^### Policy: refused\n/);
    assert.match(
      markdown,
      /\| mandatory \| high \| api-request-protocol-https \| shop-get-item \| .*"HTTP\\\|HTTPS"/,
    );
    assert.match(textOf(report), /^Not evaluated, or exempt\n {2}x: not decided for shop-alb\.$/m);
    assert.match(markdown, /- x: not decided for shop-alb\./);
  });
});
