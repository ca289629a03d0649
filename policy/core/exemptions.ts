import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

/** A resource that a rule leaves alone, why, and until when. */
export interface Exemption {
  /** Name or URN of the resource; `*` stands for any text. */
  readonly resource: string;
  /** Why it is left alone; told whenever the exemption is used. */
  readonly reason: string;
  /** Last day of the exemption, as YYYY-MM-DD (UTC). From the next day on it has no effect. */
  readonly expires: string;
}

export const exemptionsSchema: PolicyConfigJSONSchema = {
  type: "array",
  description: "Resources that the rule leaves alone, each with a reason and a last day.",
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

/** Whether a text is a day of the calendar, as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(text)
  );
}

/** What the exemptions say of a resource at a time. */
export function exemptionOf(
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
