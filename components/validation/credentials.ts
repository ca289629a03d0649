/** Credentials of an app, in the order in which they are created. */
export const credentialKinds = ["appCode", "appKey", "appSecret"] as const;

/**
 * Credentials of your own that this package accepts. The service documents no minimum length. Anyone who
 * knows an AppCode or an AppSecret can call as the app, so neither may be short enough to guess.
 */
const minLengths = { appCode: 16, appKey: 4, appSecret: 16 };
const maxLength = 128;

/** Characters that need no encoding in a header or a query. */
const characters = /^[\w.-]*$/;

/** Problem of a credential, without its value. Undefined if there is none. */
export function credentialProblem(
  kind: (typeof credentialKinds)[number],
  value: string,
): { problem: string; hint: string } | undefined {
  const { length } = value;
  const isAllowed = characters.test(value);
  if (length >= minLengths[kind] && length <= maxLength && isAllowed) return undefined;
  const problem = isAllowed ? `has ${length} characters.` : "contains a character that is not allowed.";
  const hint = `Use ${minLengths[kind]} to ${maxLength} letters, digits, underscores, dots or hyphens.`;
  return { problem, hint };
}
