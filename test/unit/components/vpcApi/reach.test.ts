import assert from "node:assert/strict";
import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { ChildKinds } from "../../../../components";
import { VpcApi, type VpcApiArgs } from "../../../../components";
import { deployToMocks } from "../../../../testing/mocks";
import { deployFamily, type Watch } from "../../../support/family";
import { PublishedSdk } from "../../../support/publishedSdk";
import { childTypes } from "../childTypes";

const shop: VpcApiArgs = {
  network: { zones: ["cn-hangzhou-h", "cn-hangzhou-i"] },
  group: { groupName: "shop" },
  routes: { "get-item": { path: "/items/[id]", protocols: ["HTTP"], plugins: { cors: true } } },
  apps: { shop_frontend: { credentials: { appCode: { rotation: 1 } } } },
  throttling: { unit: "MINUTE", perApi: 100 },
  domains: [{ domain: "api.example.com", dns: { domain: "example.com" }, redirect: false }],
  readiness: true,
  tags: { team: "shop" },
};

/** Programs that together have every kind of child. */
const programs: VpcApiArgs[] = [
  shop,
  {
    ...shop,
    balancer: { kind: "alb" },
    gateway: { zoneId: "cn-hangzhou-MAZ6(i,j,k)", accessList: { allow: ["203.0.113.7"] } },
    accessLog: true,
  },
];

const sdk = new PublishedSdk("@pulumi/alicloud");
const roles = Object.keys(childTypes) as (keyof ChildKinds)[];
const findRole = (type: string) => roles.find((role) => childTypes[role] === type);
const takesTags = (type: string) => sdk.signatureOf(type)?.inputs.has("tags") === true;

/** Every child of each program, in a VpcApi with options. */
async function childrenWith(optionsOf: () => pulumi.ComponentResourceOptions = () => ({})) {
  const options: pulumi.ComponentResourceOptions[] = [];
  const families = [];
  for (const args of programs) {
    const build = (watch: Watch) => {
      const own = optionsOf();
      options.push(own);
      return new VpcApi("shop", args, { ...own, ...watch });
    };
    const { relatives } = await deployFamily(build);
    families.push(relatives.filter(({ type }) => findRole(type) !== undefined));
  }
  assert.deepEqual([...new Set(families.flat().map(({ type }) => findRole(type)))].sort(), [...roles].sort());
  return { families, options };
}

describe("an argument or option of a VpcApi", () => {
  for (const role of roles.filter((role) => takesTags(childTypes[role]))) {
    it(`reaches ${role}: tags`, async () => {
      const { families } = await tagged();
      const ones = families.flat().filter(({ type }) => type === childTypes[role]);
      assert.ok(ones.length > 0);
      for (const { inputs, name } of ones) assert.deepEqual(inputs.tags, { team: "shop" }, name);
    });
  }
  let made: ReturnType<typeof childrenWith> | undefined;
  const tagged = () => {
    made ??= childrenWith();
    return made;
  };

  it("does not set tags on children without tags", async () => {
    const { families } = await tagged();
    const others = families.flat().filter(({ type }) => !takesTags(type));
    assert.ok(others.length > 0);
    for (const { inputs, name } of others) assert.ok(!("tags" in inputs), name);
  });

  it("reaches every child: the provider, or its region for dynamic resources", async () => {
    const made: alicloud.Provider[] = [];
    const { families } = await childrenWith(() => {
      const provider = new alicloud.Provider("shanghai", { region: "cn-shanghai" });
      made.push(provider);
      return { providers: [provider] };
    });
    for (const [index, children] of families.entries()) {
      for (const { type, name, inputs, hasProvider } of children) {
        if (type.startsWith("alicloud:")) assert.ok(hasProvider(made[index] as alicloud.Provider), name);
        else if (!type.startsWith("random:")) assert.equal(inputs.regionId, "cn-shanghai", name);
      }
    }
  });

  it("reaches every child: the parent, with its aliases", async () => {
    const { families } = await tagged();
    for (const { urn, name } of families.flat()) {
      assert.match(urn, /^urn:pulumi:stack::project::alicloud-vpc-api:index:[A-Z]\w+\$/, name);
    }
  });

  for (const [index, args] of programs.entries()) {
    it(`reaches every child: dependsOn of program ${index}`, async () => {
      let isThere = false;
      const { resources } = await deployToMocks(() => {
        // Known only after all that waits for nothing has been registered.
        const later = new Promise<number>((resolve) => setTimeout(resolve, 200, 6));
        const length = pulumi.output(later).apply((known) => {
          isThere = true;
          return known;
        });
        const first = new random.RandomString("first", { length });
        return new VpcApi("shop", args, { dependsOn: first });
      });
      assert.ok(isThere);
      const names = resources.filter(({ type }) => !type.startsWith("alicloud-vpc-api:"));
      assert.equal(names[0]?.name, "first");
    });
  }
});

describe("the outputs of each component", () => {
  /** What VpcApi has from its parts, besides its own. */
  const fromParts = [
    "vpcId",
    "groupId",
    "subDomain",
    "apiIds",
    "appIds",
    "instanceId",
    "logProject",
    "logStore",
  ];
  const prototype = pulumi.ComponentResource.prototype as unknown as {
    registerOutputs(outputs?: object): void;
  };
  const { registerOutputs } = prototype;
  afterEach(() => {
    prototype.registerOutputs = registerOutputs;
  });

  const isResources = (value: unknown): boolean =>
    pulumi.Resource.isInstance(value) ||
    (typeof value === "object" &&
      value !== null &&
      !pulumi.Output.isInstance(value) &&
      Object.values(value).some(isResources));
  const isEmpty = (value: unknown) =>
    value === undefined ||
    (typeof value === "object" &&
      value !== null &&
      !pulumi.Output.isInstance(value) &&
      Object.keys(value).length === 0);
  const isPart = (resource: pulumi.Resource) => "nodes" in resource;
  const isValue = (value: unknown) => !isEmpty(value) && typeof value !== "function";
  const isOwn = (key: string) => !key.startsWith("__") && key !== "urn" && key !== "nodes";

  it("are all public fields that are not resources", async () => {
    const seen = new Map<pulumi.Resource, object>();
    prototype.registerOutputs = function (this: pulumi.Resource, outputs?: object) {
      // Pulumi itself calls it again, with nothing.
      if (isPart(this) && !seen.has(this)) seen.set(this, outputs ?? {});
      registerOutputs.call(this, outputs);
    };
    for (const args of programs) await deployToMocks(() => new VpcApi("shop", args));
    const kinds = new Set<string>();
    for (const [component, outputs] of seen) {
      kinds.add(component.constructor.name);
      const fields = Object.entries(component)
        .filter(([key, value]) => isOwn(key) && isValue(value) && !isResources(value))
        .map(([key]) => key);
      const extra = component instanceof VpcApi ? fromParts : [];
      const registered = Object.entries(outputs)
        .filter(([key, value]) => !isEmpty(value) && !extra.includes(key))
        .map(([key]) => key);
      assert.deepEqual(registered.sort(), fields.sort(), component.constructor.name);
    }
    assert.deepEqual([...kinds].sort(), [
      "AccessLog",
      "ApiGroup",
      "App",
      "ApplicationLoadBalancer",
      "ClassicLoadBalancer",
      "CustomDomain",
      "GatewayAccess",
      "GatewayInstance",
      "Network",
      "NginxService",
      "Plugins",
      "Publication",
      "Routes",
      "VpcApi",
    ]);
  });
});
