import { resourceRule } from "../../core/rule";
import { all, complies, type Verdict, violates, whenKnown, withheld } from "../../core/verdict";
import { ecsType as type } from "./backEnds";
import { ecs } from "./exampleResources";

const property = "userData";

/** What surely is a secret, by what it is called. */
const secrets: Readonly<Record<string, RegExp>> = {
  "a private key": /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/,
  "the id of an AccessKey": /\bLTAI[A-Za-z0-9]{12,}\b/,
  "an AppCode": /\bAPPCODE\s+[0-9a-f]{32}\b/i,
};

export const ecsUserDataNoSecret = resourceRule({
  name: "ecs-user-data-no-secret",
  title: "User data holds no secret",
  description: "The user data of an instance has no private key, AccessKey or AppCode in it.",
  why:
    "Every program on the instance can read the user data, and everybody who may describe the instance. It stays as " +
    "it is as long as the instance does.",
  severity: "high",
  level: "mandatory",
  tags: [],
  remedy: "Take it out of userData: let the instance fetch it, for example from KMS with its RAM role.",
  argument: "service.cloudConfig, service.nginxConfig and service.pages",
  type,
  reads: { [type]: [property] },
  options: {},
  judge: (instance) =>
    whenKnown(property, instance.at(property), (seen) =>
      typeof seen === "string" ? all(textsOf(seen).map(verdictOf)) : complies,
    ),
  examples: {
    fails: [ecs({ userData: "#!/bin/sh\naliyun configure set --access-key-id LTAI5tEXAMPLEexample000\n" })],
    passes: [ecs({ userData: "#!/bin/sh\naliyun configure set --mode EcsRamRole\n" })],
  },
});

/** A file of `write_files` in Base64, as a VpcApi writes texts that are not ASCII. */
const packedFile = /\bencoding"?: ?"?b(?:ase)?64"?,\s*"?content"?: ?"?([A-Za-z0-9+/]+={0,2})/g;

/** The text, or what it encodes, and the files in it. */
function textsOf(text: string): string[] {
  const packed = text.replaceAll(/\s/g, "");
  const isBase64 = packed.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(packed);
  const userData = isBase64 ? decodedOf(packed) : text;
  return [userData, ...Array.from(userData.matchAll(packedFile), ([, file = ""]) => decodedOf(file))];
}

const decodedOf = (packed: string): string => Buffer.from(packed, "base64").toString("utf8");

function verdictOf(text: string): Verdict {
  const lines = text.split("\n");
  return all(
    Object.entries(secrets).flatMap(([what, pattern]) => {
      const line = lines.findIndex((each) => pattern.test(each));
      if (line === -1) return [];
      return [
        violates({
          property,
          seen: withheld,
          wanted: `no ${what.replace(/^(an?|the) /, "")}, which line ${line + 1} has`,
        }),
      ];
    }),
  );
}
