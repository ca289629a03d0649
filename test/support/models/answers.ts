import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectDir } from "../../../cli/paths";

/** Whether a field of an answer ever had a value, by its path such as `Vpcs.Vpc[].VpcId`. */
export type Fields = Map<string, boolean>;

/** Fields by `PRODUCT VERSION ACTION`. */
export type Answers = Map<string, Fields>;

export const answersFile = join(__dirname, "answers.jsonl");

/** Variable with the file to which each test file appends the fields of the answers that it got. */
export const answersVariable = "ALICLOUD_VPC_API_ANSWERS";

/** Whether the record contains the answers of a test file: those of test/local that start only a control plane. */
export const isRecorded = (file: string): boolean =>
  file.endsWith(".test.ts") &&
  dirname(file) === join(projectDir, "test", "local") &&
  readFileSync(file, "utf8").includes("startTestCloud");

/** Adds the fields of a value. Text that is JSON counts as one value. */
export function addFields(fields: Fields, path: string, value: unknown): void {
  const add = (hasValue: boolean) => fields.set(path, (fields.get(path) ?? false) || hasValue);
  if (Array.isArray(value)) {
    if (path !== "") add(value.length > 0);
    for (const item of value) addFields(fields, `${path}[]`, item);
  } else if (typeof value === "object" && value !== null) {
    if (path !== "" && !path.endsWith("[]")) add(Object.keys(value).length > 0);
    for (const [name, member] of Object.entries(value)) {
      if (member !== undefined) addFields(fields, path === "" ? name : `${path}.${name}`, member);
    }
  } else if (path !== "" && !path.endsWith("[]")) {
    add(value !== "" && value !== null && value !== 0 && value !== false);
  }
}

/** Reads the lines of one or more records. */
export function readAnswers(file: string): Answers {
  const answers: Answers = new Map();
  for (const line of readFileSync(file, "utf8").trim().split("\n")) {
    const [action, fields] = JSON.parse(line) as [string, Record<string, boolean>];
    const all = answers.get(action) ?? new Map<string, boolean>();
    for (const [path, hasValue] of Object.entries(fields))
      all.set(path, (all.get(path) ?? false) || hasValue);
    answers.set(action, all);
  }
  return answers;
}

/** The lines of a record, in a fixed order. */
export function writeAnswers(answers: Answers): string {
  const lines = [...answers]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([action, fields]) => {
      const sorted = [...fields].sort(([a], [b]) => (a < b ? -1 : 1));
      return `${JSON.stringify([action, Object.fromEntries(sorted)])}\n`;
    });
  return lines.join("");
}
