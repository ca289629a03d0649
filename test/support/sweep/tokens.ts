import { createHmac, generateKeyPairSync, randomUUID, sign } from "node:crypto";

const text = (value: string) => Buffer.from(value).toString("base64url");
const part = (value: object) => text(JSON.stringify(value));

/** Shared secrets by key ID. */
const secrets: Readonly<Record<string, string>> = {
  first: "the first shared key of the sweep",
  second: "the second shared key of the sweep",
};

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });

/** Public keys or secrets in the format of the argument. `kid` distinguishes them. */
export const keys = {
  first: { kty: "oct", kid: "first", alg: "HS256", use: "sig", k: text(secrets.first as string) },
  second: { kty: "oct", kid: "second", alg: "HS256", use: "sig", k: text(secrets.second as string) },
  rsa: { ...rsa.publicKey.export({ format: "jwk" }), kid: "rsa", alg: "RS256", use: "sig" },
  ec: { ...ec.publicKey.export({ format: "jwk" }), kid: "ec", alg: "ES256", use: "sig" },
};

/** A token, signed with the key of an ID. Each token is unique. */
export function signToken(kid: string): string {
  const alg = kid === "rsa" ? "RS256" : kid === "ec" ? "ES256" : "HS256";
  const exp = Math.floor(Date.now() / 1_000) + 3_600;
  const signed = `${part({ alg, typ: "JWT", kid })}.${part({ sub: "me", exp, jti: randomUUID() })}`;
  return `${signed}.${signature(kid, signed).toString("base64url")}`;
}

function signature(kid: string, signed: string): Buffer {
  if (kid === "rsa") return sign("sha256", Buffer.from(signed), rsa.privateKey);
  if (kid === "ec") {
    return sign("sha256", Buffer.from(signed), { key: ec.privateKey, dsaEncoding: "ieee-p1363" });
  }
  return createHmac("sha256", secrets[kid] ?? "")
    .update(signed)
    .digest();
}
