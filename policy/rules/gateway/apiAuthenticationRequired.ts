import { unlessNamed } from "../../core/exceptions";
import { strings } from "../../core/options";
import { type Judgement, stackRule } from "../../core/rule";
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
  title: "An API knows its callers",
  description:
    "An API asks its callers who they are: as apps, or by a plug-in in each environment that it is published in.",
  why: "An anonymous API can be called by everybody, and its calls can neither be told apart nor throttled by caller.",
  severity: "high",
  level: "advisory",
  tags: ["api-gateway-api-auth-required", "api-gateway-api-auth-jwt", "AwsSolutions-APIG4", "APIGateway.8"],
  remedy: "Let authType be APP, or attach an authenticating plug-in.",
  argument: 'routes["…"].auth: "app", or jwt',
  type: apiType,
  reads: { ...pluginReads, [apiType]: [...pluginReads[apiType], "name", "authType"] },
  options: {
    pluginTypes: strings(
      ["jwtAuth", "basicAuth", "remoteAuth"],
      "Types of plug-ins that authenticate callers.",
    ),
    exceptApis: strings([], "Names of APIs that everybody may call."),
  },
  judge(stack, { pluginTypes, exceptApis }): Judgement[] {
    const attached = new AttachedPlugins(stack);
    return stack.ofType(apiType).map((resource) => {
      const authType = resource.at("authType");
      const verdict = () =>
        whenKnown("authType", authType, (seen) =>
          seen !== undefined && seen !== "ANONYMOUS"
            ? complies
            : attached.verdictOf(resource, pluginTypes, ({ missing }) => ({
                property: "authType",
                seen,
                wanted: `"APP", or a plug-in of type ${pluginTypes.join(", ")}${missing.length > 0 ? ` in ${missing.join(", ")}` : ""}`,
              })),
        );
      return {
        resource,
        ...unlessNamed("exceptApis", exceptApis, { name: resource.at("name") }, verdict),
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
