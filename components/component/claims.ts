import * as pulumi from "@pulumi/pulumi";
import { type Problems, resolveOrThrow } from "../validation/problems";

interface Kind {
  noun: string;
  hint: string;
  /** Where a VpcApi says it. */
  inVpcApi: (words: string) => string;
  /** Whether it is unique in all regions. */
  isGlobal?: true;
}

/** What exists once in a region, or everywhere. */
const kinds = {
  group: { noun: "API group name", hint: "Use another name.", inVpcApi: () => "group.groupName" },
  app: { noun: "app name", hint: "Use another name.", inVpcApi: (words) => `apps[${words}]` },
  plugin: {
    noun: "plug-in name",
    hint: "Use another group name, or prefix.",
    inVpcApi: () => "group.groupName",
  },
  domain: {
    noun: "domain",
    hint: "At one base path, a domain leads to one API group: bind it to one of them, or change a base path.",
    inVpcApi: () => "domains",
    isGlobal: true,
  },
  accessLog: {
    noun: "access log",
    hint: "Keep it in one of them: it has the calls of all API groups of the region.",
    inVpcApi: () => "accessLog",
  },
  access: {
    noun: "VPC access authorization name",
    hint: "Use another name.",
    inVpcApi: () => "group.groupName",
  },
  target: {
    noun: "target",
    hint:
      "The cloud has one VPC access authorization for each target and port. Share that of the other component: in a " +
      "VpcApi, replace network, service and balancer by access: other.access; in a GatewayAccess, use " +
      "{ existing: other }.",
    inVpcApi: () => "access",
  },
} satisfies Record<string, Kind>;

/** Something that a component needs for itself. */
export interface Claim {
  kind: keyof typeof kinds;
  /** What identifies it. An `Output` is the same as itself, and as another that {@link declareSame} names. */
  value: readonly unknown[];
  /** Property of the component that says so. */
  property: string;
  /** How messages name it; secret to nobody. */
  words: string;
}

interface Taken extends Claim {
  owner: string;
  scope: unknown;
}

/** What the components of one run have claimed. A process may run several programs, one after the other. */
const claimed = new WeakMap<object, Taken[]>();
const outsideOfRuns = {};

const claimsOfRun = (): Taken[] => {
  const run = pulumi.runtime.getMonitor() ?? outsideOfRuns;
  const found = claimed.get(run) ?? [];
  claimed.set(run, found);
  return found;
};

const sameOutputs = new WeakMap<object, unknown>();

/** Declares that two outputs have the same value, once they have any. */
export function declareSame(derived: unknown, from: unknown): void {
  sameOutputs.set(derived as object, findOriginal(from));
}

/** The Output that another was made from, see {@link declareSame}; any other value as it is. */
export const findOriginal = (value: unknown): unknown =>
  (typeof value === "object" && value !== null && sameOutputs.get(value)) || value;

/** Whether two inputs are certainly the same: equal texts, or Outputs that have the same value. */
export const isSame = (one: unknown, other: unknown): boolean => findOriginal(one) === findOriginal(other);

const sameValue = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((part, index) => isSame(part, other[index]));

/** The component that a person wrote: a VpcApi for what it creates itself. */
function ownerOf({ type, name }: Part, opts: pulumi.ComponentResourceOptions | undefined): string {
  const { parent } = opts ?? {};
  return parent && vpcApis.has(parent) ? (vpcApis.get(parent) as string) : `${type} ${name}`;
}

const vpcApis = new WeakMap<pulumi.Resource, string>();

/** Lets the children of a VpcApi claim in its name. */
export function ownChildren(vpcApi: pulumi.Resource, name: string): void {
  vpcApis.set(vpcApi, `VpcApi ${name}`);
}

/** The provider decides the region: components with different providers are not compared. */
function scopeOf({ kind }: Claim, { provider, providers, parent }: pulumi.ComponentResourceOptions): unknown {
  if ("isGlobal" in kinds[kind]) return undefined;
  const passed = [provider, ...(Array.isArray(providers) ? providers : Object.values(providers ?? {}))];
  return passed.find(isAlicloud) ?? parent?.getProvider("alicloud:index:Any");
}

/** Not declared by the SDK, which has it for itself. */
const isAlicloud = (provider: unknown): boolean =>
  (provider as { getPackage?: () => string } | undefined)?.getPackage?.() === "alicloud";

interface Part {
  type: string;
  name: string;
}

/** Reports what another component of the program has claimed. */
export function checkClaims(
  part: Part,
  opts: pulumi.ComponentResourceOptions = {},
  claims: readonly Claim[],
  problems: Problems,
): void {
  const owner = ownerOf(part, opts);
  for (const claim of claims) {
    const scope = scopeOf(claim, opts);
    const other = claimsOfRun().find(
      (taken) =>
        taken.kind === claim.kind &&
        taken.owner !== owner &&
        taken.scope === scope &&
        sameValue(taken.value, claim.value),
    );
    if (!other) continue;
    const { noun, hint, inVpcApi }: Kind = kinds[claim.kind];
    const path = other.owner.startsWith("VpcApi ") ? inVpcApi(other.words) : other.property;
    problems.add(
      claim.property,
      `${claim.words} is the ${noun} of ${other.owner} as well, at ${path}.`,
      hint,
    );
  }
}

/**
 * Claims what a component needs for itself.
 *
 * @throws ArgumentError when another component of the program has claimed it
 */
export function claimUnique(
  part: Part,
  opts: pulumi.ComponentResourceOptions | undefined,
  claims: readonly Claim[],
): void {
  resolveOrThrow(`${part.type} ${part.name}`, (problems) => checkClaims(part, opts, claims, problems));
  const owner = ownerOf(part, opts);
  claimsOfRun().push(...claims.map((claim) => ({ ...claim, owner, scope: scopeOf(claim, opts ?? {}) })));
}
