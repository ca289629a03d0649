import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type ArgumentError, VpcApi, type VpcApiArgs } from "../../../../components";
import { deployToMocks, findResource, type Registered, readOutput } from "../../../../testing/mocks";

const tutorial: VpcApiArgs = {
  network: { zones: ["cn-hangzhou-h", "cn-hangzhou-i"] },
  group: { groupName: "nginx-demo" },
  routes: {
    "nginx-test": {
      path: "/nginx",
      protocols: ["HTTP", "HTTPS"],
      appCode: "header and query",
      backend: { path: "/" },
    },
  },
  publication: { remarks: "first" },
  apps: { nginx_demo_app: {} },
  tags: { project: "demo" },
};

const dynamic = "pulumi-nodejs:dynamic/alicloud-vpc-api";

describe("VpcApi", () => {
  let resources: Registered[];
  let api: VpcApi;

  before(async () => {
    ({ resources, result: api } = await deployToMocks(() => new VpcApi("demo", tutorial)));
  });

  it("has the OpenAPI document of its routes, with its address", async () => {
    const document = JSON.parse(await readOutput(api.openApi));
    assert.deepEqual(Object.keys(document.paths), ["/nginx"]);
    assert.equal(document.info.title, "nginx-demo");
    assert.deepEqual(document.servers, [{ url: `https://${await readOutput(api.group.subDomain)}` }]);
  });

  it("registers exactly the resources of the tutorial", () => {
    const listed = resources.map(({ type, name }) => `${type} ${name}`).sort();
    assert.deepEqual(
      listed,
      [
        "alicloud-vpc-api:index:ApiGroup demo",
        "alicloud-vpc-api:index:App demo-nginx_demo_app",
        "alicloud-vpc-api:index:ClassicLoadBalancer demo",
        "alicloud-vpc-api:index:GatewayAccess demo",
        "alicloud-vpc-api:index:Network demo",
        "alicloud-vpc-api:index:NginxService demo",
        "alicloud-vpc-api:index:Publication demo",
        "alicloud-vpc-api:index:Routes demo",
        "alicloud-vpc-api:index:VpcApi demo",
        "alicloud:apigateway/api:Api demo-nginx-test",
        "alicloud:apigateway/app:App demo-nginx_demo_app-app",
        "alicloud:apigateway/group:Group demo-group",
        "alicloud:apigateway/vpcAccess:VpcAccess demo-access",
        "alicloud:ecs/ecsPrefixList:EcsPrefixList demo-egress-list",
        "alicloud:ecs/instance:Instance demo-instance-cn-hangzhou-h",
        "alicloud:ecs/instance:Instance demo-instance-cn-hangzhou-i",
        "alicloud:ecs/securityGroup:SecurityGroup demo-security-group",
        "alicloud:ecs/securityGroupRule:SecurityGroupRule demo-ingress",
        "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer demo-clb",
        "alicloud:slb/listener:Listener demo-listener",
        "alicloud:slb/serverGroup:ServerGroup demo-servers",
        "alicloud:slb/serverGroupServerAttachment:ServerGroupServerAttachment demo-server-cn-hangzhou-h",
        "alicloud:slb/serverGroupServerAttachment:ServerGroupServerAttachment demo-server-cn-hangzhou-i",
        "alicloud:vpc/network:Network demo-vpc",
        "alicloud:vpc/switch:Switch demo-vswitch-cn-hangzhou-h",
        "alicloud:vpc/switch:Switch demo-vswitch-cn-hangzhou-i",
        `${dynamic}:AppCredentials demo-nginx_demo_app-credentials`,
        `${dynamic}:Authorization demo-nginx_demo_app-authorization`,
        `${dynamic}:BalancerPlace demo-clb-place`,
        `${dynamic}:EgressAddresses demo-egress`,
        `${dynamic}:Publication demo-release`,
        `${dynamic}:Readiness demo-readiness`,
        `${dynamic}:RouteNames demo-route-names`,
        "random:index/randomString:RandomString demo-suffix",
      ].sort(),
    );
  });

  it("allows only the gateway's egress addresses on the port of the service", () => {
    const list = findResource(resources, "alicloud:ecs/ecsPrefixList:EcsPrefixList").inputs;
    assert.deepEqual(
      (list.entries as { cidr: string }[]).map(({ cidr }) => cidr),
      ["100.104.1.0/26", "100.104.2.0/26"],
    );
    const rule = findResource(resources, "alicloud:ecs/securityGroupRule:SecurityGroupRule").inputs;
    assert.equal(rule.prefixListId, "demo-egress-list-id");
    assert.equal(rule.portRange, "80/80");
    assert.equal(rule.ipProtocol, "tcp");
    assert.equal(rule.cidrIp, undefined);
  });

  it("defines the API as the tutorial does", () => {
    const { inputs } = findResource(resources, "alicloud:apigateway/api:Api");
    assert.equal(inputs.name, "nginx-test");
    assert.equal(inputs.authType, "APP");
    assert.equal(inputs.appCodeAuthType, "HEADER_QUERY");
    assert.deepEqual(inputs.requestConfig, {
      protocol: "HTTP,HTTPS",
      method: "GET",
      path: "/nginx",
      mode: "PASSTHROUGH",
    });
    assert.deepEqual(inputs.httpVpcServiceConfig, {
      name: "nginx-demo-abc123-microservice",
      path: "/",
      method: "GET",
      timeout: 10_000,
    });
  });

  it("publishes with remarks and authorizes the app for what is published", () => {
    const publication = findResource(resources, `${dynamic}:Publication`).inputs;
    assert.equal(publication.stage, "RELEASE");
    assert.equal(publication.remarks, "first");
    assert.deepEqual(Object.keys(publication.apis as object), ["nginx-test"]);
    const authorization = findResource(resources, `${dynamic}:Authorization`).inputs;
    assert.deepEqual(authorization.apis, { "nginx-test": "id-of-nginx-test" });
    assert.equal(authorization.stage, "RELEASE");
  });

  it("authorizes and limits in every environment, only for the APIs that are published there", async () => {
    const several = await deployToMocks(
      () =>
        new VpcApi("demo", {
          ...tutorial,
          routes: { ...tutorial.routes, "nginx-draft": { path: "/draft", stages: ["TEST"] } },
          publication: { stages: ["TEST", "RELEASE"] },
          throttling: { perApi: 100 },
        }),
    );
    const authorized = several.resources.filter(({ type }) => type === `${dynamic}:Authorization`);
    assert.deepEqual(
      authorized.map(({ name, inputs }) => [name, inputs.stage, Object.keys(inputs.apis ?? {})]).sort(),
      [
        ["demo-nginx_demo_app-authorization", "RELEASE", ["nginx-test"]],
        ["demo-nginx_demo_app-authorization-test", "TEST", ["nginx-draft", "nginx-test"]],
      ],
    );
    const attached = several.resources.filter(({ type }) => /groupPluginAttachment/.test(type));
    assert.deepEqual(attached.map(({ name, inputs }) => [name, inputs.stageName]).sort(), [
      ["demo-trafficControl-attachment", "RELEASE"],
      ["demo-trafficControl-attachment-test", "TEST"],
    ]);
  });

  it("creates instances without public addresses, and requires tokens for metadata", () => {
    for (const { inputs } of resources.filter(({ type }) => type === "alicloud:ecs/instance:Instance")) {
      assert.equal(inputs.internetMaxBandwidthOut, 0);
      assert.equal(inputs.httpTokens, "required");
      assert.equal(inputs.password, undefined);
      assert.match(String(inputs.userData), /^#cloud-config\n/);
    }
    assert.equal(
      findResource(resources, "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer").inputs
        .addressType,
      "intranet",
    );
  });

  it("tags all resources that support tags", () => {
    const tagged = resources.filter(({ inputs }) => "tags" in inputs);
    assert.deepEqual(tagged.map(({ name }) => name).sort(), [
      "demo-clb",
      "demo-instance-cn-hangzhou-h",
      "demo-instance-cn-hangzhou-i",
      "demo-nginx_demo_app-app",
      "demo-security-group",
      "demo-servers",
      "demo-vpc",
      "demo-vswitch-cn-hangzhou-h",
      "demo-vswitch-cn-hangzhou-i",
    ]);
    for (const { inputs, name } of tagged) assert.deepEqual(inputs.tags, { project: "demo" }, name);
  });

  it("marks AppCode, AppKey and AppSecret as secret, and registers no inputs of components", async () => {
    const app = api.apps.nginx_demo_app;
    assert.ok(app);
    for (const output of [app.appCode, app.appKey, app.appSecret]) {
      assert.equal(await pulumi.isSecret(output), true);
    }
    assert.equal(await readOutput(app.appCode), "code-of-the-app");
    for (const { type, inputs } of resources.filter(({ type }) => type.startsWith("alicloud-vpc-api:"))) {
      assert.deepEqual(inputs, {}, type);
    }
  });

  it("outputs the URL of each API", async () => {
    const url = api.urls["nginx-test"];
    assert.ok(url);
    assert.equal(
      await readOutput(url),
      "https://0123456789abcdef0123456789abcdef-cn-hangzhou.alicloudapi.com/nginx",
    );
  });

  it("changes the revision of an API that changes, and of no other", async () => {
    const args = (timeout: number): VpcApiArgs => ({
      ...tutorial,
      routes: {
        "the-same": { path: "/same" },
        "the-changed": { path: "/changed", backend: { timeout } },
      },
    });
    const revisions = async (timeout: number) => {
      const deployed = await deployToMocks(() => new VpcApi("demo", args(timeout)));
      return findResource(deployed.resources, `${dynamic}:Publication`).inputs.apis as Record<
        string,
        { revision: string }
      >;
    };
    const [before, after] = [await revisions(1_000), await revisions(2_000)];
    assert.equal(before["the-same"]?.revision, after["the-same"]?.revision);
    assert.notEqual(before["the-changed"]?.revision, after["the-changed"]?.revision);
  });

  it("refers to the code of the dynamic provider instead of storing it", () => {
    for (const { type, inputs } of resources.filter(({ type }) => type.startsWith(dynamic))) {
      const program = String(inputs.__provider);
      assert.match(program, /dynamic\.js/, type);
      assert.doesNotMatch(program, /@alicloud/, type);
    }
  });
});

describe("VpcApi with problems in its arguments", () => {
  it("reports all of them by path, before anything is registered", async () => {
    let caught: ArgumentError | undefined;
    const { resources } = await deployToMocks(() => {
      try {
        new VpcApi("demo 1", {
          network: {
            cidrBlock: "10.0.0.0/16",
            vswitches: [
              { zoneId: "cn-hangzhou-h", cidrBlock: "10.0.0.0/24" },
              { zoneId: "cn-hangzhou-i", cidrBlock: "10.0.0.128/25" },
              { zoneId: "cn-hangzhou-j", cidrBlock: "10.1.0.0/24" },
            ],
          },
          service: { port: 70_000, pages: { "../etc/passwd": "" } },
          balancer: { healthCheckPath: "health" },
          host: "not a host",
          group: { groupName: "1st", basePath: "shop/" },
          routes: {
            "list-items": { path: "/items/[id]", backend: { timeout: 30_001 } },
            "list-more": { path: "/items/[name]" },
            "bad path": { path: "items", auth: "nobody" as "app" },
          },
          publication: { stage: "PROD" as "PRE", remarks: "" },
          apps: { "an-app": {} },
        });
      } catch (error) {
        caught = error as ArgumentError;
      }
    });
    assert.deepEqual(caught?.problems.map(({ path }) => path).sort(), [
      'apps["an-app"]',
      "balancer.healthCheckPath",
      "group.basePath",
      "group.groupName",
      "host",
      "name",
      "network.vswitches[1].cidrBlock",
      "network.vswitches[2].cidrBlock",
      "publication.remarks",
      "publication.stage",
      'routes["bad path"]',
      'routes["bad path"].auth',
      'routes["bad path"].path',
      'routes["list-items"].backend.timeout',
      'routes["list-more"]',
      'service.pages["../etc/passwd"]',
      "service.port",
    ]);
    assert.match(
      caught?.message ?? "",
      /^VpcApi demo 1: 17 problems in the arguments; nothing was created\./,
    );
    assert.deepEqual(resources, []);
  });
});
