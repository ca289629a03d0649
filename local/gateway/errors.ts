import { encodeHeader } from "./headers";

/** All errors of the gateway itself. */

/** Cause of the error. The first letter of the code states it too. */
export type ErrorSource = "client" | "authorization" | "throttling" | "backend" | "gateway";

interface ErrorDefinition {
  status: number;
  /** `{name}` is replaced by a value of the error. */
  message: string;
  source: ErrorSource;
  /** Whether code and text are documented. Otherwise the code is known, and the text, or both, are an assumption. */
  text: "documented" | "assumed";
}

/**
 * Source of the codes: the table of error codes. Source of the texts: the same table and recorded answers, where
 * available.
 */
export const ERRORS = {
  I400HD: {
    status: 400,
    message: "Invalid Header `{header}` {reason}",
    source: "client",
    text: "documented",
  },
  I400MH: { status: 400, message: "Header `{header}` is Required", source: "client", text: "documented" },
  I400PH: { status: 400, message: "Invalid Request Path", source: "client", text: "documented" },
  I400RQ: { status: 400, message: "Malformed Request: {reason}", source: "client", text: "assumed" },
  I400SG: { status: 400, message: "Invalid Stage", source: "client", text: "documented" },
  I400BD: { status: 400, message: "Invalid Body: {reason}", source: "client", text: "documented" },
  I400I5: { status: 400, message: "Invalid Content-MD5", source: "client", text: "assumed" },
  I400NC: { status: 400, message: "{reason}", source: "client", text: "assumed" },
  I400MP: { status: 400, message: "Parameter `{name}` is Required", source: "client", text: "assumed" },
  I400IP: { status: 400, message: "Invalid Parameter `{name}` {reason}", source: "client", text: "assumed" },
  I403PT: {
    status: 403,
    message: "Invalid protocol {protocol} unsupported",
    source: "client",
    text: "documented",
  },
  I404DO: { status: 404, message: "Invalid Domain `{domain}`", source: "client", text: "documented" },
  I404NF: {
    status: 404,
    message: "API not found with `{method} {path}`",
    source: "client",
    text: "documented",
  },
  I405UM: { status: 405, message: "Unsupported Method `{method}`", source: "client", text: "documented" },
  I408RT: { status: 408, message: "Request Timeout: {reason}", source: "client", text: "assumed" },
  I431RH: { status: 431, message: "Request Header too Large", source: "client", text: "assumed" },
  I505HV: { status: 505, message: "Unsupported Version: {reason}", source: "client", text: "assumed" },
  // Source of codes and texts about tokens: the page on the JWT plug-in, as far as it is known.
  I400JR: {
    status: 400,
    message: "JWT required, parameter `{parameter}`",
    source: "client",
    text: "assumed",
  },
  I400JD: { status: 400, message: "JWT Deserialize Failed", source: "client", text: "assumed" },
  I410GG: { status: 410, message: "Group's instance invalid", source: "client", text: "documented" },
  I413RL: { status: 413, message: "Request body too Large", source: "client", text: "documented" },
  I413UL: { status: 413, message: "Request URL too Large", source: "client", text: "documented" },
  A400MA: {
    status: 400,
    message: "Need authorization, {accepted} is required",
    source: "authorization",
    text: "assumed",
  },
  A400AC: {
    status: 400,
    message: "Invalid AppCode `not exists`",
    source: "authorization",
    text: "documented",
  },
  A400IK: { status: 400, message: "Invalid AppKey", source: "authorization", text: "assumed" },
  A403IS: {
    status: 403,
    message: "Invalid Signature, Server StringToSign:{stringToSign}",
    source: "authorization",
    text: "assumed",
  },
  A403AA: { status: 403, message: "Unauthorized", source: "authorization", text: "assumed" },
  A403EP: { status: 403, message: "Expiry of Authorization", source: "authorization", text: "assumed" },
  A403IN: {
    status: 403,
    message: "Internet access to the API is disabled",
    source: "authorization",
    text: "assumed",
  },
  A401BA: {
    status: 401,
    message: "User name or password is wrong or missing",
    source: "authorization",
    text: "assumed",
  },
  A403IP: {
    status: 403,
    message: "Access Denied By IP Control: {address}",
    source: "authorization",
    text: "assumed",
  },
  A403CO: {
    status: 403,
    message: "Invalid CORS request: {what} is not allowed",
    source: "authorization",
    text: "assumed",
  },
  A403JT: { status: 403, message: "Invalid JWT: {reason}", source: "authorization", text: "assumed" },
  A403JK: {
    status: 403,
    message: "No matching JWK, kid: {kid} not found",
    source: "authorization",
    text: "assumed",
  },
  A403JE: { status: 403, message: "JWT is expired at {time}", source: "authorization", text: "assumed" },
  A403AC: { status: 403, message: "{message}", source: "authorization", text: "assumed" },
  T429PA: {
    status: 429,
    message: "Throttled by {subject} Flow Control",
    source: "throttling",
    text: "assumed",
  },
  T429ID: { status: 429, message: "Throttled by DOMAIN Flow Control", source: "throttling", text: "assumed" },
  D504CO: {
    status: 504,
    message: "Backend service connect failed `{reason}`",
    source: "backend",
    text: "documented",
  },
  D503BB: { status: 503, message: "Service Busy", source: "backend", text: "assumed" },
  D504TO: { status: 504, message: "Backend service request timeout", source: "backend", text: "assumed" },
  D504RE: {
    status: 504,
    message: "Backend service read failed `{reason}`",
    source: "backend",
    text: "assumed",
  },
  D504IL: {
    status: 504,
    message: "Backend service answer illegal `{reason}`",
    source: "backend",
    text: "assumed",
  },
  X500AM: {
    status: 500,
    message: "Invalid Api Meta, try deploy again or contact us via ticket: {reason}",
    source: "gateway",
    text: "assumed",
  },
  X500ER: { status: 500, message: "Internal Error", source: "gateway", text: "assumed" },
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof ERRORS;

/** Changes of an error answer by a plug-in. */
export interface ErrorAnswer {
  status?: number;
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

/** Ends a request with an error of the gateway. */
export class GatewayError extends Error {
  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    values: Readonly<Record<string, string>> = {},
    cause?: unknown,
    readonly answer: ErrorAnswer = {},
  ) {
    const { message, status } = ERRORS[code];
    super(
      message.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ""),
      { cause },
    );
    this.status = answer.status ?? status;
  }
}

/** The client has disconnected, so no answer is possible. */
export class ClientGone extends Error {}

/** The access layer in front of the gateway rejects the client without an answer. */
export class NotLetIn extends Error {}

/**
 * Encodes a text for a header. Line feeds become `#`, as a published client expects. Other control characters become
 * spaces.
 */
export function headerText(text: string): string {
  const line = text.replaceAll("\r", "").replaceAll("\n", "#");
  return encodeHeader(line).replace(/[^\t\x20-\x7e\x80-\xff]/g, " ");
}
