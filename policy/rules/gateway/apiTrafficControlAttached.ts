import { type Judgement, stackRule } from "../../core/rule";
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
  title: "An API is throttled",
  description:
    "An API has a throttling plug-in, its own or its group's, in each environment that it is published in.",
  why: "Without a limit of its own, one caller can use up what the group may take, or what the service can bear.",
  severity: "medium",
  level: "advisory",
  tags: [],
  remedy: "Attach a plug-in of type trafficControl to the API or to its group.",
  argument: "throttling: { perApi: 100 }",
  type: apiType,
  reads: pluginReads,
  options: {},
  judge(stack): Judgement[] {
    const attached = new AttachedPlugins(stack);
    return stack.ofType(apiType).map((resource) => ({
      resource,
      ...attached.verdictOf(resource, [wantedType], ({ types, at, missing }) => {
        const where = missing.length > 0 ? ` in ${missing.join(", ")}` : "";
        if (at.length > 0)
          return { property: "stageName of its throttling", seen: at, wanted: `one${where} too` };
        const seen = types.length > 0 ? types : undefined;
        return { property: "pluginType of its plug-ins", seen, wanted: `"${wantedType}"${where}` };
      }),
    }));
  },
  examples: {
    fails: [group(), api({ groupId: { ref: "shop" }, stageNames: ["RELEASE"] })],
    passes: [group(), api({ groupId: { ref: "shop" }, stageNames: ["RELEASE"] }), plugin, attachment],
  },
});
