import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as components from "../../../../components";
import { ArgumentError } from "../../../../components";
import { deployToMocks } from "../../../../testing/mocks";
import { childTypes } from "../childTypes";
import { hasSameKind, placesIn, values } from "../validation/places";

interface Part {
  /** Arguments without problems. */
  args: Record<string, unknown>;
  /** Whether things of the cloud have names that begin with the part's. */
  isInNames?: true;
  takesTags?: true;
  /** Further wrong arguments, and where each is noted. */
  wrong: Record<string, Record<string, unknown>>;
}

const vswitches = [
  { id: "vsw-1", zoneId: "cn-hangzhou-h", cidrBlock: "172.16.0.0/24" },
  { id: "vsw-2", zoneId: "cn-hangzhou-i", cidrBlock: "172.16.1.0/24" },
];
const servers = { instances: [{ id: "i-1" }], servicePort: 80 };

/** Each part that can be used alone. */
const parts: Record<string, Part> = {
  AccessLog: { args: {}, takesTags: true, wrong: { retentionDays: { retentionDays: 0 } } },
  ApiGroup: { args: { groupName: "shop" }, wrong: { groupName: { groupName: "1st" } } },
  App: {
    args: { appName: "shop_frontend" },
    takesTags: true,
    wrong: {
      "authorization.stag": {
        authorization: { groupId: "g", stage: "RELEASE", apiIds: {}, stag: "RELEASE" },
      },
      "authorizations.PROD": { authorizations: { PROD: { groupId: "g", stage: "PROD", apiIds: {} } } },
    },
  },
  ApplicationLoadBalancer: {
    args: { vpcId: "vpc-1", vswitches, ...servers },
    isInNames: true,
    takesTags: true,
    wrong: {
      port: { port: 0 },
      servicePort: { servicePort: 70_000 },
      vswitches: { vswitches: vswitches.slice(0, 1) },
      "vswitches[1].cidr": { vswitches: [vswitches[0], { ...vswitches[1], cidr: "172.16.1.0/24" }] },
      "instances[0].id": { instances: [{ key: "first" }] },
    },
  },
  ClassicLoadBalancer: {
    args: { vswitchId: "vsw-1", instances: [{ id: "i-1" }], servicePort: 80 },
    isInNames: true,
    takesTags: true,
    wrong: { servicePort: { servicePort: 0 }, healthCheckPath: { healthCheckPath: "health" } },
  },
  CustomDomain: {
    args: { domain: "api.example.com", groupId: "g", subDomain: "g.example.com" },
    wrong: { domain: { domain: "no domain" } },
  },
  GatewayAccess: {
    args: { accessName: "shop-access", vpcId: "vpc-1", target: "lb-1", port: 80 },
    isInNames: true,
    wrong: { port: { port: 0 }, servicePort: { servicePort: 0 }, host: { host: "no host" } },
  },
  GatewayInstance: {
    args: { zoneId: "cn-hangzhou-MAZ6(i,j,k)" },
    wrong: { instanceSpec: { instanceSpec: "small" } },
  },
  Network: {
    args: { zones: ["cn-hangzhou-h"] },
    isInNames: true,
    takesTags: true,
    wrong: { zones: { zones: 0 } },
  },
  NginxService: {
    args: { vpcId: "vpc-1", vswitchIds: ["vsw-1"] },
    isInNames: true,
    takesTags: true,
    wrong: { instances: { instances: 0 }, vswitchIds: { vswitchIds: [] } },
  },
  Plugins: {
    args: { prefix: "shop", groupId: "g", stage: "RELEASE", apiIds: { "get-home": "a" }, cors: true },
    takesTags: true,
    wrong: {
      "stages.RELEASE.apiIds": { stage: undefined, stages: { RELEASE: { stage: "RELEASE" } } },
      'routes["get-home"].crs': { routes: { "get-home": { crs: true } } },
    },
  },
  Publication: {
    args: { groupId: "g", routes: { "get-home": { apiId: "a", revision: "r" } } },
    wrong: {
      stage: { stage: "PROD" },
      'routes["get-home"].revision': { routes: { "get-home": { apiId: "a" } } },
    },
  },
  Routes: {
    args: { groupId: "g", accessName: "shop-access", routes: { "get-home": "GET /" } },
    wrong: {
      "defaults.timout": { defaults: { timout: 1 } },
      "defaults.timeout": { defaults: { timeout: 30_001 } },
      "defaults.auth": { defaults: { auth: "nobody" } },
      "defaults.protocols": { defaults: { protocols: [] } },
      'routes["get-home"].stages': { routes: { "get-home": { path: "/", stages: ["RELEASE"] } } },
    },
  },
  VpcApi: {
    args: { group: { groupName: "shop" }, routes: { "get-home": "GET /" } },
    isInNames: true,
    takesTags: true,
    wrong: { host: { host: "no host" } },
  },
};

type PartClass = new (name: string, args: unknown) => pulumi.ComponentResource;

const classes = new Map(
  Object.entries(components).flatMap(([name, value]) =>
    typeof value === "function" && value.prototype instanceof pulumi.ComponentResource
      ? [[name, value as unknown as PartClass] as const]
      : [],
  ),
);

/** Where the problems are; what was registered before is a failure of its own. */
async function findPaths(type: string, name: string, args: unknown): Promise<string[]> {
  const Class = classes.get(type);
  assert.ok(Class);
  const { resources, result } = await deployToMocks(() => {
    try {
      new Class(name, args);
    } catch (error) {
      if (!(error instanceof ArgumentError)) throw error;
      assert.equal(error.component, `${type} ${name}`);
      return error.problems.map(({ path }) => path);
    }
    return [];
  });
  if (result.length > 0) assert.deepEqual(resources, []);
  return result;
}

describe("each component alone", () => {
  it("is covered", () => assert.deepEqual([...classes.keys()].sort(), Object.keys(parts).sort()));

  for (const [type, { args, isInNames, takesTags, wrong }] of Object.entries(parts)) {
    describe(type, () => {
      it("accepts valid arguments", async () => assert.deepEqual(await findPaths(type, "shop", args), []));

      it("reports unknown keys and roles", async () => {
        assert.deepEqual(await findPaths(type, "shop", { ...args, unheardOf: 1 }), ["unheardOf"]);
        const transformed = { ...args, transform: { unheardOf: {} } };
        assert.deepEqual(await findPaths(type, "shop", transformed), ["transform.unheardOf"]);
      });

      it(`${takesTags ? "validates" : "rejects"} tags`, async () =>
        assert.deepEqual(await findPaths(type, "shop", { ...args, tags: { aliyun: "" } }), [
          takesTags ? 'tags["aliyun"]' : "tags",
        ]));

      for (const { path, value, put } of placesIn(args)) {
        it(`reports each value of a wrong type: ${path}`, async () => {
          for (const [other, words] of values) {
            if (hasSameKind(other, value)) continue;
            const changed = structuredClone(args);
            put(changed, other);
            const paths = await findPaths(type, "shop", changed);
            // In place of a text or true, the unknown keys of an object may be reported instead.
            assert.ok(
              paths.some((one) => one.startsWith(path)),
              `${words}: ${paths}`,
            );
          }
        });
      }

      if (isInNames) {
        it("validates its name", async () =>
          assert.deepEqual(await findPaths(type, "my shop", args), ["name"]));
      }

      for (const [path, more] of Object.entries(wrong)) {
        it(`reports ${path}`, async () =>
          assert.deepEqual(await findPaths(type, "shop", { ...args, ...more }), [path]));
      }
    });
  }

  describe("a component without the default provider of a package", function () {
    this.timeout(60_000);
    /** Further arguments, for children that components create only on request. */
    const more: Record<string, Record<string, unknown>> = {
      App: {
        credentials: { appCode: { rotation: 1 } },
        authorization: { groupId: "g", stage: "RELEASE", apiIds: { "get-home": "a" } },
      },
      GatewayAccess: { securityGroupId: "sg-1", servicePort: 80 },
      VpcApi: { apps: {}, readiness: true },
    };
    const programs = Object.entries(parts).flatMap(([type, { args }]) =>
      [args, ...(more[type] ? [{ ...args, ...more[type] }] : [])].map((args) => ({ type, args })),
    );
    const create = ({ type, args }: (typeof programs)[number], disabled: string[] = []) => {
      const Class = classes.get(type);
      assert.ok(Class);
      const program = () => {
        try {
          new Class("shop", args);
        } catch (error) {
          return error;
        }
        return undefined;
      };
      const config = { "pulumi:disable-default-providers": JSON.stringify(disabled) };
      return deployToMocks(program, disabled.length === 0 ? {} : { config });
    };

    /** Types of what each program registers. */
    const types = new Map<(typeof programs)[number], string[]>();
    before(async () => {
      for (const program of programs) {
        const { resources } = await create(program);
        types.set(
          program,
          resources.map(({ type }) => type),
        );
      }
    });

    for (const name of ["pulumi-nodejs", "random", "alicloud"]) {
      it(`fails if it has children of ${name}, before anything is registered`, async () => {
        for (const program of programs) {
          if (!types.get(program)?.some((type) => type.startsWith(`${name}:`))) continue;
          const refused = await create(program, [name]);
          assert.match(String(refused.result), new RegExp(`disable.*${name}`), program.type);
          assert.deepEqual(refused.resources, [], program.type);
        }
      });
    }

    it("is tested with every role that is not of alicloud", () => {
      const tried = new Set([...types.values()].flat());
      const others = Object.values(childTypes).filter((type) => !type.startsWith("alicloud:"));
      for (const type of others) assert.ok(tried.has(type), type);
    });
  });

  it("reports ten problems of one set of arguments", async () => {
    const args = {
      network: { zone: 3 },
      service: { port: 0 },
      balancer: { healthCheckPath: "health" },
      gateway: { zoneId: "MAZ6" },
      accessLog: { retentionDays: 0 },
      group: { groupName: "1st" },
      routes: { "get-home": { path: "home" } },
      publication: { remarks: "" },
      apps: { "an-app": {} },
      domains: ["no domain"],
    };
    assert.deepEqual(await findPaths("VpcApi", "shop", args), [
      "network.zone",
      "service.port",
      "accessLog.retentionDays",
      "balancer.healthCheckPath",
      "group.groupName",
      "gateway.zoneId",
      'routes["get-home"].path',
      "publication.remarks",
      'apps["an-app"]',
      "domains[0]",
    ]);
  });
});
