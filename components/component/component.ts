import * as pulumi from "@pulumi/pulumi";
import { requireRoute } from "../dynamic/program";
import { parse } from "../validation/parse";
import { type Problems, resolveOrThrow } from "../validation/problems";
import { type ComponentArgs, type Nodes, prepareChildren, setComponentName } from "./children";
import { type Claim, checkClaims, claimUnique } from "./claims";
import type { Package } from "./defaultProviders";
import { checkKnownOutputs, guardOutputs } from "./knownOutputs";
import { checkTags, type Tags } from "./tags";

/** How a component decides what to create. */
export interface ComponentDefinition<Args extends object, Plan> {
  /** Name of the class; its type token is `alicloud-vpc-api:index:<type>`. The shape of its arguments is `<type>Args`. */
  type: string;
  /**
   * Decides everything from arguments of the declared type, and reports every problem. It is pure, and called again with
   * the values of Outputs, when they are known.
   *
   * @param name - name of the component
   */
  plan(args: Args, problems: Problems, name: string): Plan;
  /** Names and places that no other component of the program may have. @default none */
  claims?(plan: Plan): Claim[];
  /** Packages that children are of, besides `alicloud`. @default none */
  packages?(plan: Plan): readonly Package[];
}

const plans = new WeakMap<object, unknown>();

/** Arguments for a component whose plan was made as part of that of the component around it. */
export function planned<Args extends object, Plan>(_: ComponentDefinition<Args, Plan>, plan: Plan): Args {
  const args = {} as Args;
  plans.set(args, plan);
  return args;
}

/**
 * Parses and plans arguments, and throws all problems at once.
 *
 * @throws ArgumentError when there is any problem
 * @throws RunError when the dynamic provider could not load this package
 */
export function planOrThrow<Args extends object, Plan>(
  definition: ComponentDefinition<Args, Plan>,
  name: string,
  given: Args,
  opts?: pulumi.ComponentResourceOptions,
): Plan {
  const { type } = definition;
  // Fails before the first resource is registered, and not only when a dynamic resource is.
  requireRoute();
  const component = `${type} ${name}`;
  const parseAndPlan = (unparsed: Args, problems: Problems): Plan => {
    const args = parse(unparsed, `${type}Args`, problems);
    checkTags((args as { tags?: Tags }).tags, problems);
    const plan = definition.plan(args, problems, name);
    checkClaims({ type, name }, opts, definition.claims?.(plan) ?? [], problems);
    return plan;
  };
  // A JavaScript program may leave them out.
  const args = given ?? ({} as Args);
  const plan = resolveOrThrow(component, (problems) => parseAndPlan(args, problems));
  checkKnownOutputs(args, component, (known, problems) => parseAndPlan(known as Args, problems));
  return plan;
}

/** The base of all components: parses the arguments, plans, and registers itself. A subclass creates what the plan says. */
export abstract class Component<Plan> extends pulumi.ComponentResource {
  /** All children, by role and name. */
  readonly nodes: Nodes;
  /** What to create. */
  protected readonly plan!: Plan;

  protected constructor(
    definition: ComponentDefinition<never, Plan>,
    name: string,
    args: ComponentArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const { type, packages, claims } = definition as ComponentDefinition<ComponentArgs, Plan>;
    const isPlanned = plans.has(args ?? {});
    const guarded = isPlanned ? args : guardOutputs(args);
    const plan = isPlanned
      ? (plans.get(args) as Plan)
      : planOrThrow(definition as ComponentDefinition<ComponentArgs, Plan>, name, guarded, opts);
    claimUnique({ type, name }, opts, claims?.(plan) ?? []);
    const { options, nodes } = prepareChildren(name, guarded ?? {}, opts, packages?.(plan));
    // The engine keeps a component's inputs in the state: it gets none.
    super(`alicloud-vpc-api:index:${type}`, name, {}, options);
    setComponentName(this, name);
    this.nodes = nodes;
    // Not a property that is listed: it has arguments, which may be secret.
    Object.defineProperty(this, "plan", { value: plan, enumerable: false });
  }
}
