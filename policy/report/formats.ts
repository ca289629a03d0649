import { extname, join } from "node:path";
import { findPage, pageUrl } from "../core/pages";
import type { PolicyReport } from "./findings";
import { renderMarkdown } from "./markdown";
import { renderSarif } from "./sarif";
import { renderText } from "./text";

/** Renderers of a report by format. The project is the folder of Pulumi.yaml. */
export const formats = {
  text: (report) => renderText(report),
  markdown: (report) => renderMarkdown(report),
  json: (report) => renderJson(report),
  sarif: (report, project) => renderSarif(report, join(project, "Pulumi.yaml")),
} satisfies Record<string, (report: PolicyReport, project: string) => string>;

export type Format = keyof typeof formats;

export const isFormat = (text: string): text is Format => text in formats;

const extensions: Readonly<Record<string, Format>> = {
  ".txt": "text",
  ".md": "markdown",
  ".json": "json",
  ".sarif": "sarif",
};

/** @throws Error when no format has the extension of the file */
export function formatOfFile(file: string): Format {
  const format = extensions[extname(file)];
  if (format !== undefined) return format;
  throw new Error(`--output is "${file}". Use a file that ends in ${Object.keys(extensions).join(", ")}.`);
}

/** Renders the report as one JSON object, with the page of each rule. */
function renderJson(report: PolicyReport): string {
  const findings = report.findings.map((finding) => ({
    ...finding,
    ...(findPage(finding.policy) !== undefined && { url: pageUrl(finding.policy) }),
  }));
  return `${JSON.stringify({ ...report, findings }, null, 2)}\n`;
}
