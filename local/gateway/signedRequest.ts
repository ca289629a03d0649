import type { App } from "../store/model";
import { filled, type GatewayContext } from "./context";
import { GatewayError } from "./errors";
import { lookUpIn } from "./lookup";
import { isForm, parsePairs, replacedPairs } from "./query";
import { equalSecrets } from "./secrets";
import { contentMd5, isSigned, type SignedRequest, sign, stringsToSign, stringToSign } from "./signature";

const DEFAULT_METHOD = "HmacSHA256";

function required(context: GatewayContext, name: string): string {
  const value = context.header(name);
  if (value === undefined || value === "") throw new GatewayError("I400MH", { header: name });
  return value;
}

/** The timestamp is optional. If present, it must be within 15 minutes before or after the current time. */
function checkTimestamp(context: GatewayContext, now: number): void {
  const text = context.header("x-ca-timestamp");
  if (text === undefined) return;
  const header = "X-Ca-Timestamp";
  if (!/^\d+$/.test(text))
    throw new GatewayError("I400HD", { header, reason: "not milliseconds since 1970" });
  if (Math.abs(now - Number(text)) > context.services.limits.signatureWindow) {
    throw new GatewayError("I400HD", { header, reason: "Timestamp Expired" });
  }
}

/**
 * Whoever repeats a request can replace a nonce or a timestamp that is not signed. Assumption: with the replay
 * protection of an API, the gateway rejects both. Published clients sign them.
 */
function requireSignedNonce(context: GatewayContext): void {
  const header = (name: string) => context.header(name);
  if (!context.header("x-ca-nonce")) throw new GatewayError("I400NC", { reason: "Nonce Required" });
  if (!isSigned({ header }, "x-ca-nonce")) throw new GatewayError("I400NC", { reason: "Nonce Not Signed" });
  if (context.header("x-ca-timestamp") !== undefined && !isSigned({ header }, "x-ca-timestamp")) {
    throw new GatewayError("I400HD", { header: "X-Ca-Timestamp", reason: "Not Signed" });
  }
}

function signatureMethod(context: GatewayContext): string {
  const allowed = filled(context.api, "api").definition.allowSignatureMethod || DEFAULT_METHOD;
  const method = context.header("x-ca-signature-method") ?? DEFAULT_METHOD;
  if (!allowed.split(",").some((it) => it.trim() === method)) {
    throw new GatewayError("I400HD", { header: "X-Ca-Signature-Method", reason: `${method} is not allowed` });
  }
  return method;
}

/**
 * The request as clients may read their own bytes. The vendor's Node.js client signs header values as Latin-1 although the
 * bytes may be UTF-8, and U+FFFD in place of bytes of the query that are not UTF-8. If the content type of a form has
 * capitals, it signs a digest of the body instead of the fields.
 */
const readings = (
  signed: SignedRequest,
  context: GatewayContext,
  isDigestRight: boolean,
): SignedRequest[] => [
  signed,
  { ...signed, query: replacedPairs(context.rawQuery) },
  { ...signed, header: (name) => context.latin1Header(name) },
  ...(isDigestRight ? [{ ...signed, form: [] }] : []),
];

/**
 * Finds the app that signed a request.
 *
 * @throws GatewayError for the first violated rule, in the order of the checks below. The order is an assumption. The
 * nonce is checked last, so that a request with a wrong signature does not use it up.
 */
export async function appBySignature(context: GatewayContext): Promise<App> {
  const { store, clock, nonces } = context.services;
  const appKey = required(context, "X-Ca-Key");
  const signature = required(context, "X-Ca-Signature");
  const now = clock().getTime();
  checkTimestamp(context, now);
  const nonce = context.header("x-ca-nonce");
  const { definition } = filled(context.api, "api");
  if (definition.forceNonceCheck) requireSignedNonce(context);

  const { regionId } = filled(context.group, "group");
  const found = lookUpIn(store).appByKey(regionId, appKey);
  if (!found) throw new GatewayError("A400IK");
  const { app, appSecret: secret } = found;

  const method = signatureMethod(context);
  const form = isForm(context.header("content-type"));
  const md5 = context.header("content-md5");
  const isDigestRight = Boolean(md5) && md5 === contentMd5(await context.body());
  if (md5 && !form && !isDigestRight) throw new GatewayError("I400I5");
  const signed = {
    method: context.request.method,
    path: context.path,
    query: context.query,
    form: form ? parsePairs((await context.body()).toString("utf8")) : [],
    header: (name: string) => context.header(name),
  };
  const isRight = readings(signed, context, isDigestRight).some((request) =>
    stringsToSign(request, context.rawQuery).some((text) =>
      equalSecrets(sign(method, secret, text) ?? "", signature),
    ),
  );
  if (!isRight) throw new GatewayError("A403IS", { stringToSign: stringToSign(signed) });
  if (nonce && !nonces.take(appKey, nonce, now)) throw new GatewayError("I400NC", { reason: "Nonce Used" });
  return app;
}
