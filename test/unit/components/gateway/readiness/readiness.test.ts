import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError, type ChildTransforms, VpcApi, type VpcApiArgs } from "../../../../../components";
import { secondsUntilUnhealthy } from "../../../../../components/gateway/readiness/children";
import { deployToMocks, findResource } from "../../../../../testing/mocks";
import { childTypes } from "../../childTypes";

const args: VpcApiArgs = {
  network: { zones: ["cn-hangzhou-h"] },
  balancer: { kind: "none" },
  group: { groupName: "shop", instanceId: "apigateway-hz-1" },
  routes: { "get-item": "GET /items/[id]" },
  readiness: true,
};
const type = "pulumi-nodejs:dynamic/alicloud-vpc-api:Readiness";
const registered = async (more: Partial<VpcApiArgs> = {}) =>
  (await deployToMocks(() => new VpcApi("shop", { ...args, ...more }))).resources;

describe("the readiness of VpcApi", () => {
  it("checks the connection from the gateway instance to the back end", async () => {
    const { inputs } = findResource(await registered(), type);
    assert.equal(inputs.instanceId, "apigateway-hz-1");
    assert.equal(inputs.accessId, "0123456789abcdef0123456789abcde0");
    assert.equal(inputs.target, "shop-instance-cn-hangzhou-h-id");
    assert.equal(inputs.port, 80);
    assert.equal(inputs.waitSeconds, 300);
  });

  const findServers = async (more: Partial<VpcApiArgs>) =>
    findResource(await registered(more), type).inputs.servers as { healthChecked: boolean } | undefined;

  it("checks the health of all servers behind the CLB", async () => {
    assert.deepEqual(
      await findServers({ balancer: { kind: "clb" }, service: { instances: 2, port: 8080 } }),
      {
        loadBalancerId: "shop-clb-id",
        listener: { of: "CLB", port: 8080, protocol: "tcp" },
        serverGroupId: "shop-servers-id",
        expected: ["shop-instance-cn-hangzhou-h-id:8080", "shop-instance-cn-hangzhou-h-1-id:8080"],
        healthChecked: true,
      },
    );
  });

  it("checks the health of all servers behind the ALB", async () => {
    const zones = ["cn-hangzhou-h", "cn-hangzhou-i"];
    assert.deepEqual(await findServers({ balancer: { kind: "alb" }, network: { zones } }), {
      loadBalancerId: "shop-alb-id",
      listener: { of: "ALB", id: "shop-alb-listener-id" },
      serverGroupId: "shop-alb-servers-id",
      expected: ["shop-instance-cn-hangzhou-h-id:80", "shop-instance-cn-hangzhou-i-id:80"],
      healthChecked: true,
    });
  });

  it("checks the health of no server if the listener of the CLB has no health check", async () => {
    const transform = { clbListener: { healthCheck: "off" } };
    assert.equal((await findServers({ balancer: { kind: "clb" }, transform }))?.healthChecked, false);
  });

  it("checks the health of no server if the server group of the ALB has no health check", async () => {
    const transform = { albServerGroup: { healthCheckConfig: { healthCheckEnabled: false } } };
    const args = { balancer: { kind: "alb" as const }, network: { zones: 2 }, transform };
    assert.equal((await findServers(args))?.healthChecked, false);
  });

  it("checks the health of no server without a balancer", async () => {
    assert.equal(await findServers({}), undefined);
  });

  const checkedFor = async (more: Partial<VpcApiArgs> = {}) =>
    findResource(await registered(more), type).inputs.checkedFor as Record<string, string>;
  const changes: Record<string, Partial<VpcApiArgs>> = {
    "a rule of the security group": { transform: { securityGroupRule: { policy: "drop" } } },
    "the definition of an API": { routes: { "get-item": "GET /things/[id]" } },
    "the instances": { service: { instances: 2 }, balancer: { kind: "clb" } },
    "the image": { service: { imageId: "m-other" } },
    "the user data": { service: { pages: { "index.html": "other" } } },
    "the port": { service: { port: 8080 } },
    "a plug-in": { cors: true },
    "an app that may call": { apps: { shop_web: {} } },
    "where the APIs are published": { publication: { stage: "TEST" } },
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`is checked again for ${what}`, async () => {
      assert.notDeepEqual(await checkedFor(change), await checkedFor());
    });
  }

  it("is not checked again for a change of unrelated resources", async () => {
    const changed = await checkedFor({
      tags: { team: "shop" },
      readiness: { waitSeconds: 9 },
      accessLog: true,
      group: { groupName: "shop", instanceId: "apigateway-hz-1", description: "other" },
      protect: true,
      transform: { securityGroup: { description: "other" }, instance: { volumeTags: { team: "shop" } } },
    });
    assert.deepEqual(changed, await checkedFor());
  });

  it("accepts another waiting time, and can be disabled", async () => {
    assert.equal(
      findResource(await registered({ readiness: { waitSeconds: 900 } }), type).inputs.waitSeconds,
      900,
    );
    assert.deepEqual(
      (await registered({ readiness: false })).filter((one) => one.type === type),
      [],
    );
  });

  for (const waitSeconds of [0, 3_601, 1.5]) {
    it(`rejects ${waitSeconds} seconds`, () => {
      assert.throws(
        () => new VpcApi("shop", { ...args, readiness: { waitSeconds } }),
        (error) =>
          error instanceof ArgumentError &&
          error.problems.map(({ path }) => path).join() === "readiness.waitSeconds",
      );
    });
  }
});

describe("the dependencies of the readiness check", () => {
  const whole: VpcApiArgs = {
    network: { zones: ["cn-hangzhou-h", "cn-hangzhou-i"], ipv6: true },
    group: { groupName: "shop" },
    routes: { "get-item": { path: "/items", plugins: { cors: true } } },
    apps: { shop_web: { credentials: { appCode: { rotation: 1 } } } },
    throttling: { unit: "MINUTE", perApi: 100 },
    domains: [{ domain: "api.example.com", dns: { domain: "example.com" } }],
    readiness: true,
  };
  /** Programs that together have every kind of child. */
  const programs: VpcApiArgs[] = [
    whole,
    {
      ...whole,
      balancer: { kind: "alb" },
      gateway: { zoneId: "cn-hangzhou-MAZ6(i,j,k)", accessList: { allow: ["203.0.113.7"] } },
      accessLog: true,
    },
  ];
  const deploy = (args: VpcApiArgs) => deployToMocks(() => new VpcApi("shop", args));
  const findWay = async (args: VpcApiArgs) => findResource((await deploy(args)).resources, type);
  /** The check itself, what names and callers are made of, the log, and the domains that the check does not call. */
  const apart = [
    "appCredentials",
    "customDomain",
    "dnsRecord",
    "generatedCredential",
    "logConfig",
    "logProject",
    "logStore",
    "logStoreIndex",
    "nameSuffix",
    "readiness",
  ];

  const roles = Object.keys(childTypes) as (keyof ChildTransforms)[];
  const marks = Object.fromEntries(roles.map((role) => [role, { mark: { of: role } }])) as ChildTransforms;
  let digests: { plain: Record<string, string>; marked: Record<string, string>; children: string[] }[];

  before(async () => {
    digests = [];
    for (const args of programs) {
      const { resources } = await deploy(args);
      const findRole = (token: string) => roles.find((role) => childTypes[role] === token);
      digests.push({
        plain: findResource(resources, type).inputs.checkedFor as Record<string, string>,
        marked: (await findWay({ ...args, transform: marks })).inputs.checkedFor as Record<string, string>,
        children: resources.map((one) => `${findRole(one.type)}/${one.name.replace(/^shop-/, "")}`),
      });
    }
  });

  for (const role of roles) {
    const matters = !apart.includes(role);
    it(`${matters ? "include" : "do not include"} the arguments of ${role}`, () => {
      let count = 0;
      for (const { plain, marked, children } of digests) {
        for (const child of children.filter((name) => name.startsWith(`${role}/`))) {
          assert.equal(plain[child] !== undefined, matters, child);
          assert.equal(plain[child] !== marked[child], matters, child);
          count += 1;
        }
      }
      assert.ok(count > 0);
    });
  }

  it("are named by role and name, like nodes", async () => {
    const { inputs } = await findWay(whole);
    const names = Object.keys(Object(inputs.checkedFor));
    for (const name of ["clbListener/listener", "vpcAccess/access", "api/get-item"]) {
      assert.ok(names.includes(name), `${name} is not in ${names}`);
    }
  });

  it("keep the digest of secret arguments secret", async () => {
    const plugins = { auth: { type: "basicAuth" as const, document: pulumi.secret({ users: [] }) } };
    assert.ok(!(await findWay(whole)).secrets.includes("checkedFor"));
    assert.ok((await findWay({ ...whole, plugins })).secrets.includes("checkedFor"));
  });

  const [clb, alb] = programs as [VpcApiArgs, VpcApiArgs];
  for (const [balancer, args, name] of [
    ["a CLB", clb, "clbListener/listener"],
    ["an ALB", alb, "albServerGroup/alb-servers"],
  ] as const) {
    it(`include the health check of ${balancer} and the time until it fails`, async () => {
      const checks = async (args: VpcApiArgs) =>
        (await findWay(args)).inputs.healthChecks as Record<string, { digest: string }>;
      const check = (await checks(args))[name];
      assert.deepEqual(check, { digest: check?.digest, secondsUntilUnhealthy: 19 });
      const { kind } = args.balancer ?? {};
      const balancer = { ...(kind === "alb" && { kind }), healthCheckPath: "/health" };
      assert.notEqual((await checks({ ...args, balancer }))[name]?.digest, check?.digest);
      const two = { service: { instances: 3 }, transform: { clbListener: { description: "x" } } };
      assert.equal((await checks({ ...args, ...two }))[name]?.digest, check?.digest);
    });
  }

  it("include at least the time that the timeouts of a health check take", () => {
    assert.equal(
      secondsUntilUnhealthy({ healthCheckTimeout: 1, healthCheckInterval: 3, unhealthyThreshold: 2 }),
      5,
    );
  });
});
