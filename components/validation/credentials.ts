/** Credentials of an app, in the order in which they are created. */
export const credentialKinds = ["appCode", "appKey", "appSecret"] as const;

type CredentialKind = (typeof credentialKinds)[number];

/**
 * Credentials of your own that this package accepts. The service documents no minimum length. Anyone who
 * knows an AppCode or an AppSecret can call as the app, so neither may be short enough to guess.
 */
const rules: Record<CredentialKind, { minLength: number; maxLength: number }> = {
  appCode: { minLength: 16, maxLength: 128 },
  appKey: { minLength: 4, maxLength: 128 },
  appSecret: { minLength: 16, maxLength: 128 },
};

/** Characters that need no encoding in a header or a query. */
const characters = /^[\w.-]*$/;

/** Problem of a credential, without its value. Undefined if there is none. */
export function credentialProblem(
  kind: CredentialKind,
  value: string,
): { problem: string; hint: string } | undefined {
  const { minLength, maxLength } = rules[kind];
  const { length } = value;
  if (length >= minLength && length <= maxLength && characters.test(value)) return undefined;
  const problem = characters.test(value)
    ? `has ${length} characters.`
    : "contains a character that is not allowed.";
  return {
    problem,
    hint: `Use ${minLength} to ${maxLength} letters, digits, underscores, dots or hyphens.`,
  };
}
