import { type Evaluation, stackRule } from "../../core/rule";
import { AttachedPlugins, pluginReads } from "./attachedPlugins";
import { api, group } from "./exampleResources";
import { apiType } from "./stages";

const wantedType = "trafficControl";
const plugin = {
  type: "alicloud:apigateway/plugin:Plugin",
  name: "throttling",
  props: {
    pluginName: "throttling",
    pluginType: wantedType,
    pluginData: '{"unit":"SECOND","apiDefault":100}',
  },
};
const attachment = {
  type: "alicloud:apigateway/pluginAttachment:PluginAttachment",
  name: "throttling-attachment",
  props: {
    groupId: { ref: "shop" },
    apiId: { ref: "items", output: "apiId" },
    pluginId: { ref: "throttling" },
    stageName: "RELEASE",
  },
};

export const apiTrafficControlAttached = stackRule({
  name: "api-traffic-control-attached",
  title: "API is throttled",
  description: "An API or its group has a throttling plug-in in each environment where the API is published.",
  why: "Without a limit, one caller can use up the quota of the group or overload the service.",
  severity: "medium",
  level: "advisory",
  tags: [],
  hint: "Attach a plug-in of type trafficControl to the API or to its group.",
  argument: "throttling: { perApi: 100 }",
  type: apiType,
  reads: pluginReads,
  options: {},
  evaluate(stack): Evaluation[] {
    const attached = new AttachedPlugins(stack);
    return stack.ofType(apiType).map((resource) => ({
      resource,
      ...attached.check(resource, [wantedType], ({ types, at, missing }) => {
        const where = missing.length > 0 ? ` in ${missing.join(", ")}` : "";
        if (at.length > 0)
          return {
            property: "stageName of its throttling plug-in",
            actual: at,
            expected: `a throttling plug-in${where} too`,
          };
        const actual = types.length > 0 ? types : undefined;
        return { property: "pluginType of its plug-ins", actual, expected: `"${wantedType}"${where}` };
      }),
    }));
  },
  examples: {
    fails: [group(), api({ groupId: { ref: "shop" }, stageNames: ["RELEASE"] })],
    passes: [group(), api({ groupId: { ref: "shop" }, stageNames: ["RELEASE"] }), plugin, attachment],
  },
});
