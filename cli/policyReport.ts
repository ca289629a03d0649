import type { PolicyReport } from "../policy/report/findings";
import { formatSummary } from "../policy/report/markdown";
import { paint } from "./failure";

/** Formats the result of a run with the pack for a terminal. */
export function textOf(report: PolicyReport): string {
  const findings = report.findings.map(({ policy, level, severity, resource, message }) => {
    const colour = level === "mandatory" ? "red" : "yellow";
    const head = `${paint(colour, level, process.stdout)} ${severity} ${paint("bold", policy, process.stdout)}`;
    return `${head}${resource && `  ${resource}`}\n  ${message}\n`;
  });
  const remediated = report.remediated.map(
    ({ policy, resource, properties }) => `  ${policy}  ${resource}: ${properties.join(", ")}`,
  );
  const notJudged = report.notJudged.map((line) => `  ${line}`);
  return [
    ...findings,
    ...(remediated.length > 0 ? ["Remediations", ...remediated, ""] : []),
    ...(notJudged.length > 0 ? ["Not evaluated, or exempt", ...notJudged, ""] : []),
    ...report.errors.map((error) => `${paint("red", "Failed:", process.stdout)} ${error}`),
    `${formatSummary(report)}.`,
  ].join("\n");
}
