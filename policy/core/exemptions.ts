import type { JsonSchema } from "./options";

/** An exemption of resources from a rule. */
export interface Exemption {
  /** Name or URN of the resource. `*` matches any characters. */
  readonly resource: string;
  /** Why the resource is exempt. `not-judged` reports it whenever the exemption is used. */
  readonly reason: string;
  /** Last day on which the exemption is valid, as YYYY-MM-DD (UTC). */
  readonly expires: string;
}

export const exemptionsSchema: JsonSchema = {
  type: "array",
  description: "Resources that are exempt from the rule, each with a reason and an expiry date.",
  default: [],
  items: {
    type: "object",
    properties: {
      resource: { type: "string", minLength: 1 },
      reason: { type: "string", minLength: 1, pattern: "\\S" },
      expires: { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}$" },
    },
    required: ["resource", "reason", "expires"],
    additionalProperties: false,
  },
};

/** Whether a string is a date as YYYY-MM-DD. */
export function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(text)
  );
}

/** Finds the valid and the expired exemption of a resource. */
export function findExemption(
  resource: { readonly name: string; readonly urn: string },
  exemptions: readonly Exemption[],
  now: Date,
): { readonly valid?: Exemption; readonly expired?: Exemption } {
  const today = now.toISOString().slice(0, 10);
  const own = exemptions.filter(
    (exemption) => matches(exemption.resource, resource.name) || matches(exemption.resource, resource.urn),
  );
  const valid = own.find(({ expires }) => today <= expires);
  const expired = own.find(({ expires }) => today > expires);
  return { ...(valid && { valid }), ...(expired && { expired }) };
}

function matches(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return text === pattern;
  if (!text.startsWith(first)) return false;
  const last = rest.pop() ?? "";
  let from = first.length;
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
