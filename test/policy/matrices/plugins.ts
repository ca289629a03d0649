import {
  apiAuthenticationRequired,
  apiTrafficControlAttached,
  appAuthorizationStagePublished,
} from "../../../policy/rules";
import { unknown } from "../../support/policyHarness";
import type { Matrix } from "../matrix";

const type = "alicloud:apigateway/api:Api";
const api = (props: Record<string, unknown>) => [
  { type, name: "items", props: { name: "get-items", ...props } },
];
const group = (props: Record<string, unknown> = {}) => ({
  type: "alicloud:apigateway/group:Group",
  name: "shop",
  props: { name: "shop", ...props },
});
const plugin = (pluginType: unknown) => ({
  type: "alicloud:apigateway/plugin:Plugin",
  name: "plugin",
  props: { pluginType },
});
const toGroup = (
  stageName: unknown,
  pluginId: unknown = { ref: "plugin" },
  groupId: unknown = { ref: "shop" },
) => ({
  type: "alicloud:apigateway/groupPluginAttachment:GroupPluginAttachment",
  name: "attachment",
  props: { groupId, pluginId, stageName },
});
const publication = (stage: unknown) => ({
  type: "pulumi-nodejs:dynamic/alicloud-vpc-api:Publication",
  name: "publication",
  props: { groupId: { ref: "shop" }, stage, apis: { items: { apiId: { ref: "items" } } } },
});
const authorization = (stage: unknown) => ({
  type: "pulumi-nodejs:dynamic/alicloud-vpc-api:Authorization",
  name: "authorization",
  props: { appId: "1", stage, apis: { items: { ref: "items" } } },
});
const appAttachment = (apiId: unknown) => ({
  type: "alicloud:apigateway/appAttachment:AppAttachment",
  name: "app-attachment",
  props: { appId: "1", groupId: "g-1", apiId, stageName: "TEST" },
});
const anonymous = { authType: "ANONYMOUS", groupId: { ref: "shop" } };

export const pluginMatrices: Record<string, Matrix> = {
  [apiAuthenticationRequired.name]: {
    absent: { resources: api({}), finds: "violation", says: /authType is not set/ },
    unknown: { resources: api({ authType: unknown }), finds: "undecided" },
    unknownButLinked: {
      resources: [group(), ...api(anonymous), plugin("jwtAuth"), toGroup(unknown)],
      finds: "nothing",
    },
    more: {
      "a plug-in of another type": {
        resources: [group(), ...api(anonymous), plugin("cors"), toGroup("RELEASE")],
        finds: "violation",
      },
      "a plug-in in one environment of two": {
        resources: [
          group(),
          ...api({ ...anonymous, stageNames: ["RELEASE", "TEST"] }),
          plugin("jwtAuth"),
          toGroup("TEST"),
        ],
        finds: "violation",
        says: /in RELEASE/,
      },
      "a plug-in where a publication publishes": {
        resources: [group(), ...api(anonymous), publication("PRE"), plugin("jwtAuth"), toGroup("PRE")],
        finds: "nothing",
      },
      "a plug-in that another stack makes": {
        resources: [group(), ...api(anonymous), toGroup("RELEASE", "plugin-1")],
        finds: "undecided",
      },
      "an API in environments that are not known yet, with a plug-in in one": {
        resources: [
          group(),
          ...api({ ...anonymous, stageNames: unknown }),
          plugin("jwtAuth"),
          toGroup("TEST"),
        ],
        finds: "undecided",
        says: /where items is published/,
      },
      "an API in environments that are not known yet, without a plug-in": {
        resources: [group(), ...api({ ...anonymous, stageNames: unknown })],
        finds: "violation",
      },
      "an API in environments that are not known yet, with a plug-in in all that there are": {
        resources: [
          group(),
          ...api({ ...anonymous, stageNames: unknown }),
          plugin("jwtAuth"),
          ...["RELEASE", "PRE", "TEST"].map((stage) => ({ ...toGroup(stage), name: stage })),
        ],
        finds: "nothing",
      },
      "a publication of APIs that are not known yet": {
        resources: [
          group(),
          ...api(anonymous),
          { ...publication("PRE"), props: { stage: "PRE", apis: unknown } },
          plugin("jwtAuth"),
          toGroup("TEST"),
        ],
        finds: "undecided",
      },
      "an attachment whose environment is not known yet, for one of one": {
        resources: [
          group(),
          ...api({ ...anonymous, stageNames: ["RELEASE"] }),
          plugin("jwtAuth"),
          toGroup(unknown),
        ],
        finds: "undecided",
      },
      "an attachment whose environment is not known yet, for one of three": {
        resources: [
          group(),
          ...api({ ...anonymous, stageNames: ["RELEASE", "PRE", "TEST"] }),
          plugin("jwtAuth"),
          toGroup(unknown),
        ],
        finds: "violation",
        says: /in RELEASE, PRE, TEST/,
      },
      "an attachment to the group of the API, by way of the API, once created": {
        resources: [
          group(),
          ...api(anonymous),
          plugin("jwtAuth"),
          toGroup("RELEASE", { ref: "plugin" }, { ref: "items", output: "groupId" }),
        ],
        created: true,
        finds: "nothing",
      },
      "an attachment to a group that is not known yet": {
        resources: [
          group(),
          ...api(anonymous),
          plugin("jwtAuth"),
          toGroup("RELEASE", { ref: "plugin" }, unknown),
        ],
        finds: "undecided",
        says: /what attachment is attached to/,
      },
      "an attachment of another kind of plug-in to a group that is not known yet": {
        resources: [
          group(),
          ...api(anonymous),
          plugin("cors"),
          toGroup("RELEASE", { ref: "plugin" }, unknown),
        ],
        finds: "violation",
      },
      "an attachment to a group that another stack makes": {
        resources: [
          ...api({ authType: "ANONYMOUS", groupId: "g-1" }),
          plugin("jwtAuth"),
          toGroup("RELEASE", { ref: "plugin" }, "g-1"),
        ],
        finds: "nothing",
      },
      "an API of a group that is not known yet": {
        resources: [
          group(),
          ...api({ authType: "ANONYMOUS", groupId: unknown }),
          plugin("jwtAuth"),
          toGroup("RELEASE"),
        ],
        finds: "undecided",
      },
      "a plug-in of a type that is not known yet": {
        resources: [group(), ...api(anonymous), plugin(unknown), toGroup("RELEASE")],
        finds: "undecided",
        says: /type of plugin/,
      },
      "an API that may be one for everybody": {
        resources: api({ name: unknown }),
        config: { [apiAuthenticationRequired.name]: { exceptApis: ["get-items"] } },
        finds: "undecided",
      },
      "an API for everybody": {
        resources: api(anonymous),
        config: { [apiAuthenticationRequired.name]: { exceptApis: ["get-items"] } },
        finds: "nothing",
      },
    },
  },
  [apiTrafficControlAttached.name]: {
    absent: {
      resources: api({}),
      finds: "violation",
      says: /pluginType of its plug-ins is not set, wanted "trafficControl"\./,
    },
    unknown: { resources: [group(), ...api(anonymous), toGroup("RELEASE", unknown)], finds: "undecided" },
    unknownButLinked: {
      resources: [group(), ...api(anonymous), plugin("trafficControl"), toGroup("RELEASE")],
      finds: "nothing",
    },
    more: {
      "a plug-in of another type": {
        resources: [group(), ...api(anonymous), plugin("cors"), toGroup("RELEASE")],
        finds: "violation",
        says: /pluginType of its plug-ins is \["cors"\], wanted "trafficControl"/,
      },
      "a plug-in in one environment of two": {
        resources: [
          group(),
          ...api({ ...anonymous, stageNames: ["RELEASE", "TEST"] }),
          plugin("trafficControl"),
          toGroup("TEST"),
        ],
        finds: "violation",
        says: /stageName of its throttling is \["TEST"\], wanted one in RELEASE too/,
      },
      "a plug-in of another group's": {
        resources: [group(), ...api({ groupId: "g" }), plugin("trafficControl"), toGroup("RELEASE")],
        finds: "violation",
      },
    },
  },
  [appAuthorizationStagePublished.name]: {
    absent: { resources: [...api({}), authorization("TEST")], finds: "nothing" },
    unknown: {
      resources: [...api({ stageNames: unknown }), authorization("TEST")],
      finds: "undecided",
    },
    unknownButLinked: {
      resources: [...api({}), publication("RELEASE"), authorization("TEST")],
      finds: "violation",
      says: /stage is "TEST", wanted RELEASE, where items is published/,
    },
    more: {
      "an API that is not known yet": {
        resources: [...api({ stageNames: ["RELEASE"] }), appAttachment(unknown)],
        finds: "undecided",
        says: /API that it is for/,
      },
      "APIs that are not known yet": {
        resources: [
          ...api({ stageNames: ["RELEASE"] }),
          { ...authorization("TEST"), props: { stage: "TEST", apis: unknown } },
        ],
        finds: "undecided",
      },
      "an API that another stack makes": {
        resources: [...api({ stageNames: ["RELEASE"] }), appAttachment("api-1")],
        finds: "nothing",
      },
      "the environment of the publication": {
        resources: [...api({}), publication("RELEASE"), authorization("RELEASE")],
        finds: "nothing",
      },
    },
  },
};
