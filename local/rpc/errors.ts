/**
 * An error for clients of the cloud: a stable code, an HTTP 4xx status and a message for people. Clients decide by the
 * code, and some by status 404, so both are part of the contract. 5xx is used only for a fault that requests it,
 * because the SDKs retry it for minutes.
 */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** Code → status and message. `{0}`, `{1}` … are replaced by the details of the error. */
export type ErrorTable = Readonly<Record<string, { status: number; message: string }>>;

/** Converts a table of errors to a function that creates them, with the codes of the table as its type. */
export function defineErrors<T extends ErrorTable>(
  table: T,
): (code: keyof T & string, ...details: unknown[]) => ApiError {
  return (code, ...details) => {
    const entry = table[code];
    if (!entry) throw new Error(`error code ${code} is not in its table`);
    const message = entry.message.replace(/\{(\d+)\}/g, (_, index: string) =>
      String(details[Number(index)] ?? ""),
    );
    return new ApiError(code, entry.status, message);
  };
}

/** Errors of the protocol, which are the same for every product. */
export const protocolError = defineErrors({
  "InvalidAction.NotFound": {
    status: 404,
    message:
      "The local cloud does not implement action {1} of product {0}. What it implements is listed in local/services.",
  },
  MissingAction: {
    status: 400,
    message: "Action is mandatory: as query parameter Action or as header x-acs-action.",
  },
  MissingVersion: {
    status: 400,
    message: "Version is mandatory: as query parameter Version or as header x-acs-version.",
  },
  "InvalidVersion.NotFound": {
    status: 404,
    message: "The local cloud has no product with API version {0} (for action {1}). It has: {2}.",
  },
  UnsupportedHTTPMethod: { status: 405, message: "{0} {1} is not an RPC call: send GET or POST to /." },
  IncompleteRequest: { status: 400, message: "The client hung up before the request was complete." },
  "RequestBody.TooLarge": { status: 413, message: "The request body is larger than {0} bytes." },
  "InvalidContentType.NotSupported": {
    status: 400,
    message:
      "Content-Type {0} is not supported: send parameters in the query or as application/x-www-form-urlencoded.",
  },
  "InvalidAccessKeyId.NotFound": {
    status: 404,
    message: "Specified access key is not found: {0}. The local cloud knows only its own public key pair.",
  },
  MissingAccessKeyId: { status: 400, message: "AccessKeyId is mandatory for this action." },
  MissingSignature: {
    status: 400,
    message: "The request is not signed: neither parameter Signature nor header Authorization.",
  },
  "InvalidSignatureMethod.NotSupported": {
    status: 400,
    message: "Signature algorithm {0} is not supported: use HMAC-SHA1 (RPC) or ACS3-HMAC-SHA256.",
  },
  IncompleteSignature: {
    status: 400,
    message: "The request signature does not conform to the standard: {0}.",
  },
  SignatureDoesNotMatch: {
    status: 400,
    message: "Specified signature is not matched with our calculation. server string to sign is:{0}",
  },
  "InvalidTimeStamp.Format": {
    status: 400,
    message: "Timestamp {0} is not of the form yyyy-MM-ddTHH:mm:ssZ.",
  },
  "InvalidTimeStamp.Expired": {
    status: 400,
    message:
      "Specified time stamp or date value is expired: {0}, while the server's clock says {1}. 15 minutes are tolerated.",
  },
  SignatureNonceUsed: { status: 400, message: "Specified signature nonce was used already." },
  MissingSignatureNonce: {
    status: 400,
    message: "A signature nonce is mandatory: SignatureNonce or x-acs-signature-nonce.",
  },
  "InvalidRegionId.NotFound": {
    status: 404,
    message: "The specified RegionId does not exist: {0}. The local cloud has: {1}.",
  },
  "LocalCloud.ParameterNotImplemented": {
    status: 400,
    message: "The local cloud does not implement parameter {1} of action {0}. It was refused, not ignored.",
  },
  "LocalCloud.ValueNotImplemented": {
    status: 400,
    message: "The local cloud implements parameter {1} of action {0} only with {3}, not with {2}.",
  },
  "LocalCloud.InternalFailure": {
    status: 400,
    message:
      "The local cloud failed in action {0}. This is a bug of the local cloud; its log has the details.",
  },
  "LocalCloud.StateNotSaved": {
    status: 400,
    message:
      "The local cloud cannot save its state: {0}. Changes since then are lost at a restart, and further changes are " +
      "refused. Free the disk or make the folder writable, then repeat the call.",
  },
  IdempotentParameterMismatch: {
    status: 400,
    message: "ClientToken {0} was used before with other parameters. Use a new token for a new request.",
  },
});
