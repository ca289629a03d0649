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
import { type Exemption, exemptionOf, exemptionsSchema } from "./exemptions";
import { messageOf } from "./message";
import { Notes, notJudgedPolicy } from "./notes";
import { type Options, type ValuesOf, valuesOf } from "./options";
import { Resources, resourceOf } from "./resources";
import type { ResourceRule, Rule, RuleInfo, StackRule } from "./rule";
import { takeShared } from "./sharing";
import { factsOf, Stack } from "./stack";
import type { Verdict } from "./verdict";

/** Where the page of a rule is, in the repository. */
export const pageOf = (rule: string) => `docs/rules/${rule}.md`;

const isInstalled = !existsSync(join(__dirname, "..", "..", "docs", "rules"));

/** Where it is from the folder that the package is installed in, or from the repository: the pages are on no site. */
const urlOf = (rule: string): string =>
  isInstalled ? `node_modules/alicloud-vpc-api-policy/dist/${pageOf(rule)}` : pageOf(rule);

type Configured = Readonly<Record<string, unknown>> & { readonly exemptions?: readonly Exemption[] };

/**
 * Rules as policies of `@pulumi/policy`, and one more that tells what they did not judge.
 *
 * @param now the time by which exemptions expire
 */
export function policiesOf(rules: readonly Rule[], now: () => Date = () => new Date()): Policies {
  const notes = new Notes();
  const policies = rules.map((rule) =>
    rule.kind === "resource" ? resourcePolicy(rule, notes, now) : stackPolicy(rule, notes, now),
  );
  return [...policies, notJudgedPolicy(notes)];
}

function resourcePolicy(rule: ResourceRule, notes: Notes, now: () => Date): ResourceValidationPolicy {
  const { mend, type, formerType } = rule;
  const types = formerType === undefined ? [type] : [type, formerType];
  return {
    ...aboutOf(rule),
    validateResource: onlyForEach(types, (args: ResourceValidationArgs, report: ReportViolation) => {
      const configured: Configured = args.getConfig();
      const facts = factsOf(takeShared()?.resource ?? resourceOf(args), rule.reads[args.type] ?? []);
      const verdict = rule.judge(facts, valuesOf(rule.options, configured));
      tell(rule, { resource: facts, ...verdict }, { configured, notes, now: now() }, report);
    }),
    ...(mend && {
      remediateResource: onlyForEach(types, (args: ResourceValidationArgs) => {
        const configured: Configured = args.getConfig();
        if (exemptionOf(args, configured.exemptions ?? [], now()).valid) return undefined;
        // In place: a copy would read every value, which fails at the first that is not known yet.
        return mend(args.props, valuesOf(rule.options, configured)) ? args.props : undefined;
      }),
    }),
  };
}

function stackPolicy(rule: StackRule, notes: Notes, now: () => Date): StackValidationPolicy {
  return {
    ...aboutOf(rule),
    validateStack: onlyFor(rule.type, (args, report) => {
      const configured: Configured = args.getConfig();
      const options = valuesOf(rule.options, configured);
      const resources = takeShared()?.resources ?? new Resources(args.resources.map(resourceOf));
      const stack = new Stack(resources, readsOf(rule, options));
      for (const judgement of rule.judge(stack, options)) {
        tell(rule, judgement, { configured, notes, now: now() }, report);
      }
    }),
  };
}

/** A team may name types that the rule itself reads as well. */
function readsOf(rule: StackRule, options: ValuesOf<Options>): RuleInfo["reads"] {
  const reads = [rule.reads, rule.readsBy?.(options) ?? {}];
  const types = reads.flatMap((each) => Object.keys(each));
  return Object.fromEntries(types.map((type) => [type, reads.flatMap((each) => each[type] ?? [])]));
}

function aboutOf(rule: RuleInfo): Policy {
  const schemas = Object.entries(rule.options).map(([name, { schema }]) => [name, schema]);
  return {
    name: rule.name,
    displayName: rule.title,
    description: rule.description,
    enforcementLevel: rule.level,
    severity: rule.severity,
    tags: [...rule.tags],
    remediationSteps: rule.remedy,
    url: urlOf(rule.name),
    ...(rule.framework && { framework: rule.framework }),
    configSchema: { properties: { ...Object.fromEntries(schemas), exemptions: exemptionsSchema } },
  };
}

interface Circumstances {
  readonly configured: Configured;
  readonly notes: Notes;
  readonly now: Date;
}

function tell(
  rule: RuleInfo,
  { resource, violations, undecided }: Verdict & { readonly resource: { name: string; urn: string } },
  { configured, notes, now }: Circumstances,
  report: ReportViolation,
): void {
  const { valid, expired } = exemptionOf(resource, configured.exemptions ?? [], now);
  if (valid) {
    if (violations.length > 0) notes.noteExempted(rule.name, resource.name, valid);
    return;
  }
  for (const violation of violations) report(messageOf(rule, violation, expired), resource.urn);
  for (const reason of undecided) notes.noteUndecided(rule.name, resource.name, reason);
}

/** Lets the SDK pass over other types before it unpacks their properties. Source: `server.ts` of `@pulumi/policy`. */
function onlyFor<Run extends object>(type: string, run: Run): Run {
  return Object.assign(run, { __pulumiType: type });
}

/** The same for a rule on one type, or on two: the SDK knows how to pass over all but one. */
function onlyForEach<Args extends { type: string }, More extends unknown[], Answer>(
  [type = "", ...others]: readonly string[],
  run: (args: Args, ...more: More) => Answer,
): (args: Args, ...more: More) => Answer | undefined {
  if (others.length === 0) return onlyFor(type, run);
  return (args, ...more) =>
    args.type === type || others.includes(args.type) ? run(args, ...more) : undefined;
}
