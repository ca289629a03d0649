import { findPage, pageUrl } from "../core/pages";
import type { Finding, PolicyReport } from "./findings";

const plural = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;

/** Formats the numbers of findings: `2 mandatory findings, 1 advisory finding`. */
export function formatSummary({ findings, remediated, notJudged }: PolicyReport): string {
  const count = (level: Finding["level"]) => findings.filter((finding) => finding.level === level).length;
  return [
    plural(count("mandatory"), "mandatory finding"),
    plural(count("advisory"), "advisory finding"),
    ...(remediated.length > 0 ? [plural(remediated.length, "remediation")] : []),
    ...(notJudged.length > 0 ? [`${notJudged.length} not evaluated`] : []),
  ].join(", ");
}

const titles: Readonly<Record<PolicyReport["outcome"], string>> = {
  passed: "### Policy: passed",
  refused: "### Policy: refused",
  failed: "### Policy: not evaluated, because the run failed",
};

const linkRule = (rule: string) => (findPage(rule) === undefined ? rule : `[${rule}](${pageUrl(rule)})`);

/** Renders a report as a pull request comment. */
export function renderMarkdown(report: PolicyReport): string {
  const { findings, remediated, notJudged, errors } = report;
  const found = findings.map(
    ({ policy, level, severity, resource, type, urn, message }) =>
      `| ${level} | ${severity} | ${linkRule(policy)} | ${resource && `${cell(resource)}<br>\`${type}\`<br>\`${cell(urn)}\``} | ${cell(message)} |`,
  );
  const changed = remediated.map(
    ({ policy, resource, properties }) => `| ${policy} | ${cell(resource)} | ${properties.join(", ")} |`,
  );
  return [
    titles[report.outcome],
    "",
    `${formatSummary(report)}.`,
    ...section(found, "| level | severity | rule | resource | problem and fix |", "|---|---|---|---|---|"),
    ...section(changed, "Remediations:", "", "| rule | resource | properties |", "|---|---|---|"),
    ...section(
      notJudged.map((line) => `- ${line}`),
      "Not evaluated, or exempt:",
      "",
    ),
    ...section(
      errors.flatMap((error) => ["```", error, "```"]),
      "Errors:",
      "",
    ),
    "",
  ].join("\n");
}

const section = (lines: readonly string[], ...heading: string[]): string[] =>
  lines.length > 0 ? ["", ...heading, ...lines] : [];

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
