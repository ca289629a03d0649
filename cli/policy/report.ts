import { paint } from "../failure";
import type { Finding, PolicyReport } from "./findings";

const plural = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;

/** `2 mandatory findings, 1 advisory finding`. */
export function summaryOf({ findings }: PolicyReport): string {
  const count = (level: Finding["level"]) => findings.filter((finding) => finding.level === level).length;
  return `${plural(count("mandatory"), "mandatory finding")}, ${plural(count("advisory"), "advisory finding")}`;
}

/** For a terminal. */
export function textOf(report: PolicyReport): string {
  const findings = report.findings.map(({ policy, level, severity, resource, message }) => {
    const colour = level === "mandatory" ? "red" : "yellow";
    const head = `${paint(colour, level, process.stdout)} ${severity} ${paint("bold", policy, process.stdout)}`;
    return `${head}${resource && `  ${resource}`}\n  ${message}\n`;
  });
  const notJudged = report.notJudged.map((line) => `  ${line}`);
  return [
    ...findings,
    ...(notJudged.length > 0 ? ["Not judged", ...notJudged, ""] : []),
    ...report.errors.map((error) => `${paint("red", "Failed:", process.stdout)} ${error}`),
    `${summaryOf(report)}.`,
  ].join("\n");
}

/** For a comment on a pull request. */
export function markdownOf(report: PolicyReport): string {
  const rows = report.findings.map(
    ({ policy, level, severity, resource, message }) =>
      `| ${level} | ${severity} | ${policy} | ${cell(resource)} | ${cell(message)} |`,
  );
  return [
    `### ${report.ok ? "Policy: passed" : "Policy: refused"}`,
    "",
    `${summaryOf(report)}.`,
    ...(rows.length > 0
      ? ["", "| level | severity | rule | resource | what to do |", "|---|---|---|---|---|", ...rows]
      : []),
    ...(report.notJudged.length > 0
      ? ["", "Not judged:", "", ...report.notJudged.map((line) => `- ${line}`)]
      : []),
    ...(report.errors.length > 0
      ? ["", "Errors:", "", ...report.errors.flatMap((error) => ["```", error, "```"])]
      : []),
    "",
  ].join("\n");
}

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
