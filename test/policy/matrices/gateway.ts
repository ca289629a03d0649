import {
  apiBackendOfStackPrivate,
  apiBackendPrivate,
  apiLogNoSensitiveCapture,
  apiLogStoreConfigured,
  apiReplayProtection,
  apiRequestProtocolHttps,
  apiVpcBackendAuthorised,
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
const access = (name: unknown) => ({
  type: "alicloud:apigateway/vpcAccess:VpcAccess",
  name: "access",
  props: { name },
});
const ecs = { type: "alicloud:ecs/instance:Instance", name: "ecs", props: {} };
const inVpc = (name: unknown) => api({ serviceType: "HTTP-VPC", httpVpcServiceConfig: { name } });
const overInternet = (address: unknown) => api({ serviceType: "HTTP", httpServiceConfig: { address } });
const partner = { [apiBackendPrivate.name]: { allowedPublicBackends: ["api.partner.example"] } };

export const gatewayMatrices: Record<string, Matrix> = {
  [apiRequestProtocolHttps.name]: {
    absent: { resources: api({}), finds: "violation", says: /protocol: not set/ },
    unknown: { resources: api({ requestConfig: { protocol: unknown } }), finds: "undecided" },
    unknownButLinked: "a protocol comes from no other resource",
    more: {
      "a configuration that is unknown as a whole": {
        resources: api({ requestConfig: unknown }),
        finds: "undecided",
      },
      "an API that may accept HTTP": {
        resources: api({ requestConfig: { protocol: "HTTP" } }),
        config: { [apiRequestProtocolHttps.name]: { exceptApis: ["get-items"] } },
        finds: "nothing",
      },
    },
  },
  [apiReplayProtection.name]: {
    absent: { resources: api({ authType: "APP" }), finds: "violation", says: /forceNonceCheck: not set/ },
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
    unknownButLinked: { resources: overInternet(unknown), finds: "violation", says: /expected "HTTP-VPC"/ },
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
        says: /"http:\/\/api\.partner\.example", expected https:/,
      },
      "a host that is allowed, by secure WebSocket": {
        resources: overInternet("wss://api.partner.example/v1"),
        config: partner,
        finds: "nothing",
      },
      "another host, by secure WebSocket": {
        resources: overInternet("wss://api.elsewhere.example/v1"),
        config: partner,
        finds: "violation",
        says: /found "wss:\/\/api\.elsewhere\.example", expected wss:\/\/api\.partner\.example/,
      },
      "a host that is allowed, by WebSocket without encryption": {
        resources: overInternet("ws://api.partner.example"),
        config: partner,
        finds: "violation",
        says: /found "ws:\/\/api\.partner\.example", expected wss:\/\/api\.partner\.example/,
      },
      "a host that is allowed on a port, by secure WebSocket": {
        resources: overInternet("wss://api.partner.example:8443"),
        config: { [apiBackendPrivate.name]: { allowedPublicBackends: ["api.partner.example:8443"] } },
        finds: "nothing",
      },
      "a host that is allowed, in another case": {
        resources: overInternet("https://API.Partner.Example/v1"),
        config: { [apiBackendPrivate.name]: { allowedPublicBackends: ["Api.Partner.example"] } },
        finds: "nothing",
      },
      "a host that is allowed on a port": {
        resources: overInternet("https://api.partner.example:8443"),
        config: { [apiBackendPrivate.name]: { allowedPublicBackends: ["api.partner.example:8443"] } },
        finds: "nothing",
      },
      "a host that is allowed on another port": {
        resources: overInternet("https://api.partner.example"),
        config: { [apiBackendPrivate.name]: { allowedPublicBackends: ["api.partner.example:8443"] } },
        finds: "violation",
        says: /"https:\/\/api\.partner\.example", expected https:\/\/api\.partner\.example:8443/,
      },
      "a mock": { resources: api({ serviceType: "MOCK" }), finds: "nothing" },
    },
  },
  [apiBackendOfStackPrivate.name]: {
    absent: { resources: [ecs, ...api({ serviceType: "HTTP" })], finds: "nothing" },
    unknown: { resources: [ecs, ...overInternet(unknown)], finds: "undecided" },
    unknownButLinked: {
      resources: [ecs, ...overInternet({ ref: "ecs", output: "publicIp" })],
      finds: "violation",
      says: /serviceType: found "HTTP", expected "HTTP-VPC", because its back end ecs is in this stack/,
    },
    more: {
      "the address of an instance, once created": {
        resources: [
          { ...ecs, props: { publicIp: "203.0.113.7" } },
          ...overInternet("http://203.0.113.7:8080/v1"),
        ],
        created: true,
        finds: "violation",
      },
      "another address": {
        resources: [{ ...ecs, props: { publicIp: "203.0.113.7" } }, ...overInternet("http://203.0.113.8")],
        created: true,
        finds: "nothing",
      },
      "an unknown type of back end": {
        resources: [
          ecs,
          ...api({
            serviceType: unknown,
            httpServiceConfig: { address: { ref: "ecs", output: "publicIp" } },
          }),
        ],
        finds: "undecided",
        says: /serviceType/,
      },
      "a back end in the VPC": {
        resources: [ecs, ...api({ serviceType: "HTTP-VPC", httpServiceConfig: { address: { ref: "ecs" } } })],
        finds: "nothing",
      },
    },
  },
  [apiVpcBackendAuthorised.name]: {
    absent: { resources: api({ serviceType: "HTTP-VPC" }), finds: "violation", says: /name: not set/ },
    unknown: { resources: inVpc(unknown), finds: "undecided" },
    unknownButLinked: {
      resources: [...inVpc({ ref: "access", output: "name" }), access(unknown)],
      finds: "nothing",
    },
    more: {
      "another name": { resources: [...inVpc("shop"), access("stock")], finds: "violation" },
      "an authorization with an unknown name": {
        resources: [...inVpc("shop"), access(unknown)],
        finds: "undecided",
      },
      "an unknown type of back end, with another name": {
        resources: api({ serviceType: unknown, httpVpcServiceConfig: { name: "nobody's" } }),
        finds: "undecided",
        says: /serviceType/,
      },
      "an unknown type of back end, with an existing name": {
        resources: [...api({ serviceType: unknown, httpVpcServiceConfig: { name: "shop" } }), access("shop")],
        finds: "nothing",
      },
      "an authorization of another stack": {
        resources: inVpc("shop"),
        config: { [apiVpcBackendAuthorised.name]: { externalVpcAccess: ["shop"] } },
        finds: "nothing",
      },
    },
  },
  [apiLogStoreConfigured.name]: {
    absent: {
      resources: [group(), logConfig({ slsProject: "" })],
      finds: "violation",
      says: /slsProject of log: found "", expected a name/,
    },
    unknown: {
      resources: [group(), logConfig({ slsProject: unknown, slsLogStore: unknown })],
      finds: "nothing",
    },
    unknownButLinked: "that it logs somewhere is enough",
    more: {
      "no log": {
        resources: [group()],
        finds: "violation",
        says: /slsProject: not set, expected a LogConfig/,
      },
      "a log of another type": {
        resources: [group(), logConfig({ logType: "USER" })],
        finds: "violation",
        says: /logType of log: found "USER", expected "PROVIDER"/,
      },
      "a log of an unknown type": {
        resources: [group(), logConfig({ logType: unknown })],
        finds: "undecided",
      },
      "a log of another stack": {
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
      "a header with credentials, in any case": {
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
};

function logConfig(props: Record<string, unknown>) {
  const usual = { logType: "PROVIDER", slsProject: "shop-log", slsLogStore: "api-gateway" };
  return { type: "alicloud:apigateway/logConfig:LogConfig", name: "log", props: { ...usual, ...props } };
}
