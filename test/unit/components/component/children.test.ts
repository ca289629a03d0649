import assert from "node:assert/strict";
import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { type ChildTransforms, VpcApi, type VpcApiArgs } from "../../../../components";
import { deployToMocks, known, type Registered } from "../../../../testing/mocks";
import { childTypes } from "../childTypes";

const tutorial: VpcApiArgs = {
  network: { zones: ["cn-hangzhou-h", "cn-hangzhou-i"] },
  group: { groupName: "shop" },
  routes: { "get-item": { path: "/items/[id]", protocols: ["HTTP"], plugins: { cors: true } } },
  apps: { shop_frontend: {} },
  throttling: { unit: "MINUTE", perApi: 100 },
  domains: [{ domain: "api.example.com", dns: { domain: "example.com" }, redirect: false }],
};

/** Programs that together have every kind of child. */
const programs: VpcApiArgs[] = [
  tutorial,
  {
    ...tutorial,
    balancer: { kind: "alb" },
    gateway: { zoneId: "cn-hangzhou-MAZ6(i,j,k)", accessList: { allow: ["203.0.113.7"] } },
    accessLog: true,
    apps: { shop_frontend: { credentials: { appCode: { rotation: 1 } } } },
    readiness: true,
  },
];

const isChild = ({ type }: Registered) => !type.startsWith("alicloud-vpc-api:");

describe("the children of VpcApi", () => {
  it("are in nodes, by role and name", async () => {
    const reached = new Set<string>();
    for (const args of programs) {
      const { resources, result } = await deployToMocks(() => new VpcApi("shop", args));
      const children = resources.filter(isChild).map(({ type, name }) => `${type} ${name}`);
      const nodes = Object.entries(result.nodes).flatMap(([role, byName]) =>
        Object.keys(byName).map((name) => `${childTypes[role as keyof ChildTransforms]} shop-${name}`),
      );
      assert.deepEqual(nodes.sort(), children.sort());
      for (const [role, byName] of Object.entries(result.nodes)) {
        if (Object.keys(byName).length > 0) reached.add(role);
      }
    }
    assert.deepEqual([...reached].sort(), Object.keys(childTypes).sort());
  });

  it("have the type tokens of the SDK", () => {
    const classes = {
      vpc: alicloud.vpc.Network,
      instance: alicloud.ecs.Instance,
      clb: alicloud.slb.ApplicationLoadBalancer,
      alb: alicloud.alb.LoadBalancer,
      api: alicloud.apigateway.Api,
      nameSuffix: random.RandomString,
    };
    for (const [role, made] of Object.entries(classes)) {
      assert.equal(
        childTypes[role as keyof typeof classes],
        (made as { __pulumiType?: string }).__pulumiType,
      );
    }
  });

  const forms: Record<string, (role: string) => unknown> = {
    "an object": (role) => ({ mark: { of: role } }),
    "a function": (role) => (args: Record<string, unknown>) => {
      args.mark = { of: role };
    },
  };
  for (const [form, findChange] of Object.entries(forms)) {
    it(`can all be changed by ${form}`, async () => {
      const roles = Object.entries(childTypes);
      const transform = Object.fromEntries(roles.map(([role]) => [role, findChange(role)]));
      const changed = new Set<unknown>();
      for (const args of programs) {
        const { resources } = await deployToMocks(() => new VpcApi("shop", { ...args, transform }));
        for (const { type, inputs } of resources) {
          const role = roles.find(([, token]) => token === type)?.[0];
          assert.deepEqual(inputs.mark, role && { of: role });
          changed.add(role);
        }
      }
      for (const [role] of roles) assert.ok(changed.has(role), role);
    });
  }

  it("are distinguished by name, and their options can be changed", async () => {
    const seen: string[] = [];
    const { result } = await deployToMocks(
      () =>
        new VpcApi("shop", {
          ...tutorial,
          transform: {
            instance: (args, options, name) => {
              seen.push(name);
              if (name.endsWith("-i")) args.instanceType = "ecs.c7.large";
              options.retainOnDelete = true;
            },
          },
        }),
    );
    assert.deepEqual(seen, ["shop-instance-cn-hangzhou-h", "shop-instance-cn-hangzhou-i"]);
    const types = Object.values(result.nodes.instance).map(({ instanceType }) => known(instanceType));
    assert.deepEqual(await Promise.all(types), ["ecs.e-c1m1.large", "ecs.c7.large"]);
  });

  it("are published again when a transform changes an API", async () => {
    const findRevision = async (transform: ChildTransforms) => {
      const { result } = await deployToMocks(() => new VpcApi("shop", { ...tutorial, transform }));
      return known(pulumi.output(result.routes.revisions["get-item"]?.revision));
    };
    assert.notEqual(await findRevision({}), await findRevision({ api: { forceNonceCheck: true } }));
    assert.equal(await findRevision({}), await findRevision({ vpc: { description: "mine" } }));
  });

  it("that are protected also have the cloud's deletion protection, until protect is false", async () => {
    const flags = ["deletionProtection", "deleteProtection", "deletionProtectionEnabled"];
    const findFlags = async (args: VpcApiArgs) => {
      const { resources } = await deployToMocks(() => new VpcApi("shop", args));
      return resources
        .flatMap(({ inputs }) => flags.flatMap((flag) => (flag in inputs ? [String(inputs[flag])] : [])))
        .sort();
    };
    assert.deepEqual(await findFlags({ ...tutorial, protect: true }), ["on", "true", "true"]);
    assert.deepEqual(await findFlags({ ...tutorial, protect: false }), ["false", "false", "off"]);
    assert.deepEqual(await findFlags({ ...tutorial, protect: true, balancer: { kind: "alb" } }), [
      "true",
      "true",
      "true",
    ]);
    assert.deepEqual(await findFlags(tutorial), []);
  });

  for (const [title, args, opts, expected] of [
    ["the option protect", tutorial, { protect: true }, true],
    ["the argument protect", { ...tutorial, protect: true }, {}, true],
    ["the argument before the option", { ...tutorial, protect: false }, { protect: true }, false],
    ["neither", tutorial, {}, undefined],
  ] as const) {
    it(`are protected by ${title}`, async () => {
      const { result } = await deployToMocks(() => new VpcApi("shop", args, opts));
      const children = Object.values(result.nodes).flatMap((byName) => Object.values(byName));
      const flags = children.map((one) => (one as unknown as { __protect?: boolean }).__protect);
      assert.ok(children.length > 0);
      assert.deepEqual([...new Set(flags)], [expected]);
    });
  }

  it("reject a transform that is null, before anything is created", async () => {
    const transform = { group: null } as unknown as ChildTransforms;
    await deployToMocks(() => {
      assert.throws(
        () => new VpcApi("shop", { ...tutorial, transform }),
        /transform\.group: is null\. It must be an object or a function\./,
      );
    });
  });
});
