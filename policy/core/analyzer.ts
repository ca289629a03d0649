import {
  AnalyzeDiagnostic,
  type AnalyzeRequest,
  AnalyzeResponse,
  AnalyzerInfo,
  type AnalyzerResource,
  type AnalyzeStackRequest,
  type ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyComplianceFramework,
  PolicyConfig,
  PolicyConfigSchema,
  PolicyInfo,
  PolicyNotApplicable,
  PolicySeverity,
  PolicyType,
  RemediateResponse,
  Remediation,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import {
  ConfigurationError,
  defaultProfile,
  listOptions,
  type PackConfiguration,
  type Profile,
  validateConfiguration,
} from "./configuration";
import { type Exemption, exemptionsSchema, findExemption } from "./exemptions";
import { formatMessage } from "./message";
import { Notes, notJudged } from "./notJudged";
import { type Options, type OptionValues, resolveOptions } from "./options";
import { pageUrl } from "./pages";
import { Resources, resourceFromMessage } from "./resources";
import type { Evaluation, Level, ResourceRule, Rule, RuleInfo, Scope, Severity, StackRule } from "./rule";
import { Secrets } from "./secrets";
import { Stack, viewResource } from "./stack";
import { decideIf } from "./verdict";

/** Description of a pack for the engine. */
export interface PackInfo {
  readonly name: string;
  readonly version: string;
  readonly displayName: string;
  readonly description: string;
  readonly tags: readonly string[];
}

type Values = Readonly<Record<string, unknown>> & { readonly exemptions?: readonly Exemption[] };

/** What the analyzer evaluates: a rule, or the policy that lists what the rules could not decide. */
type Policy = Pick<RuleInfo, "name" | "description" | "severity" | "level">;

const levels: Readonly<Record<Level, EnforcementLevel>> = {
  advisory: EnforcementLevel.ADVISORY,
  mandatory: EnforcementLevel.MANDATORY,
  disabled: EnforcementLevel.DISABLED,
  remediate: EnforcementLevel.REMEDIATE,
};

const severities: Readonly<Record<Severity, PolicySeverity>> = {
  low: PolicySeverity.POLICY_SEVERITY_LOW,
  medium: PolicySeverity.POLICY_SEVERITY_MEDIUM,
  high: PolicySeverity.POLICY_SEVERITY_HIGH,
  critical: PolicySeverity.POLICY_SEVERITY_CRITICAL,
};

/**
 * Evaluates the messages of the engine with rules. It implements the methods of Pulumi's analyzer protocol
 * (`analyzer.proto`) itself: the server of `@pulumi/policy` unpacks every message once for each policy, which takes most of
 * the time of a large stack, and drops the marks of secrets.
 */
export class Analyzer {
  private configured = new Map<string, { readonly level: EnforcementLevel; readonly values: Values }>();
  private readonly notApplicable = new Map<string, PolicyNotApplicable[]>();
  private readonly notes = new Notes();
  /** Resources that are analyzed, until the stack that contains them is. */
  private readonly analyzed = new Map<string, Analyzed>();
  private readonly resourceRules: readonly ResourceRule[];
  private readonly stackRules: readonly StackRule[];

  /**
   * @param configuration configuration of the pack itself, which that of a run overrides
   * @param now current time, for the expiry of exemptions
   * @param profile profile, unless the configuration of a run sets that of a rule
   * @throws ConfigurationError with every problem of the configuration
   */
  constructor(
    private readonly pack: PackInfo,
    private readonly rules: readonly Rule[],
    private readonly configuration: PackConfiguration = {},
    private readonly now: () => Date = () => new Date(),
    private readonly profile: Profile = defaultProfile,
  ) {
    validate(configuration, rules);
    this.resourceRules = rules.filter((rule) => rule.kind === "resource");
    this.stackRules = rules.filter((rule) => rule.kind === "stack");
  }

  /** Describes the pack and its policies, with the configuration of the pack itself. */
  describe(): AnalyzerInfo {
    const { name, version, displayName, description, tags } = this.pack;
    const info = new AnalyzerInfo()
      .setName(name)
      .setVersion(version)
      .setDisplayname(displayName)
      .setDescription(description)
      .setProvider("alicloud")
      .setTagsList([...tags])
      .setSupportsconfig(true)
      .setPoliciesList([...this.rules.map((rule) => describeRule(rule, this.profile)), describeNotJudged()]);
    for (const [policy, value] of Object.entries(this.configuration)) {
      const { enforcementLevel, ...values } = typeof value === "string" ? { enforcementLevel: value } : value;
      const config = new PolicyConfig();
      if (enforcementLevel !== undefined) config.setEnforcementlevel(levels[enforcementLevel]);
      if (Object.keys(values).length > 0) config.setProperties(Struct.fromJavaScript(values as never));
      info.getInitialconfigMap().set(policy, config);
    }
    return info;
  }

  /**
   * Accepts the configuration of a run before the first resource. The engine validates known options by their schema, but
   * ignores unknown rule names.
   *
   * @throws ConfigurationError with every problem of the configuration
   */
  configure(request: ConfigureAnalyzerRequest): void {
    const entries = [...request.getPolicyconfigMap().entries()].map(([name, config]) => ({
      name,
      level: config.getEnforcementlevel(),
      values: (config.getProperties()?.toJavaScript() ?? {}) as Values,
    }));
    // The engine has already validated levels, and applied that of all rules.
    const own = entries.filter(({ name, values }) => name !== "all" || Object.keys(values).length > 0);
    const configuration = own.map(({ name, values }) =>
      name === "all" ? [name, { enforcementLevel: "advisory", ...values }] : [name, values],
    );
    validate(Object.fromEntries(configuration), this.rules);
    this.configured = new Map(entries.map(({ name, ...config }) => [name, config]));
    this.notApplicable.clear();
  }

  /** Evaluates the inputs of one resource. */
  analyze(request: AnalyzeRequest): AnalyzeResponse {
    const type = request.getType();
    const analyzed: Analyzed = { inputs: request, late: [], violated: [] };
    this.analyzed.set(request.getUrn(), analyzed);
    const found = new Findings(this.pack);
    const rules = this.resourceRules.filter((rule) => this.isEnabled(rule) && appliesTo(rule, type));
    if (rules.length > 0) {
      const resource = resourceFromMessage(request);
      for (const rule of rules) {
        guard(rule, resource.urn, () => {
          const view = viewResource(resource, rule.reads[type] ?? []);
          const values = this.getValues(rule);
          const verdict = rule.evaluate(view, resolveOptions(rule.options, values));
          const result = {
            rule,
            values,
            evaluation: { resource: view, ...verdict },
            secrets: resource.secrets,
          };
          if (this.isLate(rule)) analyzed.late.push(result);
          else if (this.report(found, result)) analyzed.violated.push(rule.name);
        });
      }
    }
    return found.respond().setNotApplicableList(this.listNotApplicable(type));
  }

  /** Evaluates all resources of a stack together. */
  analyzeStack(request: AnalyzeStackRequest): AnalyzeResponse {
    const secrets = new Secrets();
    const read = (message: AnalyzeRequest | AnalyzerResource) => resourceFromMessage(message, secrets);
    const analyzed = this.takeAnalyzed(request);
    const inputs = new Map([...analyzed].map(([urn, { inputs }]) => [urn, read(inputs)]));
    const resources = new Resources(request.getResourcesList().map(read), inputs);
    const found = new Findings(this.pack);
    const notApplicable: PolicyNotApplicable[] = [];
    const results = [...analyzed.values()].flatMap(({ late }) => late);
    for (const rule of this.stackRules.filter((rule) => this.isEnabled(rule))) {
      const { type, otherTypes = [] } = rule;
      if ([type, ...otherTypes].every((each) => resources.ofType(each).length === 0)) {
        notApplicable.push(createNotApplicable(rule));
        continue;
      }
      guard(rule, "the stack", () => {
        const values = this.getValues(rule);
        const options = resolveOptions(rule.options, values);
        const stack = new Stack(resources, collectReads(rule, options));
        for (const evaluation of rule.evaluate(stack, options))
          results.push({ rule, values, evaluation, secrets });
      });
    }
    const limited = this.limitToScopes(results, resources);
    const violations = listViolations(limited);
    for (const [urn, { violated }] of analyzed) for (const name of violated) violations.add(`${name} ${urn}`);
    for (const result of limited) if (!this.isCovered(result, violations)) this.report(found, result);
    const notes = this.notes.take();
    if (this.isEnabled(notJudged))
      // Advisory whatever the level of `all`: an undecided check must not block an update.
      for (const note of notes) found.add(notJudged, EnforcementLevel.ADVISORY, note);
    return found.respond().setNotApplicableList(notApplicable);
  }

  /** Changes the inputs of one resource by the rules whose level is `remediate`. */
  remediate(request: AnalyzeRequest): RemediateResponse {
    const [type, urn, name] = [request.getType(), request.getUrn(), request.getName()];
    const response = new RemediateResponse();
    const rules = this.resourceRules.filter(
      (rule) => this.getLevel(rule) === EnforcementLevel.REMEDIATE && appliesTo(rule, type),
    );
    if (rules.length === 0) return response;
    // As in the message: secrets, assets and unknown values stay what they are.
    const inputs = (request.getProperties()?.toJavaScript() ?? {}) as Record<string, unknown>;
    for (const rule of rules) {
      const values = this.getValues(rule);
      if (findExemption({ urn, name }, values.exemptions ?? [], this.now()).valid) continue;
      const isChanged = guard(rule, urn, () =>
        rule.remediate?.(inputs, resolveOptions(rule.options, values)),
      );
      if (!isChanged) continue;
      const remediation = new Remediation()
        .setPolicyname(rule.name)
        .setPolicypackname(this.pack.name)
        .setPolicypackversion(this.pack.version)
        .setDescription(rule.description)
        .setProperties(Struct.fromJavaScript(inputs as never));
      response.addRemediations(remediation);
    }
    return response;
  }

  /** Whether a verdict waits for the stack: it depends on other resources, or another rule may report the fault. */
  private isLate(rule: Rule): boolean {
    const mayBeCovered = this.rules.some(({ name }) => rule.coveredBy?.includes(name));
    return (
      (rule.scope !== undefined && this.isGatewayOnly(rule)) ||
      (mayBeCovered && this.getLevel(rule) === EnforcementLevel.ADVISORY)
    );
  }

  private isGatewayOnly(rule: Rule): boolean {
    return (this.getValues(rule).profile ?? this.profile) === "gateway-only";
  }

  /** Leaves out what the gateway does not lead to, for rules with a scope in the profile `gateway-only`. */
  private limitToScopes(results: readonly Result[], resources: Resources): readonly Result[] {
    const found = new Map<Scope, ReturnType<Scope["find"]>>();
    return results.flatMap((result) => {
      const { scope } = result.rule;
      if (!scope || !this.isGatewayOnly(result.rule)) return result;
      const reached = found.get(scope) ?? scope.find(new Stack(resources, scope.reads));
      found.set(scope, reached);
      const isReached = reached.get(result.evaluation.resource.urn);
      if (isReached === undefined) return [];
      const { resource } = result.evaluation;
      return isReached === true
        ? result
        : { ...result, evaluation: { resource, ...decideIf(false, result.evaluation, isReached) } };
    });
  }

  /** Takes the resources of a stack. Others may belong to a run at the same time. */
  private takeAnalyzed(request: AnalyzeStackRequest): ReadonlyMap<string, Analyzed> {
    const taken = new Map<string, Analyzed>();
    for (const resource of request.getResourcesList()) {
      const urn = resource.getUrn();
      const analyzed = this.analyzed.get(urn);
      if (analyzed) taken.set(urn, analyzed);
      this.analyzed.delete(urn);
    }
    return taken;
  }

  /** Whether another rule reports the fault, or has already reported it for the resource alone. */
  private isCovered({ rule, evaluation }: Result, violations: ReadonlySet<string>): boolean {
    const { resource, causes = [] } = evaluation;
    const hasViolation = (name: string) =>
      [resource, ...causes].some(({ urn }) => violations.has(`${name} ${urn}`));
    const isReported = (other: Rule) => other.coveredBy?.includes(rule.name) && !this.isLate(other);
    return (
      rule.coveredBy?.some(hasViolation) === true ||
      this.resourceRules.some((other) => isReported(other) && hasViolation(other.name))
    );
  }

  /** @returns whether it reports a violation */
  private report(
    found: Findings,
    { rule, values, evaluation: { resource, violations, undecided }, secrets }: Result,
  ): boolean {
    const { valid, expired } = findExemption(resource, values.exemptions ?? [], this.now());
    if (valid) {
      if (violations.length > 0) this.notes.addExempted(rule.name, resource.name, valid);
      return false;
    }
    const level = this.getLevel(rule);
    for (const violation of violations) {
      found.add(
        rule,
        // A violation that no remediation has removed blocks the update.
        level === EnforcementLevel.REMEDIATE ? EnforcementLevel.MANDATORY : level,
        formatMessage(rule, resource, violation, { secrets, ...(expired && { expired }) }),
        resource.urn,
      );
    }
    for (const reason of undecided) this.notes.addUndecided(rule.name, resource.name, secrets.redact(reason));
    return violations.length > 0;
  }

  private getLevel({ name, level }: Policy): EnforcementLevel {
    return this.configured.get(name)?.level ?? levels[level];
  }

  private getValues({ name }: Pick<Policy, "name">): Values {
    return this.configured.get(name)?.values ?? {};
  }

  private isEnabled(policy: Policy): boolean {
    return this.getLevel(policy) !== EnforcementLevel.DISABLED;
  }

  /** Lists the resource rules of other types. The engine counts them in its summary. */
  private listNotApplicable(type: string): PolicyNotApplicable[] {
    const known = this.notApplicable.get(type);
    if (known) return known;
    const list = this.resourceRules
      .filter((rule) => this.isEnabled(rule) && !appliesTo(rule, type))
      .map(createNotApplicable);
    this.notApplicable.set(type, list);
    return list;
  }
}

/** A verdict of a rule, before it is reported. */
interface Result {
  readonly rule: Rule;
  readonly values: Values;
  readonly evaluation: Evaluation;
  readonly secrets: Secrets;
}

/** A resource of which the engine has sent the inputs. */
interface Analyzed {
  /** Inputs, for outputs that a preview leaves out. */
  readonly inputs: AnalyzeRequest;
  /** Verdicts that are reported with the stack. */
  readonly late: Result[];
  /** Rules that have reported a violation. */
  readonly violated: string[];
}

/** Lists rules and URNs with a violation, also with an exempted one: the exemption is for the fault. */
const listViolations = (results: readonly Result[]): Set<string> =>
  new Set(
    results
      .filter(({ evaluation }) => evaluation.violations.length > 0)
      .map(({ rule, evaluation }) => `${rule.name} ${evaluation.resource.urn}`),
  );

/** Collects the diagnostics of one response. */
class Findings {
  private readonly diagnostics: AnalyzeDiagnostic[] = [];

  constructor(private readonly pack: PackInfo) {}

  add(policy: Policy, level: EnforcementLevel, message: string, urn = ""): void {
    const diagnostic = new AnalyzeDiagnostic()
      .setPolicyname(policy.name)
      .setPolicypackname(this.pack.name)
      .setPolicypackversion(this.pack.version)
      .setDescription(policy.description)
      .setMessage(`${policy.description}\n${message}`)
      .setEnforcementlevel(level)
      .setUrn(urn)
      .setSeverity(severities[policy.severity]);
    this.diagnostics.push(diagnostic);
  }

  respond(): AnalyzeResponse {
    return new AnalyzeResponse().setDiagnosticsList(this.diagnostics);
  }
}

function validate(configuration: unknown, rules: readonly Rule[]): void {
  const problems = validateConfiguration(configuration, rules);
  if (problems.length > 0) throw new ConfigurationError(problems);
}

const appliesTo = ({ type, otherTypes = [] }: Rule, other: string): boolean =>
  other === type || otherTypes.includes(other);

function createNotApplicable({ name, type }: Rule): PolicyNotApplicable {
  return new PolicyNotApplicable().setPolicyName(name).setReason(`The rule evaluates ${type} only.`);
}

/** Names the rule in an error of its code, which ends the run: a rule that fails must not count as passed. */
function guard<Result>({ name }: Rule, subject: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    const details = error instanceof Error ? error.stack : String(error);
    throw new Error(`The rule ${name} failed for ${subject}. Report this as a bug of the rule.\n${details}`);
  }
}

/** Merges paths by type: options may name types that the rule itself reads. */
function collectReads(rule: StackRule, options: OptionValues<Options>): RuleInfo["reads"] {
  const reads = [rule.reads, rule.readsBy?.(options) ?? {}];
  const types = reads.flatMap((each) => Object.keys(each));
  return Object.fromEntries(types.map((type) => [type, reads.flatMap((each) => each[type] ?? [])]));
}

function describeRule(rule: Rule, profile: Profile): PolicyInfo {
  const schemas = Object.entries(listOptions(rule, profile)).map(([name, { schema }]) => [name, schema]);
  const info = describePolicy(rule)
    .setDisplayname(rule.title)
    .setPolicyType(rule.kind === "resource" ? PolicyType.POLICY_TYPE_RESOURCE : PolicyType.POLICY_TYPE_STACK)
    .setTagsList([...rule.tags])
    .setRemediationSteps(rule.hint)
    .setUrl(pageUrl(rule.name))
    .setConfigschema(createSchema({ ...Object.fromEntries(schemas), exemptions: exemptionsSchema }));
  const { framework } = rule;
  if (framework === undefined) return info;
  return info.setFramework(
    new PolicyComplianceFramework()
      .setName(framework.name)
      .setVersion(framework.version)
      .setReference(framework.reference)
      .setSpecification(framework.specification),
  );
}

const describeNotJudged = (): PolicyInfo =>
  describePolicy(notJudged)
    .setDisplayname(notJudged.title)
    .setPolicyType(PolicyType.POLICY_TYPE_STACK)
    .setConfigschema(createSchema({}));

const describePolicy = ({ name, description, level, severity }: Policy): PolicyInfo =>
  new PolicyInfo()
    .setName(name)
    .setDescription(description)
    .setEnforcementlevel(levels[level])
    .setSeverity(severities[severity]);

const createSchema = (properties: Readonly<Record<string, unknown>>): PolicyConfigSchema =>
  new PolicyConfigSchema().setProperties(Struct.fromJavaScript(properties as never));
