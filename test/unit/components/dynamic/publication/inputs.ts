import type { PublicationInputs } from "../../../../../components/dynamic/publication/resource";

/** Inputs of a publication to RELEASE. */
export const inputs = (
  apis: PublicationInputs["apis"],
  change: Partial<PublicationInputs> = {},
): PublicationInputs => ({
  groupId: "g",
  stage: "RELEASE",
  remarks: "why",
  apis,
  ...change,
});

export const a = { apiId: "id-a", revision: "1" };
export const b = { apiId: "id-b", revision: "1" };
