import { randomUUID } from "node:crypto";

/**
 * Texts that the Terraform provider looks for anywhere in an answer's body and takes for a server error
 * (`provider-api`, section 1.6). An id that happened to contain one would change the provider's mind.
 */
const trapTexts = ["500", "-735", "-21020", "-22001", "-22031"];

/** Repeats `generate` until its text contains none of the texts that clients misread. */
export function withoutTraps(generate: () => string): string {
  for (;;) {
    const text = generate();
    if (!trapTexts.some((trap) => text.includes(trap))) return text;
  }
}

/** An upper-case GUID, as every answer carries one. */
export function newRequestId(): string {
  return withoutTraps(() => randomUUID().toUpperCase());
}
