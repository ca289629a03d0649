import { createAuthority, issueCertificate } from "../../local/rpc/x509";
import { listReplacementSteps } from "./checks/change";
import { LossyWay, runInterruptedUp } from "./checks/interrupted";
import { checkProgram } from "./checks/program";
import type { Scenario } from "./scenario";

const nginx = /Welcome to nginx/;

/** All scenarios, the longest first, because several run in parallel. */
export const scenarios: readonly Scenario[] = [
  {
    name: "program",
    shows: "the program of this repository: calls, rejected calls, the security group, a restart",
    calls: [],
    also: checkProgram,
    change: {
      config: { "alicloud-vpc-api:service": { pages: { "index.html": "<title>Another page</title>" } } },
      steps: [
        "update Readiness nginx-demo-readiness",
        ...[
          "Instance nginx-demo-instance-0",
          "Instance nginx-demo-instance-1",
          "ServerGroupServerAttachment nginx-demo-server-0",
          "ServerGroupServerAttachment nginx-demo-server-1",
        ].flatMap(listReplacementSteps),
      ],
      rolled: true,
      call: { appCode: "apps.nginx_demo_app.appCode", answer: /Another page/ },
    },
  },
  createInterruptedScenario(),
  {
    name: "another-stack",
    shows: "routes of one stack in the API group of another stack",
    example: "another-stack",
    on: "tutorial",
    prepare: async () => ({ config: { "orders:platform": "organization/nginx-tutorial/local" } }),
    calls: [{ answer: nginx }],
  },
  {
    name: "many-routes",
    shows: "a group of 200 routes",
    example: "smallest",
    prepare: async () => ({ files: { "index.ts": manyRoutes } }),
    calls: [{ answer: nginx }, { check: "call_last", url: "lastUrl", answer: nginx }],
    change: {
      edits: { "index.ts": ["length: 200", "length: 201"] },
      steps: [
        "create Api hello-route-201",
        "update RouteNames hello-route-names",
        "update Publication hello-release",
        "update Authorization hello-hello_client-authorization",
        "update Readiness hello-readiness",
      ],
      call: { url: "lastUrl", answer: nginx },
    },
  },
  {
    name: "alb-domain",
    shows: "an ALB in a dual-stack VPC, a custom domain with its certificate and DNS records, limits, CORS",
    example: "alb-domain",
    async prepare(world) {
      const validity = { notBefore: addDays(-1), notAfter: addDays(90) };
      const authority = await createAuthority({ commonName: "example authority", ...validity });
      const domain = "api.example.com";
      const { cert, key } = await issueCertificate(authority, { commonName: domain, ...validity }, [domain]);
      world.trusted.push(authority.cert);
      return {
        config: { "shop:domain": domain, "shop:zone": "example.com", "shop:certificate": cert },
        secrets: { "shop:privateKey": key },
      };
    },
    calls: [
      { answer: /Shop/ },
      { check: "call_item", url: "itemUrl", parameters: { id: "1" }, answer: /a lamp/ },
    ],
  },
  {
    name: "two-regions",
    shows: "one program with a provider for each of two regions",
    example: "two-regions",
    prepare: async ({ cloud }) => ({ env: createProviderEnvironment(cloud) }),
    calls: [
      { answer: /Hangzhou/ },
      {
        check: "call_second_region",
        url: "shanghaiUrl",
        appCode: "shanghaiAppCode",
        answer: /Shanghai/,
      },
    ],
  },
  {
    name: "openapi",
    shows: "routes from an OpenAPI document: mapping, pass-through and mocks",
    example: "openapi",
    calls: [
      { answer: /a lamp/ },
      { check: "call_item", url: "itemUrl", parameters: { id: "1" }, answer: /a lamp/ },
      { check: "call_mock", url: "planUrl", answer: /"plan":"none"/ },
    ],
    change: {
      edits: { "catalogue.yaml": ['{"plan":"none"}', '{"plan":"lamps"}'] },
      steps: [
        "update Api catalogue-get-plan",
        "update Publication catalogue-release",
        "update Readiness catalogue-readiness",
      ],
      call: { url: "planUrl", answer: /"plan":"lamps"/ },
    },
  },
  {
    name: "existing-vpc",
    shows: "an existing VPC and vSwitch, which remain after destroy",
    example: "existing-vpc",
    async prepare({ clients }) {
      const { vpcId, vswitchId } = await clients.createNetwork();
      return { config: { "guest:vpcId": vpcId, "guest:vswitchIds": [vswitchId] } };
    },
    calls: [{ answer: nginx }],
  },
  { name: "tutorial", shows: "the vendor's tutorial", example: "tutorial", calls: [{ answer: nginx }] },
  {
    name: "smallest",
    shows: "a minimal program over HTTPS",
    example: "smallest",
    calls: [{ answer: nginx }],
  },
];

const manyRoutes = `
import { VpcApi } from "alicloud-vpc-api";
const keys = Array.from({ length: 200 }, (_, index) => \`route-\${index + 1}\`);
const api = new VpcApi("hello", {
  network: { zones: 1 },
  group: { groupName: "hello" },
  routes: Object.fromEntries(keys.map((key) => [key, { path: \`/\${key}\`, backend: { path: "/" } }])),
  apps: { hello_client: {} },
});
export const url = api.urls["route-1"];
export const lastUrl = api.urls[\`route-\${keys.length}\`];
export const appCode = api.apps.hello_client?.appCode;
`;

const addDays = (days: number): Date => new Date(Date.now() + days * 24 * 60 * 60_000);

/** For providers that a program creates itself. They do not read the stack's configuration. */
function createProviderEnvironment({
  endpoint,
  accessKeyId,
  accessKeySecret,
}: {
  endpoint: string;
  accessKeyId: string;
  accessKeySecret: string;
}): Record<string, string> {
  const products = ["ECS", "VPC", "SLB", "ALB", "CLOUDAPI", "APIGATEWAY", "STS", "LOCATION", "BSSOPENAPI"];
  return {
    ALICLOUD_ACCESS_KEY: accessKeyId,
    ALICLOUD_SECRET_KEY: accessKeySecret,
    ALICLOUD_ACCOUNT_ID: "1234567890123456",
    ALIBABA_CLOUD_ACCOUNT_TYPE: "Domestic",
    ...Object.fromEntries(products.map((product) => [`${product}_ENDPOINT`, endpoint])),
  };
}

/** Kills the engine while it creates resources. The proxy drops the answers to the provider. */
function createInterruptedScenario(): Scenario {
  let way: LossyWay;
  return {
    name: "interrupted",
    shows: "an engine that is killed repeatedly during up: no resource is lost or duplicated",
    chance: true,
    example: "tutorial",
    async prepare({ cloud, closing }) {
      way = new LossyWay(cloud.endpoint);
      closing.push(() => way.close());
      return { endpoint: await way.listen() };
    },
    up: (world) => runInterruptedUp(world, way),
    calls: [{ answer: nginx }],
  };
}
