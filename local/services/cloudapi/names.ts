/**
 * Chinese characters, letters, digits, underscores and hyphens. The first character is a letter or Chinese character.
 */
export const gatewayName = {
  type: "string",
  minLength: 4,
  maxLength: 50,
  pattern: /^[A-Za-z\p{Script=Han}][A-Za-z0-9_\p{Script=Han}-]*$/u,
  form: "4 to 50 letters, digits, underscores, hyphens, a letter first",
} as const;

/** Like gatewayName, but shorter and without hyphens. */
export const appName = {
  type: "string",
  minLength: 4,
  maxLength: 26,
  pattern: /^[A-Za-z\p{Script=Han}][A-Za-z0-9_\p{Script=Han}]*$/u,
  form: "4 to 26 letters, digits, underscores, a letter first",
} as const;

export const description = { type: "string", maxLength: 180 } as const;

/** RELEASE, PRE or TEST. */
export const stageName = { type: "string", enum: ["RELEASE", "PRE", "TEST"] } as const;

export const stageNames = stageName.enum;

/** An ID of API Gateway with 32 hex digits. */
export const requiredId = { type: "string", required: true } as const;
export const optionalId = { type: "string" } as const;
