import analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import struct from "google-protobuf/google/protobuf/struct_pb";
import { Analyzer } from "../../policy/core/analyzer";
import type { Profile } from "../../policy/core/configuration";
import { notJudged } from "../../policy/core/notJudged";
import type { ExampleResource, Level, Rule } from "../../policy/core/rule";

import { readRecord } from "./record/messages";

/** A violation in the format of the engine. */
export interface Finding {
  readonly policy: string;
  readonly level: "advisory" | "mandatory";
  readonly message: string;
  /** Name of the resource; empty for the stack. */
  readonly resource: string;
}

/**
 * What a run does with a resource: `same` leaves it as it is, and `read` is `.get`. The engine hands over other values for
 * each; `test/support/record` has recorded which.
 */
export type Step = "create" | "update" | "same" | "read";

/** A resource of a program, with a parent and a provider. */
export interface TestResource extends ExampleResource {
  /** @default "same" if `created`, else "create" */
  readonly step?: Step;
  /** Key for references if several resources have the same name. @default its name */
  readonly key?: string;
  /** Key of the parent. @default none */
  readonly parent?: string;
  /** @default the default provider */
  readonly provider?: { readonly name: string; readonly region?: unknown };
}

export interface EvaluateOptions {
  /** Whether all resources exist, so that no value is unknown. @default false, the first preview */
  readonly created?: boolean;
  /** Options and exemptions by rule. */
  readonly config?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** @default "gateway-only" */
  readonly profile?: Profile;
  /** Level of `all`. @default the default of each rule */
  readonly level?: Level;
  /** @default 2026-01-01 */
  readonly now?: Date;
}

/** Sentinel of an unknown value. Source: `proxy.ts` of @pulumi/policy. */
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const pack = { name: "pack", version: "1.0.0", displayName: "Pack", description: "A pack.", tags: [] };

/** An unknown value of an example. It depends on a resource that no rule reads. */
export const unknown = { unknown: true } as const;

/** A value that the program marks as secret. */
export const secret = (value: unknown) => ({ secret: value });

/** A secret in a message. Source: `sdk/nodejs/runtime/rpc.ts` of Pulumi. */
const sendSecret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

/** The resource that unknown values depend on. */
const elsewhere: TestResource = {
  type: "random:index/randomString:RandomString",
  name: "elsewhere",
  props: {},
};

const enforcementLevels = ["advisory", "mandatory", "disabled", "remediate"] as const;
const getKey = ({ key, name }: TestResource) => key ?? name;
const findParent = ({ parent }: TestResource, all: readonly TestResource[]) =>
  parent === undefined ? undefined : all.find((other) => getKey(other) === parent);

const record = readRecord();

const getStep = ({ step }: TestResource, created: boolean): Step => step ?? (created ? "same" : "create");

function createUrn(resource: TestResource, all: readonly TestResource[]): string {
  const { type, name } = resource;
  const parent = findParent(resource, all);
  const types = parent ? `${createUrn(parent, all).split("::").at(-2)}$${type}` : type;
  return `urn:pulumi:local::shop::${types}::${name}`;
}

/** Evaluates rules with the analyzer that serves a real pack: engine messages in, diagnostics out. */
export async function evaluate(
  rules: readonly Rule[],
  resources: readonly TestResource[],
  { created = false, now = new Date("2026-01-01T00:00:00Z"), ...options }: EvaluateOptions = {},
): Promise<Finding[]> {
  const served = createAnalyzer(rules, { now, ...options });
  return readFindings(analyzeAll(served, requestsFor(resources, created)));
}

/** Creates an analyzer and configures it with a message, as the engine does. */
export function createAnalyzer(
  rules: readonly Rule[],
  { config = {}, level, now, profile }: Omit<EvaluateOptions, "created"> = {},
): Analyzer {
  const served = new Analyzer(pack, rules, {}, now && (() => now), profile);
  const request = new analyzer.ConfigureAnalyzerRequest();
  for (const policy of [...rules, notJudged]) {
    const own = new analyzer.PolicyConfig();
    own.setEnforcementlevel(enforcementLevels.indexOf(level ?? policy.level) as 0);
    own.setProperties(struct.Struct.fromJavaScript((config[policy.name] ?? {}) as never));
    request.getPolicyconfigMap().set(policy.name, own);
  }
  served.configure(request);
  return served;
}

function readFindings(responses: readonly analyzer.AnalyzeResponse[]): Finding[] {
  return responses
    .flatMap((response) => response.getDiagnosticsList())
    .map((diagnostic) => ({
      policy: diagnostic.getPolicyname(),
      level: getLevel(diagnostic.getEnforcementlevel()),
      // The SDK adds the description in front.
      message: diagnostic.getMessage().split("\n").at(-1) ?? "",
      resource: diagnostic.getUrn().split("::").at(-1) ?? "",
    }));
}

/** Messages of a run: first the inputs of each resource, then all resources. */
export interface Requests {
  readonly each: readonly analyzer.AnalyzeRequest[];
  readonly stack: analyzer.AnalyzeStackRequest;
}

export function requestsFor(resources: readonly TestResource[], created = false): Requests {
  const stack = new analyzer.AnalyzeStackRequest();
  const all = [elsewhere, ...resources];
  // The engine does not send resources that it only reads.
  const sent = all.filter((resource) => getStep(resource, created) !== "read");
  stack.setResourcesList(sent.map((resource) => stackResource(resource, all, created)));
  const each = sent.slice(1).map((resource) => createRequest(resource, all, created));
  return { each, stack };
}

/** Sends the messages of a run to an analyzer. */
export const analyzeAll = (served: Analyzer, { each, stack }: Requests): analyzer.AnalyzeResponse[] => [
  ...each.map((request) => served.analyze(request)),
  served.analyzeStack(stack),
];

/** Returns the inputs of a resource after remediation. Undefined if nothing changed. */
export async function remediated(
  rules: readonly Rule[],
  resource: TestResource,
  { config = {} }: Pick<EvaluateOptions, "config"> = {},
): Promise<Record<string, unknown> | undefined> {
  const served = createAnalyzer(rules, { config, level: "remediate" });
  const [last] = served
    .remediate(createRequest(resource, [resource], false))
    .getRemediationsList()
    .slice(-1);
  return last?.getProperties()?.toJavaScript();
}

function getLevel(level: number): Finding["level"] {
  const name = enforcementLevels[level];
  if (name === "advisory" || name === "mandatory") return name;
  throw new Error(`A diagnostic has level ${name ?? level}.`);
}

function createRequest(
  resource: TestResource,
  all: readonly TestResource[],
  created: boolean,
): analyzer.AnalyzeRequest {
  const request = new analyzer.AnalyzeRequest();
  fill(request, resource, all, createProps(resource, all, created, "inputs"));
  return request;
}

function fill(
  message: analyzer.AnalyzeRequest | analyzer.AnalyzerResource,
  resource: TestResource,
  all: readonly TestResource[],
  props: struct.Struct,
): void {
  message.setType(resource.type);
  message.setName(resource.name);
  message.setUrn(createUrn(resource, all));
  message.setProperties(props);
  const options = new analyzer.AnalyzerResourceOptions();
  options.setProtect(resource.opts?.protect ?? false);
  options.setIgnorechangesList([...(resource.opts?.ignoreChanges ?? [])]);
  message.setOptions(options);
  message.setProvider(createProvider(resource));
}

function createProvider({ type, provider }: TestResource): analyzer.AnalyzerProviderResource {
  const { name, ...props } = provider ?? { name: "default", region: "cn-hangzhou" };
  const message = new analyzer.AnalyzerProviderResource();
  const providerType = `pulumi:providers:${type.split(":")[0]}`;
  message.setType(providerType);
  message.setName(name);
  message.setUrn(`urn:pulumi:local::shop::${providerType}::${name}`);
  message.setProperties(struct.Struct.fromJavaScript(resolveValue(props, [], false) as never));
  return message;
}

function stackResource(
  resource: TestResource,
  resources: readonly TestResource[],
  created: boolean,
): analyzer.AnalyzerResource {
  const message = new analyzer.AnalyzerResource();
  fill(message, resource, resources, createProps(resource, resources, created, "outputs"));
  const parent = findParent(resource, resources);
  if (parent) message.setParent(createUrn(parent, resources));
  for (const [property, value] of Object.entries(resource.props)) {
    const keys = collectRefs(value);
    const urns = keys.flatMap((key) =>
      resources.filter((other) => getKey(other) === key).map((other) => createUrn(other, resources)),
    );
    if (urns.length === 0) continue;
    const dependencies = new analyzer.AnalyzerPropertyDependencies();
    dependencies.setUrnsList(urns);
    message.getPropertydependenciesMap().set(property, dependencies);
  }
  return message;
}

/** A value in an example: plain data, an unknown value, or an output of another resource. */
interface Reference {
  readonly ref?: string;
  /** @default its id */
  readonly output?: string;
  /** Other resources from which the value was computed. */
  readonly besides?: readonly string[];
  readonly unknown?: boolean;
}

/** Resolves the properties of an example. Outputs of a resource are unknown in the preview of its creation. */
function resolveValue(value: unknown, resources: readonly TestResource[], created: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => resolveValue(item, resources, created));
  if (typeof value !== "object" || value === null) return value;
  const { ref, output = "id", unknown: later } = value as Reference;
  if ("secret" in value) return sendSecret(resolveValue(value.secret, resources, created));
  if (later) return created ? "known-now" : unknownText;
  if (ref === undefined) {
    const items = Object.entries(value).map(([key, item]) => [key, resolveValue(item, resources, created)]);
    return Object.fromEntries(items);
  }
  const target = resources.find((other) => getKey(other) === ref);
  if (target ? getStep(target, created) === "create" : !created) return unknownText;
  const own = target?.props[output];
  if (own !== undefined) return resolveValue(own, resources, created);
  return output === "id" ? createId(ref) : `${output} of ${ref}`;
}

function createProps(
  resource: TestResource,
  resources: readonly TestResource[],
  created: boolean,
  as: "inputs" | "outputs",
): struct.Struct {
  const props = resolveValue(resource.props, resources, created) as Record<string, unknown>;
  const step = getStep(resource, created);
  const {
    computed = [],
    leftOutOnCreate = [],
    leftOutOnUpdate = ["id", ...leftOutOnCreate],
    unread = "status",
  } = record[resource.type] ?? {};
  const leftOut = {
    inputs: ["id", ...computed],
    outputs: step === "create" ? [...computed, ...leftOutOnCreate] : step === "update" ? leftOutOnUpdate : [],
  }[as];
  // The engine omits unknown outputs of a bridged provider, and sends the inputs of a dynamic one and the outputs of the stack.
  const isBridged = !/^pulumi(-nodejs)?:/.test(resource.type);
  const omitsUnknown = as === "outputs" && isBridged;
  const sent = Object.entries(props).filter(
    ([name, value]) => !(omitsUnknown && value === unknownText) && !(isBridged && leftOut.includes(name)),
  );
  const isKnown = step !== "create" && !leftOut.includes("id");
  const id = isKnown ? (props.id ?? createId(getKey(resource))) : "";
  return struct.Struct.fromJavaScript({
    ...Object.fromEntries(sent),
    // An existing resource has more outputs than the program set.
    ...(as === "outputs" && isBridged && step !== "create" && !(unread in props) && { [unread]: "" }),
    ...(as === "outputs" && { id }),
  } as never);
}

const createId = (key: string) => `id of ${key}`;

function collectRefs(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(collectRefs);
  if (typeof value !== "object" || value === null) return [];
  const { ref, besides = [], unknown: later } = value as Reference;
  if (later) return [elsewhere.name];
  return typeof ref === "string" ? [ref, ...besides] : Object.values(value).flatMap(collectRefs);
}
