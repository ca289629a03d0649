import assert from "node:assert/strict";
import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { type ChildTransforms, VpcApi, type VpcApiArgs } from "../../../../components";
import { deployToMocks, type Registered, readOutput } from "../../../../testing/mocks";
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

const roles = Object.entries(childTypes) as [role: keyof ChildTransforms, type: string][];
const isChild = ({ type }: Registered) => !type.startsWith("alicloud-vpc-api:");

describe("the children of VpcApi", () => {
  describe("are in nodes by name", () => {
    const deployments: { resources: Registered[]; nodes: VpcApi["nodes"] }[] = [];
    before(async () => {
      for (const args of programs) {
        const { resources, result } = await deployToMocks(() => new VpcApi("shop", args));
        deployments.push({ resources, nodes: result.nodes });
      }
    });

    for (const [role, type] of roles) {
      it(`as nodes.${role}`, () => {
        const names = deployments.map(({ resources, nodes }) => {
          const children = resources.filter((resource) => resource.type === type).map(({ name }) => name);
          const inNodes = Object.keys(nodes[role]).map((name) => `shop-${name}`);
          assert.deepEqual(inNodes.sort(), children.sort());
          return inNodes;
        });
        assert.notEqual(names.flat().length, 0, "no program creates it");
      });
    }

    it("without exception", () => {
      const types = new Set(roles.map(([, type]) => type));
      const others = deployments.flatMap(({ resources }) =>
        resources.filter((resource) => isChild(resource) && !types.has(resource.type)),
      );
      assert.deepEqual(others, []);
    });
  });

  const classes = {
    vpc: alicloud.vpc.Network,
    instance: alicloud.ecs.Instance,
    clb: alicloud.slb.ApplicationLoadBalancer,
    alb: alicloud.alb.LoadBalancer,
    api: alicloud.apigateway.Api,
    nameSuffix: random.RandomString,
  };
  for (const [role, Class] of Object.entries(classes)) {
    it(`have the type token of the SDK: ${role}`, () => {
      assert.equal(childTypes[role as keyof typeof classes], Object(Class).__pulumiType);
    });
  }

  const forms: Record<string, (role: string) => unknown> = {
    "an object": (role) => ({ mark: { of: role } }),
    "a function": (role) => (args: Record<string, unknown>) => {
      args.mark = { of: role };
    },
  };
  for (const [form, findChange] of Object.entries(forms)) {
    describe(`are changed by ${form}`, () => {
      const transform = Object.fromEntries(roles.map(([role]) => [role, findChange(role)]));
      const resources: Registered[] = [];
      before(async () => {
        for (const args of programs) {
          const deployment = await deployToMocks(() => new VpcApi("shop", { ...args, transform }));
          resources.push(...deployment.resources);
        }
      });

      const findMarks = (isOfType: (type: string) => boolean) =>
        new Set(resources.filter(({ type }) => isOfType(type)).map(({ inputs }) => inputs.mark));
      for (const [role, type] of roles) {
        it(`in transform.${role}`, () => {
          const marks = [...findMarks((one) => one === type)].map((mark) => JSON.stringify(mark));
          assert.deepEqual([...new Set(marks)], [JSON.stringify({ of: role })]);
        });
      }

      it("and no other resource is", () => {
        const others = findMarks((type) => !roles.some(([, token]) => token === type));
        assert.deepEqual([...others], [undefined]);
      });
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
    const types = Object.values(result.nodes.instance).map(({ instanceType }) => readOutput(instanceType));
    assert.deepEqual(await Promise.all(types), ["ecs.e-c1m1.large", "ecs.c7.large"]);
  });

  it("are published again when a transform changes an API", async () => {
    const findRevision = async (transform: ChildTransforms) => {
      const { result } = await deployToMocks(() => new VpcApi("shop", { ...tutorial, transform }));
      return readOutput(pulumi.output(result.routes.revisions["get-item"]?.revision));
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
