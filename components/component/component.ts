import * as pulumi from "@pulumi/pulumi";
import { requireRoute } from "../dynamic/program";
import { checkName } from "../validation/names";
import { parse } from "../validation/parse";
import { type Problems, resolveOrThrow } from "../validation/problems";
import { setComponentName } from "./childNames";
import { type ComponentArgs, type Nodes, prepareChildren } from "./children";
import { type Claim, checkClaims, claimUnique } from "./claims";
import type { Package } from "./defaultProviders";
import { checkKnownOutputs, guardOutputs } from "./knownOutputs";
import { checkTags, type Tags } from "./tags";

/** Definition of a component: its type, and how it plans its children. */
export interface ComponentDefinition<Args extends object, Plan> {
  /** Name of the class. The type token is `alicloud-vpc-api:index:<type>`, the shape of arguments `<type>Args`. */
  type: string;
  /** Derives the plan, and reports every problem. It is pure, and is called again when Outputs are known. */
  plan(args: Args, problems: Problems, name: string): Plan;
  /** Whether the name of the component is part of names in the cloud. @default false */
  isInNames?: true;
  /** Values that no other component of the program may use. @default none */
  claims?(plan: Plan): Claim[];
  /** Packages of the children, in addition to `alicloud`. @default none */
  packages?(plan: Plan): readonly Package[];
}

/** Arguments of a component with their defaults. The `Optional` ones have no default. */
export type WithDefaults<Args, Optional extends keyof Args = never> = Pick<Args, Optional> &
  Required<Omit<Args, Optional | keyof ComponentArgs>>;

const plans = new WeakMap<object, unknown>();

/** Creates a component whose plan is part of the plan of the component around it. */
export function createPlanned<Created extends Component<unknown>>(
  Class: new (name: string, args: never, opts: pulumi.ComponentResourceOptions) => Created,
  name: string,
  plan: Created extends Component<infer Plan> ? Plan : never,
  opts: pulumi.ComponentResourceOptions,
): Created {
  const args = {};
  plans.set(args, plan);
  return new Class(name, args as never, opts);
}

/** @throws ArgumentError with all problems, RunError if the dynamic provider cannot load this package */
export function planOrThrow<Args extends object, Plan>(
  definition: ComponentDefinition<Args, Plan>,
  name: string,
  argsOrUndefined: Args,
  opts?: pulumi.ComponentResourceOptions,
): Plan {
  const { type } = definition;
  // Fails before the first resource is registered, instead of at the first dynamic resource.
  requireRoute();
  const component = `${type} ${name}`;
  const parseAndPlan = (unparsed: Args, problems: Problems): Plan => {
    const args = parse(unparsed, `${type}Args`, problems);
    checkTags((args as { tags?: Tags }).tags, problems);
    if (definition.isInNames) checkName("component", name, problems, "name");
    const plan = definition.plan(args, problems, name);
    checkClaims(component, opts, definition.claims?.(plan) ?? [], problems);
    return plan;
  };
  // A JavaScript program may omit the arguments.
  const args = argsOrUndefined ?? ({} as Args);
  const plan = resolveOrThrow(component, (problems) => parseAndPlan(args, problems));
  checkKnownOutputs(args, component, (known, problems) => parseAndPlan(known as Args, problems));
  return plan;
}

/** Base of all components: plans the arguments, and registers itself. A subclass creates the children of the plan. */
export abstract class Component<Plan> extends pulumi.ComponentResource {
  /** All children, by role and name. */
  readonly nodes: Nodes;
  /** Plan of the children. */
  protected readonly plan!: Plan;

  protected constructor(
    definition: ComponentDefinition<never, Plan>,
    name: string,
    args: ComponentArgs,
    optsOrNull?: pulumi.ComponentResourceOptions,
  ) {
    // Pulumi accepts null for its own resources.
    const opts = optsOrNull ?? {};
    const { type, packages, claims } = definition as ComponentDefinition<ComponentArgs, Plan>;
    const isPlanned = plans.has(args ?? {});
    const guarded = isPlanned ? args : guardOutputs(args);
    const plan = isPlanned
      ? (plans.get(args) as Plan)
      : planOrThrow(definition as ComponentDefinition<ComponentArgs, Plan>, name, guarded, opts);
    claimUnique(`${type} ${name}`, opts, claims?.(plan) ?? []);
    const { options, nodes } = prepareChildren(name, guarded ?? {}, opts, packages?.(plan));
    // The engine would store a component's inputs in the state, so it gets none.
    super(`alicloud-vpc-api:index:${type}`, name, {}, options);
    setComponentName(this, type, name, opts);
    this.nodes = nodes;
    // Not enumerable: the plan contains arguments, which may be secret.
    Object.defineProperty(this, "plan", { value: plan, enumerable: false });
  }

  /** Registers properties as the outputs of the component. */
  protected registerProperties(...names: (keyof this)[]): void {
    this.registerOutputs(Object.fromEntries(names.map((name) => [name, this[name]])));
  }
}
