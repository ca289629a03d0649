import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../../policy/rules";
import { EngineStack } from "../engineStack";
import { PublishedSdk } from "../publishedSdk";
import type { MessageRecord, TypeRecord } from "./messages";

interface Message {
  readonly kind: "inputs" | "outputs";
  readonly type: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

type Messages = readonly Message[];

const pack = join(__dirname, "pack");

/** Records the messages with the real engine and provider on a local cloud. */
export async function recordMessages(): Promise<MessageRecord> {
  const stack = new EngineStack();
  try {
    await stack.start(readFileSync(join(__dirname, "program.ts"), "utf8"));
    const preview = (phase: string, ids: object = {}) => recordPreview(stack, phase, ids);
    const [created, literal] = [preview("create"), preview("literal")];
    const { output, ended } = stack.attempt("up -s local --yes --skip-preview --non-interactive", {
      env: { PHASE: "deploy" },
    });
    if (!ended) throw new Error(output);
    const [existing, updated, replaced] = [preview("deploy"), preview("update"), preview("replace")];
    checkReplacements(replaced, created);
    const [read, deleted] = [preview("read", readIds(stack)), preview("delete")];
    const unexpected = [...withoutPulumi(deleted), ...read.filter(({ name }) => name.startsWith("read-"))];
    if (unexpected.length > 0)
      throw new Error(`The engine sends ${unexpected[0]?.name}, which it only reads or deletes.`);
    const types = new Set(withoutPulumi(created).map(({ type }) => type));
    for (const type of rules.flatMap(({ reads }) => Object.keys(reads))) {
      if (type.startsWith("alicloud:")) types.add(type);
    }
    const describe = (type: string) => describeType(type, { created, literal, existing, updated });
    return Object.fromEntries([...types].sort().map((type) => [type, describe(type)]));
  } finally {
    await stack.remove();
  }
}

/** Checks that the outputs of a replacement have the same properties as those of a creation. */
function checkReplacements(replaced: Messages, created: Messages): void {
  for (const message of withoutPulumi(replaced).filter(({ kind }) => kind === "outputs")) {
    const names = (one?: Message) => Object.keys(one?.properties ?? {}).sort();
    assert.deepEqual(names(message), names(find(created, "outputs", message)), message.name);
  }
}

function recordPreview(stack: EngineStack, phase: string, ids: object): Messages {
  const file = join(stack.home, `messages-${phase}.jsonl`);
  const env = { PHASE: phase, IDS: JSON.stringify(ids), RECORD_FILE: file };
  const { output, ended } = stack.attempt(`preview -s local --non-interactive --policy-pack ${pack}`, {
    env,
  });
  if (!ended) throw new Error(output);
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Message);
}

function readIds(stack: EngineStack): Record<string, string> {
  const { output } = stack.attempt("stack export -s local");
  const { deployment } = JSON.parse(output) as {
    deployment: { resources: readonly { urn: string; id?: string }[] };
  };
  const named = deployment.resources.flatMap(({ urn, id }) =>
    id === undefined ? [] : [[urn.split("::").at(-1) ?? "", id] as const],
  );
  return Object.fromEntries(named);
}

const withoutPulumi = (messages: Messages) => messages.filter(({ type }) => !type.startsWith("pulumi:"));

const sdk = new PublishedSdk("@pulumi/alicloud");

function describeType(type: string, previews: Readonly<Record<string, Messages>>): TypeRecord {
  const { created = [], literal = [], existing = [], updated = [] } = previews;
  const shapes = sdk.signatureOf(type);
  const isRead = new Set(
    rules.flatMap(({ reads }) => (reads[type] ?? []).map((path) => path.split(/[.[]/)[0] ?? "")),
  );
  const computed = [...isRead].filter(
    (name) => shapes?.outputs.has(name) === true && !shapes.inputs.has(name),
  );
  const assigned = listAssigned(type, created, existing);
  const unread = assigned.find((name) => !isRead.has(name));
  const isDeployed = existing.some((message) => message.type === type);
  return {
    leftOutOnCreate: listLeftOut(type, literal),
    ...(isDeployed && {
      leftOutOnUpdate: listLeftOut(type, updated),
      assigned: assigned.filter((name) => isRead.has(name)),
      ...(unread !== undefined && { unread }),
    }),
    computed: computed.sort(),
  };
}

function listLeftOut(type: string, messages: Messages): string[] {
  const names = new Set<string>();
  for (const inputs of messages.filter((one) => one.kind === "inputs" && one.type === type)) {
    const outputs = find(messages, "outputs", inputs);
    if (!outputs) throw new Error(`${inputs.name} is not among the outputs.`);
    for (const name of Object.keys(inputs.properties)) if (!(name in outputs.properties)) names.add(name);
    if (outputs.properties.id === "") names.add("id");
  }
  return [...names].sort();
}

function listAssigned(type: string, created: Messages, existing: Messages): string[] {
  const names = new Set<string>();
  for (const later of existing.filter((one) => one.kind === "outputs" && one.type === type)) {
    const [before, inputs] = [find(created, "outputs", later), find(created, "inputs", later)];
    for (const name of Object.keys(later.properties)) {
      if (before && !(name in before.properties) && !(name in (inputs?.properties ?? {}))) names.add(name);
    }
  }
  return [...names].sort();
}

const find = (messages: Messages, kind: Message["kind"], { type, name }: Message) =>
  messages.find((one) => one.kind === kind && one.type === type && one.name === name);
