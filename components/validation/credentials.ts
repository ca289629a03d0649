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

type CredentialKind = (typeof credentialKinds)[number];

interface CredentialProblem {
  kind: CredentialKind;
  problem: string;
  hint: string;
}

/** Problems of the known credentials of an app, without their values. */
export function credentialProblems(values: Partial<Record<CredentialKind, string>>): CredentialProblem[] {
  return credentialKinds.flatMap((kind, index) => {
    const value = values[kind];
    if (value === undefined) return [];
    const same = credentialKinds.slice(0, index).find((other) => values[other] === value);
    const problem = invalid(kind, value) ?? (same && repeated(same));
    return problem ? [{ kind, ...problem }] : [];
  });
}

function invalid(kind: CredentialKind, value: string): Omit<CredentialProblem, "kind"> | undefined {
  const { length } = value;
  const isAllowed = characters.test(value);
  if (length >= minLengths[kind] && length <= maxLength && isAllowed) return undefined;
  const problem = isAllowed ? `has ${length} characters.` : "contains a character that is not allowed.";
  const hint = `Use ${minLengths[kind]} to ${maxLength} letters, digits, underscores, dots or hyphens.`;
  return { problem, hint };
}

/** A call contains the AppCode or the AppKey as plain text. */
const repeated = (other: CredentialKind): Omit<CredentialProblem, "kind"> => ({
  problem: `is equal to ${other}, which calls contain as plain text.`,
  hint: "Use a different value for each credential.",
});
