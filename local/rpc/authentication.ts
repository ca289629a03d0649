import { protocolError } from "./errors";
import type { RpcRequest } from "./request";
import {
  acs3Signature,
  acs3StringToSign,
  bodyHash,
  parseAcs3Authorization,
  rpcSignature,
  rpcStringToSign,
  sameText,
} from "./signature";

export interface AccessKey {
  accessKeyId: string;
  accessKeySecret: string;
}

/** Maximum difference between the time of a request and the clock of the server, and validity of a nonce. */
const windowMilliseconds = 15 * 60_000;

/**
 * Authenticates requests: known key, time within the window, valid signature, new nonce, in this order. Each server has
 * one instance, because it stores the nonces.
 */
export class Authenticator {
  private readonly nonces = new Map<string, number>();

  constructor(
    private readonly key: AccessKey,
    private readonly clock: () => Date,
  ) {}

  /** Returns if the request is authentic. Otherwise it throws the error for the answer. */
  verify(request: RpcRequest): void {
    const { authorization } = request.headers;
    if (authorization !== undefined) this.verifyAcs3(request, authorization);
    else this.verifyRpc(request);
  }

  private verifyAcs3(request: RpcRequest, header: string): void {
    const authorization = parseAcs3Authorization(header);
    if (!authorization)
      throw protocolError("IncompleteSignature", "the Authorization header is not of the ACS3 family");
    if (authorization.algorithm !== "ACS3-HMAC-SHA256") {
      throw protocolError("InvalidSignatureMethod.NotSupported", authorization.algorithm);
    }
    this.checkKey(authorization.accessKeyId);
    this.checkTime(String(request.headers["x-acs-date"] ?? ""));
    const required = [
      "host",
      "x-acs-action",
      "x-acs-version",
      "x-acs-date",
      "x-acs-signature-nonce",
      "x-acs-content-sha256",
    ];
    const signed = new Set(authorization.signedHeaders.map((name) => name.toLowerCase()));
    const unsigned = required.filter((name) => !signed.has(name));
    if (unsigned.length > 0)
      throw protocolError("IncompleteSignature", `header ${unsigned.join(", ")} is not signed`);
    const hash = bodyHash(request.body);
    if (request.headers["x-acs-content-sha256"] !== hash) {
      throw protocolError("IncompleteSignature", "x-acs-content-sha256 is not the hash of the body");
    }
    const stringToSign = acs3StringToSign({ ...request, bodyHash: hash }, authorization.signedHeaders);
    if (!sameText(authorization.signature, acs3Signature(this.key.accessKeySecret, stringToSign))) {
      throw protocolError("SignatureDoesNotMatch", stringToSign);
    }
    this.useNonce(String(request.headers["x-acs-signature-nonce"] ?? ""));
  }

  private verifyRpc(request: RpcRequest): void {
    const parameters = new Map(request.query);
    const signature = parameters.get("Signature") ?? request.parameters.get("Signature");
    if (!signature) throw protocolError("MissingSignature");
    const method = request.parameters.get("SignatureMethod");
    if (method !== undefined && method !== "HMAC-SHA1")
      throw protocolError("InvalidSignatureMethod.NotSupported", method);
    this.checkKey(request.parameters.get("AccessKeyId") ?? "");
    this.checkTime(request.parameters.get("Timestamp") ?? "");
    const stringToSign = rpcStringToSign(request.method, [...request.query, ...request.form]);
    if (!sameText(signature, rpcSignature(this.key.accessKeySecret, stringToSign))) {
      throw protocolError("SignatureDoesNotMatch", stringToSign);
    }
    this.useNonce(request.parameters.get("SignatureNonce") ?? "");
  }

  private checkKey(accessKeyId: string): void {
    if (accessKeyId === "") throw protocolError("MissingAccessKeyId");
    if (accessKeyId !== this.key.accessKeyId) {
      // Logs and messages must not contain somebody's real key. Its first characters are enough to identify it.
      throw protocolError("InvalidAccessKeyId.NotFound", `${accessKeyId.slice(0, 6)}…`);
    }
  }

  private checkTime(text: string): void {
    const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : Number.NaN;
    if (Number.isNaN(time)) throw protocolError("InvalidTimeStamp.Format", text);
    const now = this.clock();
    if (Math.abs(now.getTime() - time) > windowMilliseconds) {
      throw protocolError("InvalidTimeStamp.Expired", text, now.toISOString());
    }
  }

  private useNonce(nonce: string): void {
    if (nonce === "") throw protocolError("MissingSignatureNonce");
    const now = this.clock().getTime();
    for (const [old, until] of this.nonces) {
      // Insertion order equals the order of expiry.
      if (until > now) break;
      this.nonces.delete(old);
    }
    if (this.nonces.has(nonce)) throw protocolError("SignatureNonceUsed");
    // The time of a request may be ahead by the size of the window, so a nonce is stored for twice that time.
    this.nonces.set(nonce, now + 2 * windowMilliseconds);
  }
}
