import { resourceRule } from "../../core/rule";
import { readProperty, setProperty } from "../../core/values";
import { complies, requireValue } from "../../core/verdict";
import { ecsType as type } from "./backEnds";
import { ecs } from "./exampleResources";

const property = "httpTokens";

export const ecsMetadataHardened = resourceRule({
  name: "ecs-metadata-hardened",
  title: "Metadata service requires a token",
  description: "The metadata service of an instance requires a token, or is disabled.",
  why:
    "If an attacker can make a web server fetch a URL, a metadata service without tokens returns the " +
    "credentials of the RAM role and the user data of the instance.",
  severity: "medium",
  level: "advisory",
  tags: ["ecs-instance-meta-data-mode-check"],
  hint: 'Set httpTokens to "required" and httpEndpoint to "enabled".',
  argument: "transform.instance (VpcApi requires tokens by default)",
  type,
  reads: { [type]: [property, "httpEndpoint"] },
  options: {},
  evaluate: (instance) =>
    instance.get("httpEndpoint") === "disabled"
      ? complies
      : requireValue(property, instance.get(property), "required"),
  remediate(inputs) {
    const endpoint = readProperty(inputs, "httpEndpoint");
    if (endpoint === "disabled" || !setProperty(inputs, property, "required")) return false;
    // ECS accepts httpTokens only together with httpEndpoint.
    if (endpoint === undefined) setProperty(inputs, "httpEndpoint", "enabled");
    return true;
  },
  examples: {
    fails: [ecs({ httpEndpoint: "enabled", httpTokens: "optional" })],
    passes: [ecs({ httpEndpoint: "enabled", httpTokens: "required" })],
  },
});
