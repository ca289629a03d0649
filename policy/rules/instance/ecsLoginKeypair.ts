import { resourceRule } from "../../core/rule";
import { all, complies, redacted, violates, whenKnown } from "../../core/verdict";
import { ecsType as type } from "./backEnds";
import { ecs } from "./exampleResources";
import { scalingConfigurationType } from "./scalingGroups";

const secrets = ["password", "kmsEncryptedPassword"];

export const ecsLoginKeypair = resourceRule({
  name: "ecs-login-keypair",
  title: "Instance has no password",
  description: "An instance has no password of its own, and does not inherit one from its image.",
  why:
    "A password can be guessed, and is stored in the state of the stack. Use a key pair, or Cloud " +
    "Assistant, which needs neither.",
  severity: "medium",
  level: "advisory",
  tags: ["ecs-instance-login-use-keypair"],
  hint: "Remove the password. If somebody must log in, set keyName to a key pair.",
  argument: "service.keyPairName",
  type,
  otherTypes: [scalingConfigurationType],
  reads: {
    [type]: [...secrets, "passwordInherit"],
    [scalingConfigurationType]: [...secrets, "passwordInherit"],
  },
  options: {},
  evaluate: (instance) =>
    all([
      // An unknown value counts as set.
      ...secrets
        .filter((path) => instance.get(path) !== undefined && instance.get(path) !== "")
        .map((property) => violates({ property, actual: redacted, expected: "no password" })),
      whenKnown("passwordInherit", instance.get("passwordInherit"), (actual) =>
        actual === true ? violates({ property: "passwordInherit", actual, expected: "false" }) : complies,
      ),
    ]),
  examples: { fails: [ecs({ password: "Exam-ple-0nly" })], passes: [ecs({ keyName: "operators" })] },
});
