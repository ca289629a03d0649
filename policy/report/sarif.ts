import { relative, sep } from "node:path";
import { manifest, pageUrl } from "../core/pages";
import type { Rule, Severity } from "../core/rule";
import { rules } from "../rules";
import { exitCodes, type Finding, type PolicyReport } from "./findings";

/** Scores of GitHub for security alerts: critical above 9.0, high from 7.0, medium from 4.0. */
const scores: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "2.0",
};

/**
 * Renders a report in the Static Analysis Results Interchange Format (SARIF) 2.1.0 of OASIS. Resources are logical
 * locations. GitHub shows only results with a file, so every result also has the Pulumi.yaml of the project. Checks that
 * were not evaluated are notifications: viewers count every result as a problem.
 *
 * @param projectFile path of Pulumi.yaml
 */
export function renderSarif(report: PolicyReport, projectFile: string): string {
  const uri = relative(process.cwd(), projectFile).split(sep).map(encodeURIComponent).join("/");
  const foreign = report.findings
    .map(({ policy }) => policy)
    .filter((policy) => !rules.some(({ name }) => name === policy));
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: manifest.name,
            semanticVersion: manifest.version,
            informationUri: manifest.homepage,
            rules: [...rules.map(describeRule), ...[...new Set(foreign)].map((id) => ({ id }))],
          },
        },
        invocations: [
          {
            executionSuccessful: report.outcome !== "failed",
            exitCode: exitCodes[report.outcome],
            toolExecutionNotifications: [
              ...report.errors.map((text) => ({ level: "error", message: { text } })),
              ...report.notJudged.map((text) => ({ level: "note", message: { text } })),
            ],
          },
        ],
        results: report.findings.map((finding) => describeFinding(finding, uri)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function describeRule({ name, title, description, why, hint, severity, level, tags }: Rule) {
  return {
    id: name,
    shortDescription: { text: title },
    fullDescription: { text: description },
    help: { text: `${why} ${hint}`, markdown: `${why}\n\n${hint}` },
    helpUri: pageUrl(name),
    defaultConfiguration: { level: formatLevel(level) },
    properties: { tags: ["security", ...tags], "security-severity": scores[severity] },
  };
}

function describeFinding({ policy, level, urn, resource, type, message }: Finding, uri: string) {
  const subject = resource === "" ? "" : `${type} ${resource}: `;
  return {
    ruleId: policy,
    level: formatLevel(level),
    message: { text: `${subject}${message}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri } },
        ...(urn !== "" && {
          logicalLocations: [{ name: resource, fullyQualifiedName: urn, kind: "resource" }],
        }),
      },
    ],
    // A viewer recognizes the same problem in the next run by it.
    partialFingerprints: { "resourceAndProperty/v1": `${policy} ${urn} ${message.split(":", 1)[0]}` },
  };
}

const formatLevel = (level: Finding["level"]) => (level === "mandatory" ? "error" : "warning");
