import type { Problems } from "./problems";
import type { NumberRange } from "./shape";

const longName = {
  pattern: /^[A-Za-z\u4e00-\u9fa5][\w\u4e00-\u9fa5-]{3,49}$/,
  words: "4 to 50 letters, digits, hyphens or underscores, starting with a letter",
};

/**
 * Names that the cloud accepts, by kind of resource. Sources: comments of ModifyApiGroupRequest,
 * ModifyApiConfigurationRequest and CreateAppRequest in `@alicloud/cloudapi20160714`; the hyphen in group and
 * API names from the vendor's tutorial (`nginx-demo`).
 */
const rules = {
  group: longName,
  api: longName,
  vpcAccess: longName,
  /** Prefix of the names of all children. The host name of an instance has the strictest limit. */
  component: {
    pattern: /^[A-Za-z][\w-]{0,49}$/,
    words: "1 to 50 letters, digits, hyphens or underscores, starting with a letter",
  },
  app: {
    pattern: /^[A-Za-z\u4e00-\u9fa5][\w\u4e00-\u9fa5]{3,25}$/,
    words: "4 to 26 letters, digits or underscores, starting with a letter",
  },
} satisfies Record<string, { pattern: RegExp; words: string }>;

export function checkName(kind: keyof typeof rules, name: string, problems: Problems, at: string): void {
  const { pattern, words } = rules[kind];
  if (!pattern.test(name)) problems.add(at, `"${name}" is not a valid name.`, `Use ${words}.`);
}

/** First characters of the IDs of resources. */
const idPrefixes = { VPC: "vpc-", vSwitch: "vsw-", "ECS instance": "i-" };

/** Reports a plain ID that belongs to a different resource. */
export function checkId(noun: keyof typeof idPrefixes, id: unknown, problems: Problems, at: string): void {
  const prefix = idPrefixes[noun];
  if (typeof id !== "string" || id.startsWith(prefix)) return;
  problems.add(at, `"${id}" is not a ${noun} ID.`, `${noun} IDs start with ${prefix}.`);
}

/** Maximum length of the description of a group, an API or an app. */
export const descriptionLimit = 180;

export function checkWholeNumber(value: number, range: NumberRange, problems: Problems, at: string): void {
  const { from, to, unit } = range;
  if (Number.isInteger(value) && value >= from && value <= to) return;
  const hint = `Use a whole number from ${from} to ${to}${unit ? ` ${unit}` : ""}.`;
  problems.add(at, `is ${value}.`, hint);
}

export function checkDistinct(
  list: readonly unknown[],
  problems: Problems,
  property: string,
  hint = "Remove one of the two.",
): void {
  list.forEach((value, index) => {
    if (typeof value !== "string" || list.indexOf(value) === index) return;
    problems.add(`${property}[${index}]`, `"${value}" is listed twice.`, hint);
  });
}
