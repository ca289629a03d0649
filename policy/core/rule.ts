import type { Options, OptionValues } from "./options";
import type { Stack } from "./stack";
import type { Verdict } from "./verdict";

/** Enforcement level of a rule. `remediate` changes the inputs and blocks an update with what it cannot change. */
export type Level = "advisory" | "mandatory" | "remediate" | "disabled";

export type Severity = "low" | "medium" | "high" | "critical";

/** Recommendation of a published benchmark. */
export interface Framework {
  readonly name: string;
  readonly version: string;
  /** Number of the recommendation. */
  readonly reference: string;
  /** Title of the recommendation. */
  readonly specification: string;
}

/** A resource as a rule sees it: only the properties that the rule declares in `reads`. */
export interface ResourceView {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** Resource options that rules check. */
  readonly opts: { readonly protect: boolean; readonly ignoreChanges: readonly string[] };
  /**
   * Returns the value at a property path as plain data: `Unknown` for a value that is unknown at preview, undefined for
   * one that is not set.
   *
   * @throws Error when the rule does not declare the path in `reads`
   */
  get(path: string): unknown;
}

/** A string in the properties of a resource that is not marked as a secret. */
export interface PlainString {
  /** Path of the property, such as `apps.web.appCode`. */
  readonly path: string;
  /** Undefined while it is unknown at preview. */
  readonly text: string | undefined;
}

/** A resource of an example. `{ ref: "name" }` is the id of another resource, `{ ref, output }` another output. */
export interface ExampleResource {
  readonly type: string;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly opts?: { readonly protect?: boolean; readonly ignoreChanges?: readonly string[] };
}

/** Description of a rule, for the engine and for its page. */
export interface RuleInfo<Set extends Options = Options> {
  /** Unique name in kebab case. */
  readonly name: string;
  /** A few words. */
  readonly title: string;
  /** One sentence: the requirement. */
  readonly description: string;
  /** Why the requirement matters, for the page of the rule. */
  readonly why: string;
  readonly severity: Severity;
  /** Default enforcement level. */
  readonly level: "mandatory" | "advisory";
  /** Identifiers of the same check in other tools, those of Cloud Config first. See `docs/anchors.ts`. */
  readonly tags: readonly string[];
  /** Recommendation of a published benchmark that the rule covers. @default none */
  readonly framework?: Framework;
  /**
   * Rules that report the same fault more precisely. If one of them finds a violation of a resource, or of the causes of an
   * evaluation, this rule does not report it, so that one fault is one finding and needs one exemption.
   *
   * @default none
   */
  readonly coveredBy?: readonly string[];
  /** What the gateway leads to. In the profile `gateway-only`, the rule evaluates nothing else. @default all resources */
  readonly scope?: Scope;
  /** How to fix a violation, as an instruction. */
  readonly hint: string;
  /** Argument of `VpcApi` that controls the property. @default none */
  readonly argument?: string;
  readonly options: Set;
  /**
   * Every property path that the rule reads, by resource type. `list[].part` is a property of each element of a list;
   * `get` returns the whole list. A test compares the paths with the schema of the published SDK.
   */
  readonly reads: Readonly<Record<string, readonly string[]>>;
  /** A failing and a passing program. The page of the rule shows both, and the tests run them. */
  readonly examples: {
    readonly fails: readonly ExampleResource[];
    readonly passes: readonly ExampleResource[];
  };
}

/** Determines the resources that the gateway leads to. */
export interface Scope {
  readonly reads: RuleInfo["reads"];
  /** Returns the resources by URN: true, or why it is uncertain, as a clause that completes "not decided, because …". */
  find(stack: Stack): ReadonlyMap<string, true | string>;
}

/** A rule that evaluates the inputs of one resource before it is created or updated. */
export interface ResourceRule<Set extends Options = Options> extends RuleInfo<Set> {
  readonly kind: "resource";
  /** Resource type that the rule evaluates. */
  readonly type: string;
  /**
   * Further types with the same properties: a type that describes the same resources, or an older name that the SDK still
   * exports.
   *
   * @default none
   */
  readonly otherTypes?: readonly string[];
  evaluate(resource: ResourceView, options: OptionValues<Set>): Verdict;
  /**
   * Changes the inputs so that they comply, only where the change cannot interrupt traffic.
   *
   * @returns whether it changed them
   */
  remediate?(inputs: Record<string, unknown>, options: OptionValues<Set>): boolean;
}

/** Verdict of a stack rule for one resource. */
export interface Evaluation extends Verdict {
  readonly resource: ResourceView;
  /** Other resources that may cause the violation: a violation of theirs of a rule in `coveredBy` is the same fault. */
  readonly causes?: readonly ResourceView[];
}

/** A rule that evaluates all resources of a stack together, in a preview and after an update. */
export interface StackRule<Set extends Options = Options> extends RuleInfo<Set> {
  readonly kind: "stack";
  /** The rule is skipped in stacks without a resource of this type and of `otherTypes`. */
  readonly type: string;
  /** @default none */
  readonly otherTypes?: readonly string[];
  /** Further paths that the rule reads, of types that its options name. */
  readsBy?(options: OptionValues<Set>): RuleInfo["reads"];
  evaluate(stack: Stack, options: OptionValues<Set>): readonly Evaluation[];
}

export type Rule = ResourceRule | StackRule;

/** Defines a resource rule; infers the types of its options. */
export const resourceRule = <Set extends Options>(rule: Omit<ResourceRule<Set>, "kind">): ResourceRule => ({
  ...(rule as unknown as ResourceRule),
  kind: "resource",
});

/** Defines a stack rule; infers the types of its options. */
export const stackRule = <Set extends Options>(rule: Omit<StackRule<Set>, "kind">): StackRule => ({
  ...(rule as unknown as StackRule),
  kind: "stack",
});
