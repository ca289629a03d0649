/** Patterns of secrets in texts, by description. */
export const secretPatterns: Readonly<Record<string, RegExp>> = {
  "private key": /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
  "AccessKey ID": /\bLTAI[A-Za-z0-9]{12,}\b/,
  AppCode: /\bAPPCODE\s+[0-9a-f]{32}\b/i,
};
