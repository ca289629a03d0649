import { relative } from "node:path";
import { styleText } from "node:util";
import { findPage } from "../core/pages";
import type { Finding, PolicyReport } from "./findings";
import { formatSummary } from "./markdown";

type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

/** Formats text for the standard output: only a terminal gets colours, and none if NO_COLOR is set. */
export const paintForOutput: Paint = (format, text) => styleText(format, text, { stream: process.stdout });

/** Renders a report for people, without colours by default. */
export function renderText(report: PolicyReport, paint: Paint = (_, text) => text): string {
  const formatFinding = ({ policy, level, severity, resource, type, urn, message }: Finding): string => {
    const colour = level === "mandatory" ? "red" : "yellow";
    const page = findPage(policy);
    const lines = [
      `${paint(colour, level)} ${severity} ${paint("bold", policy)}`,
      ...(resource === "" ? [] : [`  ${type} ${resource}`]),
      ...(urn === "" ? [] : [`  ${paint("dim", urn)}`]),
      `  ${message}`,
      ...(page === undefined ? [] : [`  See ${paint("underline", relative(process.cwd(), page))}`]),
    ];
    return `${lines.join("\n")}\n`;
  };
  const remediated = report.remediated.map(
    ({ policy, resource, properties }) => `  ${policy}  ${resource}: ${properties.join(", ")}`,
  );
  const notJudged = report.notJudged.map((line) => `  ${line}`);
  const outcome = paint(report.outcome === "passed" ? "green" : "red", `Policy: ${report.outcome}.`);
  return [
    ...report.findings.map(formatFinding),
    ...(remediated.length > 0 ? ["Remediations", ...remediated, ""] : []),
    ...(notJudged.length > 0 ? ["Not evaluated, or exempt", ...notJudged, ""] : []),
    ...report.errors.map((error) => `${paint("red", "Failed:")} ${error}`),
    `${outcome} ${formatSummary(report)}.`,
    "",
  ].join("\n");
}
