/** What an app authenticates itself with. */
export type CredentialKind = "appCode" | "appKey" | "appSecret";

interface CredentialRule {
  minLength: number;
  maxLength: number;
}

/**
 * What this package takes as a credential that is given. The service's documents state no length: whoever has an AppCode
 * or an AppSecret calls as the app, so that neither may be short enough to be guessed.
 */
const rules: Record<CredentialKind, CredentialRule> = {
  appCode: { minLength: 16, maxLength: 128 },
  appKey: { minLength: 4, maxLength: 128 },
  appSecret: { minLength: 16, maxLength: 128 },
};

/** Characters that go through a header and a query as they are. */
const characters = /^[\w.-]*$/;

/** What is wrong with a credential, without its value; undefined: nothing. */
export function credentialProblem(
  kind: CredentialKind,
  value: string,
): { problem: string; hint: string } | undefined {
  const { minLength, maxLength } = rules[kind];
  const { length } = value;
  if (length >= minLength && length <= maxLength && characters.test(value)) return undefined;
  const problem = characters.test(value) ? `has ${length} characters.` : "has a character that is not taken.";
  return {
    problem,
    hint: `Use ${minLength} to ${maxLength} letters, digits, underscores, dots or hyphens.`,
  };
}
