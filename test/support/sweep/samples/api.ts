import { made } from "../around";
import { output, type Samples } from "./sample";

/** The versions of an environment, with those of RELEASE for routes that it lacks. */
const versions = (stage: string) =>
  output(({ versions }) => {
    const published = versions as Record<string, Record<string, string>>;
    return { ...published.RELEASE, ...published[stage] };
  });

/** Changes of APIs, apps, the publication and the access log. */
export const apiSamples: Samples = {
  api: [
    { of: "host", set: { host: "shop.internal" } },
    { of: "publication.stage", set: { publication: { stage: "PRE" } }, to: "PRE" },
    { of: "publication.stages", set: { publication: { stages: { RELEASE: {}, TEST: {} } } }, to: "two" },
    { of: "routes", set: { "routes.get-more": { path: "/more", backend: { path: "/a" } } }, to: "one more" },
    { of: "routes", set: { "routes.get-more": undefined }, to: "one less" },
    { of: "routes[].path", set: { "routes.get-home.path": "/start" } },
    {
      of: "routes[].method",
      set: { "routes.get-home.method": "ANY", "routes.get-home.backend.method": "GET" },
    },
    { of: "routes[].backend.method", set: { "routes.get-home.backend.method": undefined } },
    { of: "routes[].backend.path", set: { "routes.get-home.backend.path": "/a" } },
    { of: "routes[].backend.timeout", set: { "routes.get-home.backend.timeout": 3_000 } },
    { of: "routes[].protocols", set: { "routes.get-home.protocols": ["HTTP", "HTTPS"] } },
    { of: "routes[].description", set: { "routes.get-home.description": "The home page" } },
    { of: "routes[].stages", set: { "routes.get-item.stages": ["RELEASE"] } },
    {
      of: "routes[].formerName",
      set: {
        "routes.get-open": undefined,
        "routes.get-shown": {
          path: "/open",
          auth: "anonymous",
          backend: { path: "/a" },
          formerName: "get-open",
        },
      },
      to: "a route is renamed",
    },
    {
      of: "routes[].mode",
      set: { "routes.get-home.mode": "mapping", "routes.get-home.parameters": { size: { in: "query" } } },
      to: "mapping",
    },
    {
      of: "routes[].parameters",
      set: { "routes.get-item.parameters.page": { in: "query" } },
      to: "one more",
    },
    { of: "routes[].parameters[].in", set: { "routes.get-item.parameters.size.in": "header" } },
    { of: "routes[].parameters[].required", set: { "routes.get-item.parameters.size.required": false } },
    { of: "routes[].parameters[].type", set: { "routes.get-item.parameters.size.type": "int" } },
    { of: "routes[].parameters[].default", set: { "routes.get-item.parameters.size.default": 10 } },
    {
      of: "routes[].parameters[].description",
      set: { "routes.get-item.parameters.size.description": "How many" },
    },
    {
      of: "routes[].parameters[].backend.in routes[].parameters[].backend.name",
      set: { "routes.get-item.parameters.size.backend": { in: "query", name: "limit" } },
    },
    {
      of: "routes[].constantParameters",
      set: { "routes.get-item.constantParameters.more": { in: "query", value: "1" } },
      to: "one more",
    },
    {
      of: "routes[].constantParameters[].in",
      set: { "routes.get-item.constantParameters.source.in": "query" },
    },
    {
      of: "routes[].constantParameters[].value",
      set: { "routes.get-item.constantParameters.source.value": "web" },
    },
    {
      of: "routes[].constantParameters[].description",
      set: { "routes.get-item.constantParameters.source.description": "Where from" },
    },
    {
      of: "routes[].systemParameters.CaClientIp.in routes[].systemParameters.CaClientIp.name",
      set: { "routes.get-item.systemParameters.CaClientIp": { in: "query", name: "ip" } },
    },
    ...["Domain", "RequestHandleTime", "AppId", "RequestId", "ApiName", "HttpSchema", "Proxy"].map(
      (name) => ({
        of: `routes[].systemParameters.Ca${name}`,
        set: {
          [`routes.get-item.systemParameters.Ca${name}`]: { in: "header", name: `x-${name.toLowerCase()}` },
        },
      }),
    ),
    { of: "routes[].response.example", set: { "routes.get-home.response": { example: { id: 1 } } } },
    { of: "routes[].response.failExample", set: { "routes.get-home.response.failExample": { error: "no" } } },
    {
      of: "routes[].response.errors",
      set: { "routes.get-home.response.errors": [{ code: "404", message: "not found" }] },
      to: "one more",
    },
    ...["code", "message", "description", "model"].map((name) => ({
      of: `routes[].response.errors[].${name}`,
      set: { [`routes.get-home.response.errors.0.${name}`]: name === "code" ? "410" : `another ${name}` },
    })),
    {
      of: "routes[].backend.mock.body",
      set: { "routes.get-mock": { path: "/mock", auth: "anonymous", backend: { mock: { body: "mocked" } } } },
      to: "a mock",
    },
    { of: "routes[].backend.mock.body", set: { "routes.get-mock.backend.mock.body": "mocked again" } },
    { of: "defaults.protocols", set: { "defaults.protocols": ["HTTP", "HTTPS"] } },
    {
      of: "defaults.auth",
      set: { "defaults.auth": "anonymous", "routes.get-home.auth": "app" },
      to: "anonymous",
    },
    { of: "defaults.timeout", set: { "defaults.timeout": 5_000 } },
    { of: "apps", set: { "apps.shop_more": {} }, to: "one more" },
    { of: "apps", set: { "apps.shop_more": undefined }, to: "one less" },
    { of: "apps[].routes", set: { "apps.shop_batch.routes": ["get-home"] } },
    { of: "apps[].stages", set: { "apps.shop_web.stages": ["RELEASE"] } },
    { of: "apps[].description", set: { "apps.shop_web.description": "The web shop" } },
    { of: "apps[].expires", set: { "apps.shop_web.expires": "2099-01-31T00:00:00Z" } },
    { of: "apps[].credentials.appCode", set: { "apps.shop_web.credentials.appCode": "0123456789abcdef" } },
    {
      of: "apps[].credentials.appCode.rotation",
      set: { "apps.shop_web.credentials.appCode": { rotation: "first" } },
      to: "a generated one",
    },
    {
      of: "apps[].credentials.appCode.rotation",
      set: { "apps.shop_web.credentials.appCode.rotation": "second" },
    },
    { of: "apps[].credentials.appKey", set: { "apps.shop_web.credentials.appKey": "sweep-key-0001" } },
    {
      of: "apps[].credentials.appSecret",
      set: { "apps.shop_web.credentials.appSecret": "0123456789abcdef-secret" },
    },
    { of: "apps[].credentials.keepPrevious", set: { "apps.shop_web.credentials.keepPrevious": false } },
    { of: "readiness.waitSeconds", set: { "readiness.waitSeconds": 120 } },
    { of: "readiness.route", set: { "readiness.route": "get-home" } },
    { of: "readiness.app", set: { "readiness.app": "shop_batch" } },
    { of: "group.description", set: { "group.description": "Of the sweep" } },
    { of: "group.groupName", set: { "group.groupName": "sweep_renamed" } },
    { of: "group.basePath", set: { "group.basePath": "/v2" } },
    { of: "publication.remarks", set: { "publication.remarks": "Of the sweep" } },
    { of: "publication.stages[].remarks", set: { "publication.stages.RELEASE.remarks": "For all" } },
    {
      of: "publication.stages[].promoted",
      set: { "publication.stages.RELEASE.promoted": versions("TEST") },
      to: "the versions of TEST",
    },
    {
      of: "publication.stages[].rolledBack",
      set: { "publication.stages.RELEASE": { rolledBack: versions("RELEASE") } },
      to: "those versions",
    },
    { of: "publication.stages", set: { "publication.stages": undefined }, to: "none" },
    { of: "accessLog", set: { accessLog: true } },
    { of: "accessLog.retentionDays", set: { accessLog: { retentionDays: 7 } } },
    { of: "accessLog.store", set: { "accessLog.store": "calls" } },
    { of: "accessLog.project", set: { "accessLog.project": "sweep-named" } },
    {
      of: "accessLog.existing accessLog.existing.project accessLog.existing.store",
      set: { accessLog: { existing: { project: made("first.project"), store: made("first.store") } } },
      to: "a Logstore",
    },
    {
      of: "accessLog.existing.project accessLog.existing.store",
      set: { accessLog: { existing: { project: made("second.project"), store: made("second.store") } } },
      to: "another Logstore",
    },
    { of: "accessLog", set: { accessLog: false } },
  ],
};
