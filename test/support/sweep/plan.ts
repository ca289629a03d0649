import * as pulumi from "@pulumi/pulumi";
import type { VpcApiArgs } from "../../../components";
import { Problems } from "../../../components/validation/problems";
import { planVpcApi } from "../../../components/vpcApi/plan";
import { argsAfter, type Setting, withOutputs } from "./args";
import type { Around, Value } from "./around";
import type { Declaration } from "./declarations";
import { refusedLocally, samples } from "./samples";
import { givenByVpcApi } from "./samples/givenByVpcApi";
import type { Sample } from "./samples/sample";
import { type Scenario, scenarios } from "./scenarios";

/** A change of a scenario's arguments. */
export interface Change {
  /** Paths of the changed declarations. */
  covers: readonly string[];
  scenario: string;
  /** New values by path of an argument. */
  set: Readonly<Record<string, Value>>;
  /** Description of the new value. */
  to: string;
  /** Whether it cannot be combined with another change. */
  alone: boolean;
  /** Whether it replaces resources that other changes update. */
  replaces: boolean;
}

/** All changes, and the declarations without a change. */
export interface Plan {
  changes: Change[];
  /** For arguments of a single component: the argument of `VpcApi` that changes them. Empty if no argument does. */
  given: Map<Declaration, string>;
  uncovered: Declaration[];
}

/** Plans a change for every argument: from the samples, otherwise from its type. */
export function planChanges(declarations: readonly Declaration[]): Plan {
  const sampled = Object.entries(samples).flatMap(([scenario, list]) =>
    list.map((sample) => fromSample(scenario, sample)),
  );
  const covered = new Set(sampled.flatMap(({ covers }) => covers));
  const own = declarations.filter(({ component }) => component === "VpcApi");
  for (const path of Object.keys(refusedLocally)) covered.add(path);
  const rest = own.filter(({ path }) => !covered.has(path));
  const derived = rest.flatMap(fromType);
  for (const { covers } of derived) for (const path of covers) covered.add(path);
  const given = new Map<Declaration, string>();
  for (const declaration of declarations) {
    const by = givenByVpcApi[declaration.component]?.[declaration.path];
    if (by !== undefined) given.set(declaration, by);
  }
  const uncovered = declarations.filter((one) => {
    if (one.component === "VpcApi") return !covered.has(one.path);
    const by = given.get(one);
    return by === undefined || (by !== "" && !covered.has(by));
  });
  // Changes that replace arguments together with their members come last.
  const isOuter = ({ covers }: Change) =>
    own.some(({ path }) => covers.some((outer) => path !== outer && path.startsWith(outer)));
  const inner = derived.filter((change) => !isOuter(change));
  return { changes: [...inner, ...sampled, ...derived.filter(isOuter)], given, uncovered };
}

const fromSample = (scenario: string, { of, set, to, alone = false, replaces = false }: Sample): Change => ({
  covers: of.split(" "),
  scenario,
  set,
  to: to ?? Object.values(set).map(inWords).join(", "),
  alone,
  replaces,
});

/** The other value of a boolean, or every other literal. The default value comes last. */
function fromType({ path, kind, standard }: Declaration): Change[] {
  const found = Object.entries(scenarios).find(([, { owns }]) => owns.test(path));
  if (!found) return [];
  const [name, scenario] = found;
  const at = findPlace(path, scenario);
  if (at === undefined) return [];
  const values = kind.boolean ? [true, false] : kind.literals;
  const isStandard = (value: unknown) => standard.startsWith(JSON.stringify(value));
  return [...values.filter((value) => !isStandard(value)), ...values.filter(isStandard)].map((value) => ({
    covers: [path],
    scenario: name,
    set: { [at]: value },
    to: inWords(value),
    alone: false,
    replaces: false,
  }));
}

/** Path of the argument of a declaration in a scenario. Undefined if the scenario has no entry for it. */
export function findPlace(path: string, { entries = {} }: Scenario): string | undefined {
  const parts = path.replace(/<[^>]*>/g, "").split("[]");
  let declared = "";
  let place = "";
  for (const [index, part] of parts.entries()) {
    declared += part;
    place += part;
    if (index === parts.length - 1) return place;
    const entry = entries[declared];
    if (entry === undefined) return undefined;
    declared += "[]";
    place += `.${entry}`;
  }
  return undefined;
}

const inWords = (value: unknown): string => {
  if (value === undefined) return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
};

/**
 * Combines changes of a scenario that are independent and valid together. Each change follows those that it depends on.
 * Each batch has one change per argument, or all changes with `all`.
 */
export function createBatches(name: string, changes: readonly Change[], all = false): Change[][] {
  const scenario = scenarios[name];
  const seen = new Set<string>();
  let rest = changes.filter(({ scenario: of, covers }) => {
    if (of !== name) return false;
    const isNew = covers.some((path) => !seen.has(path));
    for (const path of covers) seen.add(path);
    return isNew || all;
  });
  const batches: Change[][] = [];
  while (scenario && rest.length > 0) {
    const batch: Change[] = [];
    const later: Change[] = [];
    for (const change of rest) {
      const isFree = [...batch, ...later].every((other) => !touches(change, other));
      const settings = [...batches.flat(), ...batch, change].map(({ set }) => set);
      if (isFree && findProblems(scenario, settings).length === 0) batch.push(change);
      else later.push(change);
    }
    if (batch.length === 0) {
      const settings = [...batches.flat(), ...rest.slice(0, 1)].map(({ set }) => set);
      throw new Error(`${rest[0]?.covers.join(" ")}: ${findProblems(scenario, settings).join("; ")}`);
    }
    batches.push(batch);
    rest = later;
  }
  return batches;
}

/** Problems of a scenario's arguments after some settings. */
function findProblems({ args }: Scenario, settings: readonly Setting[]): string[] {
  const problems = new Problems();
  const unknown = new Proxy({}, { get: () => pulumi.output("") }) as Around;
  const after = (versions: object) =>
    argsAfter(
      args,
      settings.map((setting) => withOutputs(setting, { versions })),
      unknown,
    );
  // Any versions are sufficient: the engine checks whether they exist.
  const published = Object.fromEntries(
    Object.keys(after({}).routes).map((route) => [route, "20260101000000000"]),
  );
  const versions = { RELEASE: published, PRE: published, TEST: published };
  planVpcApi("sweep", after(versions) as unknown as VpcApiArgs, problems);
  return problems.list.map(({ path, problem }) => `${path} ${problem}`);
}

const touches = (one: Change, other: Change): boolean =>
  one.alone ||
  other.alone ||
  one.replaces !== other.replaces ||
  one.covers.some((path) => other.covers.includes(path)) ||
  Object.keys(one.set).some((path) =>
    Object.keys(other.set).some((set) => isWithin(path, set) || isWithin(set, path)),
  );

const isWithin = (path: string, outer: string) => path === outer || path.startsWith(`${outer}.`);
