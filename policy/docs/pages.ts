import { pagePath } from "../core/pages";
import type { Rule } from "../core/rule";
import { formatTags } from "./anchors";
import { renderProgram } from "./program";

/** Renders the page of each rule and the table of all rules, by path in the repository. */
export function renderPages(rules: readonly Rule[]): ReadonlyMap<string, string> {
  return new Map([
    ["docs/rules/README.md", renderTable(rules)],
    ...rules.map((rule) => [pagePath(rule.name), renderPage(rule)] as const),
  ]);
}

function renderTable(rules: readonly Rule[]): string {
  const rows = rules.map((rule) => {
    const { name, title, severity, level, tags } = rule;
    const elsewhere = tags.length === 0 ? "—" : tags.map(code).join(" ");
    return `| [${name}](${name}.md) | ${title} | ${severity} | ${level} | ${formatTiming(rule)} | ${elsewhere} |`;
  });
  return [
    "# Policy rules",
    "",
    "The rules are in the order in which a request passes the gateway, load balancer, network and instance. A rule that is",
    "evaluated *per resource* runs before each resource is created or updated, also with `--skip-preview`. One that is",
    "evaluated *per stack* runs on all resources together, in a preview and after an update. *Similar checks* are those of",
    "Cloud Config, InfraGuard, Checkov, KICS and Steampipe (CIS), and for AWS of cdk-nag and Security Hub.",
    "",
    "| Rule | Requirement | Severity | Default level | Evaluated | Similar checks |",
    "|---|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

const formatTiming = (rule: Rule): string => (rule.kind === "resource" ? "per resource" : "per stack");

function renderPage(rule: Rule): string {
  const { name, description, why, severity, level, tags, framework, hint, argument, reads, examples } = rule;
  const isRemediated = rule.kind === "resource" && rule.remediate !== undefined;
  return [
    `# ${name}`,
    "",
    description,
    "",
    why,
    "",
    "| | |",
    "|---|---|",
    `| Severity | ${severity} |`,
    `| Default level | ${level} |`,
    `| Evaluated | ${rule.kind === "resource" ? "per resource, before it is created or updated" : "per stack, in a preview and after an update"} |`,
    ...(rule.scope
      ? [
          "| Option `profile` | `gateway-only` (default): only what the gateway leads to; `everything`: all resources |",
        ]
      : []),
    ...(rule.coveredBy
      ? [
          `| Not reported with | ${rule.coveredBy.map((other) => `[${other}](${other}.md)`).join(", ")}, for the same fault |`,
        ]
      : []),
    `| Resource types | ${Object.keys(reads).map(code).join(", ")} |`,
    `| Remediation | ${isRemediated ? "yes: level `remediate` changes the inputs so that they comply" : "no: a change could interrupt traffic, or needs a decision"} |`,
    ...(tags.length > 0 ? [`| Similar checks | ${formatTags(tags)} |`] : []),
    ...(framework
      ? [
          `| Framework | ${framework.name} ${framework.version}, ${framework.reference}: ${framework.specification} |`,
        ]
      : []),
    "",
    "## How to fix it",
    "",
    hint,
    ...(argument === undefined ? [] : ["", `\`VpcApi\` argument: \`${argument}\`.`]),
    "",
    "## Options",
    "",
    "| Option | Default | Meaning |",
    "|---|---|---|",
    ...Object.entries(rule.options).map(
      ([option, { schema }]) =>
        `| \`${option}\` | ${code(JSON.stringify(schema.default))} | ${schema.description} |`,
    ),
    '| `exemptions` | `[]` | Resources that are exempt from the rule: `{ "resource": "shop-*", "reason": "…", "expires": "YYYY-MM-DD" }`. |',
    "",
    "## Failing example",
    "",
    ...renderExample(examples.fails),
    "## Passing example",
    "",
    ...renderExample(examples.passes),
  ].join("\n");
}

const code = (text: string): string => `\`${text}\``;

const renderExample = (resources: Rule["examples"]["fails"]): string[] => [
  "```ts",
  `${renderProgram(resources)}\`\`\``,
  "",
];
