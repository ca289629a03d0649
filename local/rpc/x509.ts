import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from "node:crypto";
import { isIPv4, isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";
import * as der from "./der";

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

const ecdsaWithSha256 = der.sequence(der.objectIdentifier("1.2.840.10045.4.3.2"));

/** A self-signed certificate authority that may sign server certificates only, on a new P-256 key. */
export function createAuthority(subject: Subject): KeyAndCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const extensions = [
    extension("2.5.29.19", true, der.sequence(der.boolean(true), der.integer(Buffer.from([0])))),
    // keyCertSign and cRLSign.
    extension("2.5.29.15", true, der.bitString(Buffer.from([0b0000_0110]), 1)),
    extension("2.5.29.14", false, der.octetString(keyIdentifier(publicKey))),
  ];
  const cert = certificate(subject, subject.commonName, publicKey, privateKey, extensions);
  return { key: pemOf(privateKey), cert };
}

/** A server certificate for names and addresses, signed by the authority, on a new P-256 key. */
export function issueCertificate(
  authority: KeyAndCertificate,
  authorityName: string,
  subject: Subject,
  hostnames: readonly string[],
): KeyAndCertificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const authorityKey = createPrivateKey(authority.key);
  const authorityIdentifier = keyIdentifier(createPublicKey(authorityKey));
  const extensions = [
    extension("2.5.29.19", true, der.sequence()),
    // digitalSignature.
    extension("2.5.29.15", true, der.bitString(Buffer.from([0b1000_0000]), 7)),
    // serverAuth.
    extension("2.5.29.37", false, der.sequence(der.objectIdentifier("1.3.6.1.5.5.7.3.1"))),
    extension("2.5.29.14", false, der.octetString(keyIdentifier(publicKey))),
    extension("2.5.29.35", false, der.sequence(der.implicit(0, authorityIdentifier))),
    extension("2.5.29.17", false, der.sequence(...hostnames.map(generalName))),
  ];
  const cert = certificate(subject, authorityName, publicKey, authorityKey, extensions);
  return { key: pemOf(privateKey), cert };
}

function certificate(
  subject: Subject,
  issuer: string,
  publicKey: KeyObject,
  signer: KeyObject,
  extensions: Buffer[],
): string {
  const content = der.sequence(
    der.explicit(0, der.integer(Buffer.from([2]))),
    // Positive, and with its 120 random bits unique.
    der.integer(Buffer.concat([Buffer.from([0x40]), randomBytes(15)])),
    ecdsaWithSha256,
    name(issuer),
    der.sequence(der.time(subject.notBefore), der.time(subject.notAfter)),
    name(subject.commonName),
    publicKey.export({ type: "spki", format: "der" }),
    der.explicit(3, der.sequence(...extensions)),
  );
  const signature = sign("sha256", content, signer);
  return der.pem("CERTIFICATE", der.sequence(content, ecdsaWithSha256, der.bitString(signature)));
}

function name(commonName: string): Buffer {
  return der.sequence(der.set(der.sequence(der.objectIdentifier("2.5.4.3"), der.utf8String(commonName))));
}

function extension(identifier: string, critical: boolean, value: Buffer): Buffer {
  const parts = [
    der.objectIdentifier(identifier),
    ...(critical ? [der.boolean(true)] : []),
    der.octetString(value),
  ];
  return der.sequence(...parts);
}

function generalName(hostname: string): Buffer {
  return isIPv4(hostname) || isIPv6(hostname)
    ? der.implicit(7, Buffer.from(ipaddr.parse(hostname).toByteArray()))
    : der.implicit(2, Buffer.from(hostname, "ascii"));
}

const keyIdentifier = (publicKey: KeyObject): Buffer =>
  createHash("sha1")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest();

const pemOf = (privateKey: KeyObject): string => String(privateKey.export({ type: "pkcs8", format: "pem" }));
