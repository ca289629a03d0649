import { randomUUID } from "node:crypto";
import { rpcSignature, rpcStringToSign } from "../../local/rpc/signature";
import { accessKey } from "../../local/services/common/regions";
import { versions } from "./localCloud";

/** Query of a VPC call with the old signature, like that of the Terraform provider. */
export function signedQuery(
  parameters: Record<string, string>,
  options: {
    secret?: string;
    time?: Date;
    nonce?: string;
    form?: Record<string, string>;
    method?: string;
  } = {},
): string {
  const pairs = {
    AccessKeyId: accessKey.accessKeyId,
    Format: "JSON",
    SignatureMethod: "HMAC-SHA1",
    SignatureVersion: "1.0",
    SignatureType: "",
    SignatureNonce: options.nonce ?? randomUUID(),
    Timestamp: `${(options.time ?? new Date()).toISOString().slice(0, 19)}Z`,
    Version: versions.vpc,
    ...parameters,
  };
  const signed = rpcStringToSign(options.method ?? "POST", [
    ...Object.entries(pairs),
    ...Object.entries(options.form ?? {}),
  ]);
  const signature = rpcSignature(options.secret ?? accessKey.accessKeySecret, signed);
  return new URLSearchParams({ ...pairs, Signature: signature }).toString();
}
