import { existsSync } from "node:fs";
import { join } from "node:path";
import type {
  Policies,
  Policy,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { type Exemption, exemptionsSchema, findExemption } from "./exemptions";
import { formatMessage } from "./message";
import { createNotJudgedPolicy, Notes } from "./notJudged";
import { type Options, type OptionValues, resolveOptions } from "./options";
import { Resources, resourceFromSdk } from "./resources";
import type { ResourceRule, Rule, RuleInfo, StackRule } from "./rule";
import { takeShared } from "./sharedMessages";
import { Stack, viewResource } from "./stack";
import type { Verdict } from "./verdict";

/** Path of a rule's page in the repository. */
export const pagePath = (rule: string) => `docs/rules/${rule}.md`;

const isInstalled = !existsSync(join(__dirname, "..", "..", "docs", "rules"));

/** Path of a rule's page in the installed package or in the repository: no website hosts the pages. */
const pageUrl = (rule: string): string =>
  isInstalled ? `node_modules/alicloud-vpc-api-policy/dist/${pagePath(rule)}` : pagePath(rule);

type Configured = Readonly<Record<string, unknown>> & { readonly exemptions?: readonly Exemption[] };

/**
 * Creates the policies of `@pulumi/policy` for rules, and `not-judged`.
 *
 * @param now current time, for the expiry of exemptions
 */
export function createPolicies(rules: readonly Rule[], now: () => Date = () => new Date()): Policies {
  const notes = new Notes();
  const policies = rules.map((rule) =>
    rule.kind === "resource" ? resourcePolicy(rule, notes, now) : stackPolicy(rule, notes, now),
  );
  return [...policies, createNotJudgedPolicy(notes)];
}

function resourcePolicy(rule: ResourceRule, notes: Notes, now: () => Date): ResourceValidationPolicy {
  const { remediate, type, formerType } = rule;
  const types = formerType === undefined ? [type] : [type, formerType];
  return {
    ...describePolicy(rule),
    validateResource: forTypes(types, (args: ResourceValidationArgs, report: ReportViolation) => {
      const configured: Configured = args.getConfig();
      const view = viewResource(takeShared()?.resource ?? resourceFromSdk(args), rule.reads[args.type] ?? []);
      const verdict = rule.evaluate(view, resolveOptions(rule.options, configured));
      reportVerdict(rule, { resource: view, ...verdict }, { configured, notes, now: now() }, report);
    }),
    ...(remediate && {
      remediateResource: forTypes(types, (args: ResourceValidationArgs) => {
        const configured: Configured = args.getConfig();
        if (findExemption(args, configured.exemptions ?? [], now()).valid) return undefined;
        // In place: a copy would read every value, which throws at the first unknown one.
        return remediate(args.props, resolveOptions(rule.options, configured)) ? args.props : undefined;
      }),
    }),
  };
}

function stackPolicy(rule: StackRule, notes: Notes, now: () => Date): StackValidationPolicy {
  return {
    ...describePolicy(rule),
    validateStack: forType(rule.type, (args, report) => {
      const configured: Configured = args.getConfig();
      const options = resolveOptions(rule.options, configured);
      const resources = takeShared()?.resources ?? new Resources(args.resources.map(resourceFromSdk));
      const stack = new Stack(resources, collectReads(rule, options));
      for (const judgement of rule.evaluate(stack, options)) {
        reportVerdict(rule, judgement, { configured, notes, now: now() }, report);
      }
    }),
  };
}

/** Merges paths by type: options may name types that the rule itself reads. */
function collectReads(rule: StackRule, options: OptionValues<Options>): RuleInfo["reads"] {
  const reads = [rule.reads, rule.readsBy?.(options) ?? {}];
  const types = reads.flatMap((each) => Object.keys(each));
  return Object.fromEntries(types.map((type) => [type, reads.flatMap((each) => each[type] ?? [])]));
}

function describePolicy(rule: RuleInfo): Policy {
  const schemas = Object.entries(rule.options).map(([name, { schema }]) => [name, schema]);
  return {
    name: rule.name,
    displayName: rule.title,
    description: rule.description,
    enforcementLevel: rule.level,
    severity: rule.severity,
    tags: [...rule.tags],
    remediationSteps: rule.hint,
    url: pageUrl(rule.name),
    ...(rule.framework && { framework: rule.framework }),
    configSchema: { properties: { ...Object.fromEntries(schemas), exemptions: exemptionsSchema } },
  };
}

interface RunContext {
  readonly configured: Configured;
  readonly notes: Notes;
  readonly now: Date;
}

function reportVerdict(
  rule: RuleInfo,
  { resource, violations, undecided }: Verdict & { readonly resource: { name: string; urn: string } },
  { configured, notes, now }: RunContext,
  report: ReportViolation,
): void {
  const { valid, expired } = findExemption(resource, configured.exemptions ?? [], now);
  if (valid) {
    if (violations.length > 0) notes.addExempted(rule.name, resource.name, valid);
    return;
  }
  for (const violation of violations) report(formatMessage(rule, resource, violation, expired), resource.urn);
  for (const reason of undecided) notes.addUndecided(rule.name, resource.name, reason);
}

/** Limits a validation to one type, which the SDK skips others by before it unpacks them. Source: `server.ts` of `@pulumi/policy`. */
function forType<Run extends object>(type: string, run: Run): Run {
  return Object.assign(run, { __pulumiType: type });
}

/** Limits a validation to one type or two. The SDK itself can skip all but one type only. */
function forTypes<Args extends { type: string }, More extends unknown[], Answer>(
  [type = "", ...others]: readonly string[],
  run: (args: Args, ...more: More) => Answer,
): (args: Args, ...more: More) => Answer | undefined {
  if (others.length === 0) return forType(type, run);
  return (args, ...more) =>
    args.type === type || others.includes(args.type) ? run(args, ...more) : undefined;
}
