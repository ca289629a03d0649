import type { VpcApiArgs } from "../../../components";

/** Arguments that together have every object of settings. */
export const everything: VpcApiArgs[] = [
  {
    network: { vswitches: [{ zoneId: "cn-hangzhou-h", cidrBlock: "172.16.0.0/24" }] },
    service: { pages: { "index.html": "" }, systemDisk: { size: 40 }, cloudConfig: { timezone: "UTC" } },
    balancer: { port: 80 },
    gateway: {
      zoneId: "cn-hangzhou-MAZ6(i,j,k)",
      accessList: { allow: ["203.0.113.7"] },
      subscription: { period: "month", duration: 1 },
    },
    accessLog: { retentionDays: 7 },
    group: { groupName: "shop" },
    routes: {
      "get-item": {
        path: "/items/[id]",
        mode: "mapping",
        parameters: { id: { type: "int", backend: { in: "path" } } },
        constantParameters: { from: { in: "query", value: "gateway" } },
        systemParameters: { CaClientIp: { in: "header", name: "X-Client" } },
        backend: { timeout: 1_000 },
        response: { contentType: "json", errors: [{ code: "404", message: "No such item." }] },
        plugins: { cors: { RELEASE: { maxAge: 1 } }, jwt: false },
        stages: ["RELEASE"],
      },
      "get-mock": { path: "/mock", backend: { mock: { body: "{}" } } },
    },
    defaults: { protocols: ["HTTPS"] },
    publication: { stages: { RELEASE: { remarks: "first" } } },
    apps: { shop_frontend: { credentials: { appCode: { rotation: 1 } }, routes: ["get-item"] } },
    domains: [{ domain: "api.example.com", certificate: { id: "6055048" }, dns: { domain: "example.com" } }],
    readiness: { waitSeconds: 60 },
    throttling: { perApi: 10, apps: { shop_frontend: 5 } },
    cors: { origins: ["https://shop.example.com"] },
    ipAccess: { deny: ["203.0.113.7"] },
    jwt: { jwk: { kty: "oct", k: "c2VjcmV0" }, claims: { sub: { parameter: "X-User", location: "header" } } },
    errorMapping: {
      parameters: { status: "StatusCode" },
      condition: "$status = 404",
      code: "status",
      mappings: { "404": { status: 404 } },
      default: { status: 500 },
    },
    plugins: { cache: { type: "caching", document: { varyByApp: false } } },
    tags: { team: "shop" },
  },
  {
    network: { existing: { vpcId: "vpc-1", vswitchIds: ["vsw-1", "vsw-2"] } },
    service: { existing: { instances: [{ id: "i-1", privateIp: "10.0.0.5" }], port: 80 } },
    balancer: { kind: "alb", ipv6: false },
    gateway: { existing: "apigateway-1" },
    accessLog: { existing: { project: "logs", store: "gateway" } },
    group: { groupName: "shop" },
    routes: { "get-item": "GET /items" },
    protect: true,
    transform: { vpc: { description: "shop" } },
  },
  {
    network: { existing: { vpcId: "vpc-1" } },
    service: { existing: { target: "lb-1", port: 80 } },
    group: { groupName: "shop" },
    routes: { "get-item": "GET /items" },
  },
  {
    service: {},
    balancer: { kind: "none" },
    group: { groupName: "shop" },
    routes: { "get-item": "GET /items" },
  },
];

/** The path of what is in an object, as mistakes name it. */
export function below(path: string, key: string): string {
  const isNamed =
    /^(routes|apps|plugins|tags|service\.pages|throttling\.apps)$/.test(path) ||
    /(arameters|claims|mappings)$/.test(path);
  if (isNamed) return `${path}["${key}"]`;
  return path === "" ? key : `${path}.${key}`;
}
