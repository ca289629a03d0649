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
    absent: { resources: api({}), finds: "violation", says: /authType: not set/ },
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
      "a plug-in in the environment of a publication": {
        resources: [group(), ...api(anonymous), publication("PRE"), plugin("jwtAuth"), toGroup("PRE")],
        finds: "nothing",
      },
      "a plug-in of another stack": {
        resources: [group(), ...api(anonymous), toGroup("RELEASE", "plugin-1")],
        finds: "undecided",
      },
      "an API in unknown environments, with a plug-in in one": {
        resources: [
          group(),
          ...api({ ...anonymous, stageNames: unknown }),
          plugin("jwtAuth"),
          toGroup("TEST"),
        ],
        finds: "undecided",
        says: /an environment of items or of its plug-in/,
      },
      "an API in unknown environments, without a plug-in": {
        resources: [group(), ...api({ ...anonymous, stageNames: unknown })],
        finds: "violation",
      },
      "an API in unknown environments, with a plug-in in all environments": {
        resources: [
          group(),
          ...api({ ...anonymous, stageNames: unknown }),
          plugin("jwtAuth"),
          ...["RELEASE", "PRE", "TEST"].map((stage) => ({ ...toGroup(stage), name: stage })),
        ],
        finds: "nothing",
      },
      "a publication of unknown APIs": {
        resources: [
          group(),
          ...api(anonymous),
          { ...publication("PRE"), props: { stage: "PRE", apis: unknown } },
          plugin("jwtAuth"),
          toGroup("TEST"),
        ],
        finds: "undecided",
      },
      "an attachment to an unknown environment, for one of one": {
        resources: [
          group(),
          ...api({ ...anonymous, stageNames: ["RELEASE"] }),
          plugin("jwtAuth"),
          toGroup(unknown),
        ],
        finds: "undecided",
      },
      "an attachment to an unknown environment, for one of three": {
        resources: [
          group(),
          ...api({ ...anonymous, stageNames: ["RELEASE", "PRE", "TEST"] }),
          plugin("jwtAuth"),
          toGroup(unknown),
        ],
        finds: "violation",
        says: /in RELEASE, PRE, TEST/,
      },
      "an attachment to the group of the API by reference to the API, once created": {
        resources: [
          group(),
          ...api(anonymous),
          plugin("jwtAuth"),
          toGroup("RELEASE", { ref: "plugin" }, { ref: "items", output: "groupId" }),
        ],
        created: true,
        finds: "nothing",
      },
      "an attachment to an unknown group": {
        resources: [
          group(),
          ...api(anonymous),
          plugin("jwtAuth"),
          toGroup("RELEASE", { ref: "plugin" }, unknown),
        ],
        finds: "undecided",
        says: /the target of attachment/,
      },
      "an attachment of another type of plug-in to an unknown group": {
        resources: [
          group(),
          ...api(anonymous),
          plugin("cors"),
          toGroup("RELEASE", { ref: "plugin" }, unknown),
        ],
        finds: "violation",
      },
      "an attachment to a group of another stack": {
        resources: [
          ...api({ authType: "ANONYMOUS", groupId: "g-1" }),
          plugin("jwtAuth"),
          toGroup("RELEASE", { ref: "plugin" }, "g-1"),
        ],
        finds: "nothing",
      },
      "an API of an unknown group": {
        resources: [
          group(),
          ...api({ authType: "ANONYMOUS", groupId: unknown }),
          plugin("jwtAuth"),
          toGroup("RELEASE"),
        ],
        finds: "undecided",
      },
      "a plug-in of an unknown type": {
        resources: [group(), ...api(anonymous), plugin(unknown), toGroup("RELEASE")],
        finds: "undecided",
        says: /type of plugin/,
      },
      "an API with an unknown name, while some may be anonymous": {
        resources: api({ name: unknown }),
        config: { [apiAuthenticationRequired.name]: { exceptApis: ["get-items"] } },
        finds: "undecided",
      },
      "an API that may be anonymous": {
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
      says: /pluginType of its plug-ins: not set, expected "trafficControl"\./,
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
        says: /pluginType of its plug-ins: found \["cors"\], expected "trafficControl"/,
      },
      "a plug-in in one environment of two": {
        resources: [
          group(),
          ...api({ ...anonymous, stageNames: ["RELEASE", "TEST"] }),
          plugin("trafficControl"),
          toGroup("TEST"),
        ],
        finds: "violation",
        says: /stageName of its throttling plug-in: found \["TEST"\], expected a throttling plug-in in RELEASE too/,
      },
      "a plug-in of another group": {
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
      says: /stage: found "TEST", expected RELEASE, where items is published/,
    },
    more: {
      "an unknown API": {
        resources: [...api({ stageNames: ["RELEASE"] }), appAttachment(unknown)],
        finds: "undecided",
        says: /its API is unknown/,
      },
      "unknown APIs": {
        resources: [
          ...api({ stageNames: ["RELEASE"] }),
          { ...authorization("TEST"), props: { stage: "TEST", apis: unknown } },
        ],
        finds: "undecided",
      },
      "an API of another stack": {
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
