import { factAt, put } from "../../core/facts";
import { resourceRule } from "../../core/rule";
import { complies, wants } from "../../core/verdict";
import { ecsType as type } from "./backEnds";
import { ecs } from "./exampleResources";

const property = "httpTokens";

export const ecsMetadataHardened = resourceRule({
  name: "ecs-metadata-hardened",
  title: "Metadata is given to those with a token alone",
  description: "An instance's metadata service asks for a token, or is off.",
  why:
    "Without a token, a web server that can be made to fetch an address of an attacker's choice hands out the " +
    "credentials of the instance's RAM role and its user data.",
  severity: "medium",
  level: "advisory",
  tags: ["ecs-instance-meta-data-mode-check"],
  remedy: 'Let httpTokens be "required" and httpEndpoint "enabled".',
  argument: "service: { … } asks for tokens by itself; take httpTokens out of transform",
  type,
  reads: { [type]: [property, "httpEndpoint"] },
  options: {},
  judge: (instance) =>
    instance.at("httpEndpoint") === "disabled"
      ? complies
      : wants(property, instance.at(property), "required"),
  mend(inputs) {
    const endpoint = factAt(inputs, "httpEndpoint");
    if (endpoint === "disabled" || !put(inputs, property, "required")) return false;
    // The cloud takes the one only together with the other.
    if (endpoint === undefined) put(inputs, "httpEndpoint", "enabled");
    return true;
  },
  examples: {
    fails: [ecs({ httpEndpoint: "enabled", httpTokens: "optional" })],
    passes: [ecs({ httpEndpoint: "enabled", httpTokens: "required" })],
  },
});
