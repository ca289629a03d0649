import { resourceRule } from "../../core/rule";
import { all, complies, redacted, type Verdict, violates, whenKnown } from "../../core/verdict";
import { secretPatterns } from "../secretPatterns";
import { ecsType as type } from "./backEnds";
import { ecs } from "./exampleResources";
import { scalingConfigurationType } from "./scalingGroups";

const property = "userData";

export const ecsUserDataNoSecret = resourceRule({
  name: "ecs-user-data-no-secret",
  title: "User data contains no secret",
  description: "The user data of an instance contains no private key, AccessKey or AppCode.",
  why:
    "Every program on the instance, and everybody who may describe the instance, can read its user data. " +
    "It does not change while the instance exists.",
  severity: "high",
  level: "mandatory",
  tags: [],
  hint: "Remove the secret from userData. Let the instance fetch it, for example from KMS with its RAM role.",
  argument: "service.cloudConfig, service.nginxConfig and service.pages",
  type,
  otherTypes: [scalingConfigurationType],
  reads: { [type]: [property], [scalingConfigurationType]: [property] },
  options: {},
  evaluate: (instance) =>
    whenKnown(property, instance.get(property), (actual) =>
      typeof actual === "string" ? all(decodeTexts(actual).map(checkText)) : complies,
    ),
  examples: {
    fails: [ecs({ userData: "#!/bin/sh\naliyun configure set --access-key-id LTAI5tEXAMPLEexample000\n" })],
    passes: [ecs({ userData: "#!/bin/sh\naliyun configure set --mode EcsRamRole\n" })],
  },
});

/** A Base64 file of `write_files` in cloud-init. */
const packedFile = /\bencoding"?: ?"?b(?:ase)?64"?,\s*"?content"?: ?"?([A-Za-z0-9+/]+={0,2})/g;

/** Returns the decoded user data and the decoded files in it. */
function decodeTexts(text: string): string[] {
  const packed = text.replaceAll(/\s/g, "");
  const isBase64 = packed.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(packed);
  const userData = isBase64 ? decodeBase64(packed) : text;
  return [userData, ...Array.from(userData.matchAll(packedFile), ([, file = ""]) => decodeBase64(file))];
}

const decodeBase64 = (packed: string): string => Buffer.from(packed, "base64").toString("utf8");

function checkText(text: string): Verdict {
  const lines = text.split("\n");
  return all(
    Object.entries(secretPatterns).flatMap(([what, pattern]) => {
      const line = lines.findIndex((each) => pattern.test(each));
      if (line === -1) return [];
      return [
        violates({
          property,
          actual: redacted,
          expected: `no ${what} (line ${line + 1})`,
        }),
      ];
    }),
  );
}
