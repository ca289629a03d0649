import { unlessListed } from "../../core/exceptions";
import { strings } from "../../core/options";
import { type Evaluation, stackRule } from "../../core/rule";
import { complies, whenKnown } from "../../core/verdict";
import { AttachedPlugins, pluginReads } from "./attachedPlugins";
import { api, group } from "./exampleResources";
import { apiType } from "./stages";

const plugin = {
  type: "alicloud:apigateway/plugin:Plugin",
  name: "jwt",
  props: { pluginName: "jwt", pluginType: "jwtAuth", pluginData: "parameter: Authorization" },
};
const attachment = {
  type: "alicloud:apigateway/groupPluginAttachment:GroupPluginAttachment",
  name: "jwt-attachment",
  props: { groupId: { ref: "shop" }, pluginId: { ref: "jwt" }, stageName: "RELEASE" },
};

export const apiAuthenticationRequired = stackRule({
  name: "api-authentication-required",
  title: "API requires authentication",
  description:
    "An API authenticates its callers: as apps, or by a plug-in in each environment where the API is " +
    "published.",
  why:
    "Anybody can call an anonymous API, and its calls can neither be attributed to a caller nor throttled " +
    "by caller.",
  severity: "high",
  level: "advisory",
  tags: ["api-gateway-api-auth-required", "api-gateway-api-auth-jwt", "AwsSolutions-APIG4", "APIGateway.8"],
  hint: 'Set authType to "APP", or attach an authentication plug-in.',
  argument: 'routes["…"].auth: "app" or jwt',
  type: apiType,
  reads: { ...pluginReads, [apiType]: [...pluginReads[apiType], "name", "authType"] },
  options: {
    pluginTypes: strings(
      ["jwtAuth", "basicAuth", "remoteAuth"],
      "Types of plug-ins that authenticate callers.",
    ),
    exceptApis: strings([], "Names of APIs that may be anonymous."),
  },
  evaluate(stack, { pluginTypes, exceptApis }): Evaluation[] {
    const attached = new AttachedPlugins(stack);
    return stack.ofType(apiType).map((resource) => {
      const authType = resource.get("authType");
      const verdict = () =>
        whenKnown("authType", authType, (actual) =>
          actual !== undefined && actual !== "ANONYMOUS"
            ? complies
            : attached.check(resource, pluginTypes, ({ missing }) => ({
                property: "authType",
                actual,
                expected: `"APP", or a plug-in of type ${pluginTypes.join(", ")}${missing.length > 0 ? ` in ${missing.join(", ")}` : ""}`,
              })),
        );
      return {
        resource,
        ...unlessListed("exceptApis", exceptApis, { name: resource.get("name") }, verdict),
      };
    });
  },
  examples: {
    fails: [group(), api({ groupId: { ref: "shop" }, authType: "ANONYMOUS", stageNames: ["RELEASE"] })],
    passes: [
      group(),
      api({ groupId: { ref: "shop" }, authType: "ANONYMOUS", stageNames: ["RELEASE"] }),
      plugin,
      attachment,
    ],
  },
});
