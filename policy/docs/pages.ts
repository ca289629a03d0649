import { pageOf } from "../core/policies";
import type { Rule } from "../core/rule";
import { anchorsOf } from "./anchors";
import { programOf } from "./program";

/** The page of each rule and the table of all, by path from the root of the repository. */
export function pagesOf(rules: readonly Rule[]): ReadonlyMap<string, string> {
  return new Map([
    ["docs/rules/README.md", tableOf(rules)],
    ...rules.map((rule) => [pageOf(rule.name), pageTextOf(rule)] as const),
  ]);
}

function tableOf(rules: readonly Rule[]): string {
  const rows = rules.map((rule) => {
    const { name, title, severity, level, tags } = rule;
    const elsewhere = tags.length === 0 ? "—" : tags.map(code).join(" ");
    return `| [${name}](${name}.md) | ${title} | ${severity} | ${level} | ${whenOf(rule)} | ${elsewhere} |`;
  });
  return [
    "# The rules of the policy pack",
    "",
    "In the order of a request's way: gateway, balancer, network, instance. *Before* judges each resource before it is",
    "made or changed, *together* all resources of a stack in a preview and after an update. The last column has the",
    "same check elsewhere: in Cloud Config, InfraGuard, Checkov, KICS and Steampipe's CIS benchmark, and for AWS in",
    "cdk-nag and Security Hub. A rule's page tells whose each is.",
    "",
    "| Rule | What must be so | Severity | Level | Judged | Elsewhere |",
    "|---|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

const whenOf = (rule: Rule): string => (rule.kind === "resource" ? "before" : "together");

function pageTextOf(rule: Rule): string {
  const {
    name,
    title,
    description,
    why,
    severity,
    level,
    tags,
    framework,
    remedy,
    argument,
    reads,
    examples,
  } = rule;
  const mends = rule.kind === "resource" && rule.mend !== undefined;
  return [
    `# ${name}`,
    "",
    `${title}. ${description}`,
    "",
    why,
    "",
    "| | |",
    "|---|---|",
    `| Severity | ${severity} |`,
    `| Level unless configured | ${level} |`,
    `| Judged | ${rule.kind === "resource" ? "each resource before it is made or changed" : "all resources together, in a preview and after an update"} |`,
    `| Looks at | ${Object.keys(reads).map(code).join(", ")} |`,
    `| Level \`remediate\` | ${mends ? "changes the inputs so that they comply" : "not offered: it could cut traffic, or there is nothing to change"} |`,
    ...(tags.length > 0 ? [`| Elsewhere | ${anchorsOf(tags)} |`] : []),
    ...(framework
      ? [
          `| Framework | ${framework.name} ${framework.version}, ${framework.reference}: ${framework.specification} |`,
        ]
      : []),
    "",
    "## What to do",
    "",
    remedy,
    ...(argument === undefined ? [] : ["", `With \`VpcApi\`: \`${argument}\`.`]),
    "",
    "## Options",
    "",
    "| Option | Default | Meaning |",
    "|---|---|---|",
    ...Object.entries(rule.options).map(
      ([option, { schema }]) =>
        `| \`${option}\` | ${code(JSON.stringify(schema.default))} | ${schema.description} |`,
    ),
    '| `exemptions` | `[]` | Resources that the rule leaves alone: `{ "resource": "shop-*", "reason": "…", "expires": "YYYY-MM-DD" }`. |',
    "",
    "## Fails",
    "",
    ...programIn(examples.fails),
    "## Passes",
    "",
    ...programIn(examples.passes),
  ].join("\n");
}

const code = (text: string): string => `\`${text}\``;

const programIn = (resources: Rule["examples"]["fails"]): string[] => [
  "```ts",
  `${programOf(resources)}\`\`\``,
  "",
];
