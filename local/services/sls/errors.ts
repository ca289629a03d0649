import { defineErrors } from "../../rpc/errors";

/** Error codes and statuses in the documentation of Simple Log Service. Clients decide by the code. */
export const logError = defineErrors({
  "LocalCloud.NotImplemented": {
    status: 400,
    message:
      "The local cloud does not implement {0} of Simple Log Service. What it implements is listed in local/services/sls.",
  },
  "LocalCloud.ParameterNotImplemented": {
    status: 400,
    message:
      "The local cloud does not implement {1} of action {0} of Simple Log Service. It was refused, not ignored.",
  },
  "LocalCloud.InternalFailure": {
    status: 400,
    message:
      "The local cloud failed in action {0}. This is a bug of the local cloud; its log has the details.",
  },
  MissingAuthorization: {
    status: 401,
    message: "The request is not signed: header Authorization is missing.",
  },
  Unauthorized: {
    status: 401,
    message: "The AccessKeyId {0} is unauthorized. The local cloud knows only its own public key pair.",
  },
  InvalidSignatureMethod: {
    status: 400,
    message: "Signature {0} is not supported: use LOG with hmac-sha1 or hmac-sha256 (version 1).",
  },
  SignatureNotMatch: { status: 401, message: "The signature does not match. server string to sign is:{0}" },
  InvalidDateFormat: { status: 400, message: "Date {0} is not of RFC 1123." },
  RequestTimeTooSkewed: {
    status: 400,
    message: "The date {0} is more than 15 minutes from the server's clock, which says {1}.",
  },
  PostBodyInvalid: { status: 400, message: "The body {0}." },
  ParameterInvalid: { status: 400, message: "{0} {1}." },
  ProjectNotExist: { status: 404, message: "The Project does not exist : {0}" },
  ProjectAlreadyExist: { status: 400, message: "Project {0} already exist" },
  LogStoreNotExist: { status: 404, message: "logstore {0} does not exist" },
  LogStoreAlreadyExist: { status: 400, message: "logstore {0} already exists" },
  IndexConfigNotExist: { status: 404, message: "index config doesn't exist" },
  IndexAlreadyExist: { status: 400, message: "log store index already exists" },
});
