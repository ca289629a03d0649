import type * as pulumi from "@pulumi/pulumi";
import { type Problems, resolveOrThrow } from "../validation/problems";
import { findProvider } from "./defaultProviders";
import { createPerRun } from "./run";

interface Kind {
  noun: string;
  hint: string;
  /** Argument of a VpcApi that sets the value, which is written as WORDS. */
  inVpcApi: string;
  /** Whether it is unique across all regions. */
  isGlobal?: true;
}

/** Kinds of values that are unique in a region or globally. */
const kinds = {
  group: { noun: "API group name", hint: "Use another name.", inVpcApi: "group.groupName" },
  app: { noun: "app name", hint: "Use another name.", inVpcApi: "apps[WORDS]" },
  plugin: { noun: "plug-in name", hint: "Use another group name, or prefix.", inVpcApi: "group.groupName" },
  domain: {
    noun: "domain",
    hint: "Bind it to one of them, or change a base path: a domain has one API group at each base path.",
    inVpcApi: "domains",
    isGlobal: true,
  },
  accessLog: {
    noun: "access log",
    hint: "Keep one of them: it contains the calls of all API groups of the region.",
    inVpcApi: "accessLog",
  },
  access: { noun: "VPC access authorization name", hint: "Use another name.", inVpcApi: "group.groupName" },
  target: {
    noun: "target",
    hint:
      "The cloud has one VPC access authorization for each target and port. Share that of the other component: in a " +
      "VpcApi, replace network, service and balancer by access: other.access; in a GatewayAccess, use " +
      "{ existing: other }.",
    inVpcApi: "access",
  },
} satisfies Record<string, Kind>;

/** A value that only one component of the program may use. */
export interface Claim {
  kind: keyof typeof kinds;
  /** Identity of the claim. An `Output` equals itself and those that {@link declareSame} links to it. */
  value: readonly unknown[];
  /** Property of the component that sets the value. */
  property: string;
  /** Description in messages. Never secret. */
  words: string;
}

/** Claim of a plain name. `place` is where it is unique, if not in the region. */
export const claimName = (
  kind: Claim["kind"],
  property: string,
  name: string,
  place: readonly unknown[] = [],
): Claim => ({ kind, value: [name, ...place], property, words: `"${name}"` });

interface Taken extends Claim {
  owner: string;
  scope: unknown;
}

const listClaims = createPerRun((): Taken[] => []);

const sameOutputs = new WeakMap<object, unknown>();

/** Declares that two Outputs have the same value. */
export function declareSame(derived: unknown, from: unknown): void {
  sameOutputs.set(derived as object, findOriginal(from));
}

/** The Output that another one was derived from, see {@link declareSame}, or the value unchanged. */
export const findOriginal = (value: unknown): unknown =>
  (typeof value === "object" && value !== null && sameOutputs.get(value)) || value;

/** Whether two inputs are certainly the same: equal strings, or Outputs with the same value. */
export const isSame = (one: unknown, other: unknown): boolean => findOriginal(one) === findOriginal(other);

const sameValue = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((part, index) => isSame(part, other[index]));

/** Component that the program creates directly: the VpcApi for children of a VpcApi. */
export const findOwner = (component: string, { parent }: pulumi.ComponentResourceOptions): string =>
  (parent && vpcApis.get(parent)) ?? component;

const vpcApis = new WeakMap<pulumi.Resource, string>();

/** Makes a VpcApi the owner of its children's claims. */
export function ownChildren(vpcApi: pulumi.Resource, name: string): void {
  vpcApis.set(vpcApi, `VpcApi ${name}`);
}

/** The provider selects the region, so components with different providers are not compared. */
const findScope = ({ kind }: Claim, opts: pulumi.ComponentResourceOptions): unknown =>
  "isGlobal" in kinds[kind] ? undefined : findProvider("alicloud", opts);

export function checkClaims(
  component: string,
  opts: pulumi.ComponentResourceOptions = {},
  claims: readonly Claim[],
  problems: Problems,
): void {
  const owner = findOwner(component, opts);
  for (const claim of claims) {
    const scope = findScope(claim, opts);
    const other = listClaims().find(
      (taken) =>
        taken.kind === claim.kind &&
        taken.owner !== owner &&
        taken.scope === scope &&
        sameValue(taken.value, claim.value),
    );
    if (!other) continue;
    const { noun, hint, inVpcApi }: Kind = kinds[claim.kind];
    const inOwner = other.owner.startsWith("VpcApi ") ? inVpcApi : other.property;
    const path = inOwner.replace("WORDS", () => other.words);
    const problem = `${claim.words} is also the ${noun} of ${other.owner}, at ${path}.`;
    problems.add(claim.property, problem, hint);
  }
}

/** Claims values for a component. @throws ArgumentError if another component has claimed one of them */
export function claimUnique(
  component: string,
  opts: pulumi.ComponentResourceOptions = {},
  claims: readonly Claim[],
): void {
  resolveOrThrow(component, (problems) => checkClaims(component, opts, claims, problems));
  const owner = findOwner(component, opts);
  listClaims().push(...claims.map((claim) => ({ ...claim, owner, scope: findScope(claim, opts) })));
}
