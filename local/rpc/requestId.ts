import { randomUUID } from "node:crypto";

/**
 * Texts that the Terraform provider interprets as a server error anywhere in the body of an answer (`provider-api`,
 * section 1.6). An ID that contains one by chance would change the provider's behaviour.
 */
const trapTexts = ["500", "-735", "-21020", "-22001", "-22031"];

/** Repeats `generate` until its text contains none of these texts. */
export function withoutTraps(generate: () => string): string {
  for (;;) {
    const text = generate();
    if (!trapTexts.some((trap) => text.includes(trap))) return text;
  }
}

/** Creates an upper-case GUID, which every answer contains. */
export function newRequestId(): string {
  return withoutTraps(() => randomUUID().toUpperCase());
}
