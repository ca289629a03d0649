import { type Policies, PolicyPack } from "@pulumi/policy";
import { Failure } from "../cli/failure";

const packs: Readonly<Record<string, () => Policies>> = {
  "no-policies": () => [],
  "one-of-each-kind": () => [
    {
      name: "resource",
      description: "Judges every resource, and finds nothing.",
      validateResource: () => {},
    },
    { name: "stack", description: "Judges every stack, and finds nothing.", validateStack: () => {} },
  ],
};

const [name = ""] = process.argv.slice(2);
const policies = packs[name];
if (!policies) throw new Failure(`There is no pack ${name}. There are ${Object.keys(packs).join(", ")}.`);
new PolicyPack(name, { policies: policies() });
