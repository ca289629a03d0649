import { resourceRule } from "../../core/rule";
import { all, complies, violates, whenKnown, withheld } from "../../core/verdict";
import { ecsType as type } from "./backEnds";
import { ecs } from "./exampleResources";

const secrets = ["password", "kmsEncryptedPassword"];

export const ecsLoginKeypair = resourceRule({
  name: "ecs-login-keypair",
  title: "Nobody logs in with a password",
  description: "An instance has no password of its own and inherits none from its image.",
  why: "A password can be guessed and is in the stack's state. A key pair, or Cloud Assistant without any, has neither.",
  severity: "medium",
  level: "advisory",
  tags: ["ecs-instance-login-use-keypair"],
  remedy: "Remove the password; let keyName be a key pair when somebody must log in.",
  argument: "service.keyPairName",
  type,
  reads: { [type]: [...secrets, "passwordInherit"] },
  options: {},
  judge: (instance) =>
    all([
      // That it is set is known even while its value is not.
      ...secrets
        .filter((path) => instance.at(path) !== undefined && instance.at(path) !== "")
        .map((property) => violates({ property, seen: withheld, wanted: "no password" })),
      whenKnown("passwordInherit", instance.at("passwordInherit"), (seen) =>
        seen === true ? violates({ property: "passwordInherit", seen, wanted: "false" }) : complies,
      ),
    ]),
  examples: { fails: [ecs({ password: "Exam-ple-0nly" })], passes: [ecs({ keyName: "operators" })] },
});
