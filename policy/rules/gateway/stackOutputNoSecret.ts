import { type Evaluation, type PlainString, stackRule } from "../../core/rule";
import { all, complies, redacted, undecided, type Verdict, violates } from "../../core/verdict";
import { secretPatterns } from "../secretPatterns";

/** The root resource of a stack. Its properties are the outputs of the stack. */
const type = "pulumi:pulumi:Stack";
const stackWith = (outputs: Readonly<Record<string, unknown>>) => ({
  type,
  name: "shop-dev",
  props: outputs,
});

/** Names of credentials: of an app, an instance or an account. */
const secretNames = /(?:app_?code|app_?secret|password|secret|secret_?key|private_?key)$/i;

export const stackOutputNoSecret = stackRule({
  name: "stack-output-no-secret",
  title: "Stack output contains no plain secret",
  description: "An output of the stack that contains a credential is marked as secret.",
  why:
    "Pulumi stores a plain output unencrypted in the state, prints it in every log of a deployment, and hands it to " +
    "every stack that refers to this one. With the AppCode of an app, anybody can call its APIs.",
  severity: "high",
  level: "advisory",
  tags: [],
  hint: "Wrap the value in pulumi.secret(…), or do not export it. Outputs that depend on a secret are secret by themselves.",
  type,
  reads: { [type]: [] },
  options: {},
  evaluate: (stack): Evaluation[] =>
    stack.ofType(type).map((resource) => ({ resource, ...all(resource.plainStrings().map(checkOutput)) })),
  examples: {
    fails: [stackWith({ appCode: "0123456789abcdef0123456789abcdef" })],
    passes: [
      stackWith({
        appCode: { secret: "0123456789abcdef0123456789abcdef" },
        url: "https://api.example.com/items",
      }),
    ],
  },
});

function checkOutput({ path, text }: PlainString): Verdict {
  const isNamedSecret = secretNames.test(path.split(".").at(-1) ?? "");
  // A preview does not show whether an unknown output is a secret.
  if (text === undefined) return isNamedSecret ? undecided(`${path} is unknown at preview`) : complies;
  const found = Object.entries(secretPatterns).find(([, pattern]) => pattern.test(text))?.[0];
  if (found !== undefined)
    return violates({ property: path, actual: redacted, expected: `no plain ${found}` });
  return isNamedSecret && text !== ""
    ? violates({ property: path, actual: redacted, expected: "a secret" })
    : complies;
}
