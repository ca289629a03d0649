// The library requires this import first.
import "reflect-metadata";
import { randomBytes } from "node:crypto";
import { isIP } from "node:net";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type JsonGeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

/** PEM texts. */
export interface KeyAndCertificate {
  key: string;
  cert: string;
}

interface Subject {
  commonName: string;
  notBefore: Date;
  notAfter: Date;
}

const p256 = { name: "ECDSA", namedCurve: "P-256" };
const rsa = {
  name: "RSASSA-PKCS1-v1_5",
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: "SHA-256",
};
const ecdsaWithSha256 = { name: "ECDSA", hash: "SHA-256" };

/** Creates a self-signed certificate authority on a new P-256 key. It may only sign server certificates. */
export async function createAuthority({ commonName, ...validity }: Subject): Promise<KeyAndCertificate> {
  const keys = await newKeys(p256);
  const cert = await X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerialNumber(),
    name: createName(commonName),
    ...validity,
    keys,
    signingAlgorithm: ecdsaWithSha256,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return pems(keys, cert);
}

/** Issues a server certificate for names and addresses on a new key, signed by the authority. */
export async function issueCertificate(
  authority: KeyAndCertificate,
  { commonName, ...validity }: Subject,
  hostnames: readonly string[],
  algorithm: "P-256" | "RSA" = "P-256",
): Promise<KeyAndCertificate> {
  const keys = await newKeys(algorithm === "RSA" ? rsa : p256);
  const issuer = new X509Certificate(authority.cert);
  const cert = await X509CertificateGenerator.create({
    serialNumber: newSerialNumber(),
    issuer: issuer.subjectName,
    subject: createName(commonName),
    ...validity,
    publicKey: keys.publicKey,
    signingKey: await importPrivateKey(authority),
    signingAlgorithm: ecdsaWithSha256,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      new SubjectAlternativeNameExtension(hostnames.map(generalName)),
    ],
  });
  return pems(keys, cert);
}

const newKeys = (algorithm: typeof p256 | typeof rsa): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);

/** Positive, and unique because of its 120 random bits. */
const newSerialNumber = (): string => `40${randomBytes(15).toString("hex")}`;

const createName = (commonName: string) => [{ CN: [commonName] }];

const generalName = (value: string): JsonGeneralName => ({ type: isIP(value) ? "ip" : "dns", value });

function importPrivateKey({ key }: KeyAndCertificate): Promise<CryptoKey> {
  return crypto.subtle.importKey("pkcs8", PemConverter.decodeFirst(key), p256, false, ["sign"]);
}

async function pems({ privateKey }: CryptoKeyPair, cert: X509Certificate): Promise<KeyAndCertificate> {
  const pkcs8 = await crypto.subtle.exportKey("pkcs8", privateKey);
  return {
    key: `${PemConverter.encode(pkcs8, PemConverter.PrivateKeyTag)}\n`,
    cert: `${cert.toString("pem")}\n`,
  };
}
