import type { PolicyComplianceFramework, Severity } from "@pulumi/policy";
import type { Options, ValuesOf } from "./options";
import type { Stack } from "./stack";
import type { Verdict } from "./verdict";

/** A resource as a rule sees it. */
export interface ResourceFacts {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** Pulumi's options of the resource that rules ask for. */
  readonly opts: { readonly protect: boolean; readonly ignoreChanges: readonly string[] };
  /**
   * What stands at a path: plain data, `Unknown` for what is not known yet, undefined for what is absent.
   *
   * @throws Error when the rule does not declare that it reads this path
   */
  at(path: string): unknown;
}

/** A resource of an example; a value `{ ref: "name" }` stands for the id of another one, `{ ref, output }` for more. */
export interface ExampleResource {
  readonly type: string;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly opts?: { readonly protect?: boolean; readonly ignoreChanges?: readonly string[] };
}

/** What every rule says of itself. */
export interface RuleInfo<Set extends Options = Options> {
  /** Kebab case, unique. */
  readonly name: string;
  /** A few words. */
  readonly title: string;
  /** One full sentence: what must be so. */
  readonly description: string;
  /** Why it matters, for its page. */
  readonly why: string;
  readonly severity: Severity;
  /** Level unless the team configures another. */
  readonly level: "mandatory" | "advisory";
  /** Identifiers of the same check elsewhere, Cloud Config's first; `docs/anchors.ts` tells whose. */
  readonly tags: readonly string[];
  /** The recommendation of a published benchmark that it is about; undefined where none has one. */
  readonly framework?: PolicyComplianceFramework;
  /** What to do, as an instruction. */
  readonly remedy: string;
  /** Argument of `VpcApi` that leads to what the rule reads; undefined where it has none. */
  readonly argument?: string;
  readonly options: Set;
  /**
   * Every property path that it reads, by resource type; `list[].part` for a part of a list's elements, which `at`
   * answers as a whole. A test compares them with the published SDK.
   */
  readonly reads: Readonly<Record<string, readonly string[]>>;
  /** A program that fails and one that passes; both are shown on the rule's page and are tests. */
  readonly examples: {
    readonly fails: readonly ExampleResource[];
    readonly passes: readonly ExampleResource[];
  };
}

/** A rule on one resource, judged on its inputs before it is created or changed. */
export interface ResourceRule<Set extends Options = Options> extends RuleInfo<Set> {
  readonly kind: "resource";
  /** Type of resource that it judges. */
  readonly type: string;
  /** Another name of the same type, which the SDK has kept for older programs. */
  readonly formerType?: string;
  judge(resource: ResourceFacts, options: ValuesOf<Set>): Verdict;
  /** Changes the inputs so that they comply, only where that cannot cut traffic; answers whether it did. */
  mend?(inputs: Record<string, unknown>, options: ValuesOf<Set>): boolean;
}

/** What a stack rule says of one of the resources. */
export interface Judgement extends Verdict {
  readonly resource: ResourceFacts;
}

/** A rule on resources together, judged when all are known to the engine. */
export interface StackRule<Set extends Options = Options> extends RuleInfo<Set> {
  readonly kind: "stack";
  /** Type without which the rule has nothing to judge. */
  readonly type: string;
  /** What it reads besides, of types that the team names in its options. */
  readsBy?(options: ValuesOf<Set>): RuleInfo["reads"];
  judge(stack: Stack, options: ValuesOf<Set>): readonly Judgement[];
}

export type Rule = ResourceRule | StackRule;

/** Gives a rule the types of its own options. */
export const resourceRule = <Set extends Options>(rule: Omit<ResourceRule<Set>, "kind">): ResourceRule => ({
  ...(rule as unknown as ResourceRule),
  kind: "resource",
});

/** Gives a rule the types of its own options. */
export const stackRule = <Set extends Options>(rule: Omit<StackRule<Set>, "kind">): StackRule => ({
  ...(rule as unknown as StackRule),
  kind: "stack",
});
