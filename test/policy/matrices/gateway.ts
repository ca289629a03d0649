import {
  apiAuthenticationRequired,
  apiBackendPrivate,
  apiGatewayInstanceAcl,
  apiGatewayInstanceMultiZone,
  apiGatewayInstanceTlsPolicy,
  apiLogNoSensitiveCapture,
  apiLogStoreConfigured,
  apiReplayProtection,
  apiRequestProtocolHttps,
  apiTrafficControlAttached,
  apiVpcBackendAuthorised,
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
const instance = (props: Record<string, unknown> = {}) => ({
  type: "alicloud:apigateway/instance:Instance",
  name: "gateway",
  props: { instanceName: "shop", ...props },
});
const plugin = (pluginType: unknown) => ({
  type: "alicloud:apigateway/plugin:Plugin",
  name: "plugin",
  props: { pluginType },
});
const toGroup = (stageName: unknown, pluginId: unknown = { ref: "plugin" }) => ({
  type: "alicloud:apigateway/groupPluginAttachment:GroupPluginAttachment",
  name: "attachment",
  props: { groupId: { ref: "shop" }, pluginId, stageName },
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
const access = (name: unknown) => ({
  type: "alicloud:apigateway/vpcAccess:VpcAccess",
  name: "access",
  props: { name },
});
const list = (aclEntrys?: unknown) => ({
  type: "alicloud:apigateway/accessControlList:AccessControlList",
  name: "list",
  props: { accessControlListName: "list", ...(aclEntrys === undefined ? {} : { aclEntrys }) },
});
const entry = (block: unknown) => ({
  type: "alicloud:apigateway/aclEntryAttachment:AclEntryAttachment",
  name: "entry",
  props: { aclId: { ref: "list" }, entry: block },
});
const listAttachment = (aclType = "white", aclId: unknown = { ref: "list" }) => ({
  type: "alicloud:apigateway/instanceAclAttachment:InstanceAclAttachment",
  name: "list-attachment",
  props: { instanceId: { ref: "gateway" }, aclId, aclType },
});
const anonymous = { authType: "ANONYMOUS", groupId: { ref: "shop" } };
const inVpc = (name: unknown) => api({ serviceType: "HTTP-VPC", httpVpcServiceConfig: { name } });
const overInternet = (address: unknown) => api({ serviceType: "HTTP", httpServiceConfig: { address } });
const partner = { [apiBackendPrivate.name]: { allowedPublicBackends: ["api.partner.example"] } };

export const gatewayMatrices: Record<string, Matrix> = {
  [apiRequestProtocolHttps.name]: {
    absent: { resources: api({}), finds: "violation", says: /protocol is not set/ },
    unknown: { resources: api({ requestConfig: { protocol: unknown } }), finds: "undecided" },
    unknownButLinked: "a protocol comes from no other resource",
    more: {
      "a configuration that is unknown as a whole": {
        resources: api({ requestConfig: unknown }),
        finds: "undecided",
      },
      "an API that may take HTTP": {
        resources: api({ requestConfig: { protocol: "HTTP" } }),
        config: { [apiRequestProtocolHttps.name]: { exceptApis: ["get-items"] } },
        finds: "nothing",
      },
    },
  },
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
      "an API for everybody": {
        resources: api(anonymous),
        config: { [apiAuthenticationRequired.name]: { exceptApis: ["get-items"] } },
        finds: "nothing",
      },
    },
  },
  [apiTrafficControlAttached.name]: {
    absent: { resources: api({}), finds: "violation" },
    unknown: { resources: [group(), ...api(anonymous), toGroup("RELEASE", unknown)], finds: "undecided" },
    unknownButLinked: {
      resources: [group(), ...api(anonymous), plugin("trafficControl"), toGroup("RELEASE")],
      finds: "nothing",
    },
    more: {
      "a plug-in of another group's": {
        resources: [group(), ...api({ groupId: "g" }), plugin("trafficControl"), toGroup("RELEASE")],
        finds: "violation",
      },
    },
  },
  [apiReplayProtection.name]: {
    absent: { resources: api({ authType: "APP" }), finds: "violation", says: /forceNonceCheck is not set/ },
    unknown: { resources: api({ authType: "APP", forceNonceCheck: unknown }), finds: "undecided" },
    unknownButLinked: "it comes from no other resource",
    more: {
      "an anonymous API": { resources: api({ authType: "ANONYMOUS" }), finds: "nothing" },
      "callers with an AppCode": {
        resources: api({ authType: "APP", appCodeAuthType: "HEADER" }),
        finds: "nothing",
      },
    },
  },
  [apiBackendPrivate.name]: {
    absent: { resources: overInternet(""), config: partner, finds: "violation", says: /no address/ },
    unknown: { resources: overInternet(unknown), config: partner, finds: "undecided" },
    unknownButLinked: { resources: overInternet(unknown), finds: "violation", says: /wanted "HTTP-VPC"/ },
    more: {
      "a host that is allowed": {
        resources: overInternet("https://api.partner.example/v1"),
        config: partner,
        finds: "nothing",
      },
      "a host that is allowed, without encryption": {
        resources: overInternet("http://api.partner.example"),
        config: partner,
        finds: "violation",
        says: /"http:\/\/api\.partner\.example", wanted https:/,
      },
      "a mock": { resources: api({ serviceType: "MOCK" }), finds: "nothing" },
    },
  },
  [apiVpcBackendAuthorised.name]: {
    absent: { resources: api({ serviceType: "HTTP-VPC" }), finds: "violation", says: /name is not set/ },
    unknown: { resources: inVpc(unknown), finds: "undecided" },
    unknownButLinked: {
      resources: [...inVpc({ ref: "access", output: "name" }), access(unknown)],
      finds: "nothing",
    },
    more: {
      "another name": { resources: [...inVpc("shop"), access("stock")], finds: "violation" },
      "an authorization whose name is not known yet": {
        resources: [...inVpc("shop"), access(unknown)],
        finds: "undecided",
      },
      "an authorization of another stack": {
        resources: inVpc("shop"),
        config: { [apiVpcBackendAuthorised.name]: { externalVpcAccess: ["shop"] } },
        finds: "nothing",
      },
    },
  },
  [apiGatewayInstanceTlsPolicy.name]: {
    absent: { resources: [instance()], finds: "violation" },
    unknown: { resources: [instance({ httpsPolicy: unknown })], finds: "undecided" },
    unknownButLinked: "a policy comes from no other resource",
    more: {
      "a policy that the team allows": {
        resources: [instance({ httpsPolicy: "HTTPS2_TLS1_0" })],
        config: { [apiGatewayInstanceTlsPolicy.name]: { httpsPolicies: ["HTTPS2_TLS1_0"] } },
        finds: "nothing",
      },
    },
  },
  [apiGatewayInstanceMultiZone.name]: {
    absent: { resources: [instance()], finds: "violation", says: /zoneId is not set/ },
    unknown: { resources: [instance({ zoneId: unknown })], finds: "undecided" },
    unknownButLinked: {
      resources: [instance({ zoneVswitchSecurityGroups: [{ zoneId: "a" }, { zoneId: unknown }] })],
      finds: "undecided",
      says: /not all zones/,
    },
    more: {
      "a multi-zone of one zone": {
        resources: [instance({ zoneId: "cn-hangzhou-MAZ1(i)" })],
        finds: "violation",
      },
      "vSwitches in two zones": {
        resources: [instance({ zoneVswitchSecurityGroups: [{ zoneId: "a" }, { zoneId: "b" }] })],
        finds: "nothing",
      },
      "vSwitches in one zone": {
        resources: [instance({ zoneVswitchSecurityGroups: [{ zoneId: "a" }, { zoneId: "a" }] })],
        finds: "violation",
        says: /\["a"\]/,
      },
      "one zone that is not known yet": {
        resources: [instance({ zoneVswitchSecurityGroups: [{ zoneId: unknown }] })],
        finds: "violation",
      },
    },
  },
  [apiGatewayInstanceAcl.name]: {
    absent: { resources: [instance()], finds: "violation" },
    unknown: { resources: [instance(), list(), listAttachment(), entry(unknown)], finds: "undecided" },
    unknownButLinked: {
      resources: [instance(), list(), listAttachment(), entry("0.0.0.0/0")],
      finds: "violation",
      says: /entry of entry is "0\.0\.0\.0\/0"/,
    },
    more: {
      "a black list": { resources: [instance(), list(), listAttachment("black")], finds: "violation" },
      "a list without entries": {
        resources: [instance(), list(), listAttachment()],
        finds: "violation",
        says: /without any it has no effect/,
      },
      "the whole Internet in IPv6": {
        resources: [instance(), list([{ aclEntryIp: "::/0" }]), listAttachment()],
        finds: "violation",
      },
      "a list of another stack": {
        resources: [instance(), listAttachment("white", "acl-1")],
        finds: "undecided",
      },
      "an attachment of another instance": {
        resources: [instance(), list([{ aclEntryIp: "10.0.0.0/8" }]), entry("10.0.0.0/8")],
        finds: "violation",
      },
    },
  },
  [apiLogStoreConfigured.name]: {
    absent: { resources: [group(), logConfig({})], finds: "violation" },
    unknown: {
      resources: [group(), logConfig({ slsProject: unknown, slsLogStore: unknown })],
      finds: "nothing",
    },
    unknownButLinked: "that it logs somewhere is enough",
    more: {
      "a log that another stack makes": {
        resources: [group()],
        config: { [apiLogStoreConfigured.name]: { logConfigManagedElsewhere: true } },
        finds: "nothing",
      },
    },
  },
  [apiLogNoSensitiveCapture.name]: {
    absent: { resources: [group()], finds: "nothing" },
    unknown: { resources: [group({ userLogConfig: { requestHeaders: unknown } })], finds: "undecided" },
    unknownButLinked: "it comes from no other resource",
    more: {
      "a header that carries credentials, however it is written": {
        resources: [group({ userLogConfig: { requestHeaders: "Accept; AUTHORIZATION" } })],
        finds: "violation",
        says: /without AUTHORIZATION/,
      },
      "bodies that may be recorded": {
        resources: [group({ userLogConfig: { requestBody: true } })],
        config: { [apiLogNoSensitiveCapture.name]: { bodiesAllowed: true } },
        finds: "nothing",
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
      "the environment of the publication": {
        resources: [...api({}), publication("RELEASE"), authorization("RELEASE")],
        finds: "nothing",
      },
    },
  },
};

function logConfig(props: Record<string, unknown>) {
  return { type: "alicloud:apigateway/logConfig:LogConfig", name: "log", props };
}
