import assert from "node:assert/strict";
import { ask } from "../../testing/ask";
import { EngineStack } from "../support/engineStack";

/** How a program passes providers. */
interface Passed {
  /** Region of a provider of its own. @default none is passed */
  region?: string;
}

/** A stack with a child of almost every kind. */
const program = ({ region }: Passed = {}) => `
import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { VpcApi } from "alicloud-vpc-api";
const config = new pulumi.Config("alicloud");
const opts: pulumi.ComponentResourceOptions = ${
  region === undefined
    ? "{}"
    : `{
  providers: [
    new alicloud.Provider("own", {
      region: "${region}",
      accessKey: config.get("accessKey"),
      secretKey: config.getSecret("secretKey"),
      endpoints: config.getObject("endpoints"),
      protocol: config.get("protocol"),
      accountType: "Domestic",
      skipRegionValidation: true,
    }),
    new random.Provider("own"),
  ],
}`
};
const api = new VpcApi("shop", {
  network: { zones: 1 },
  service: { pages: { "index.html": "home", a: "page a" } },
  gateway: { zoneId: "cn-hangzhou-MAZ6(i,j,k)", accessList: { allow: ["127.0.0.0/8"] } },
  accessLog: { retentionDays: 7 },
  group: { groupName: "shop" },
  defaults: { protocols: ["HTTP", "HTTPS"] },
  routes: {
    "get-a": "GET /a",
    "get-b": { path: "/b", backend: { path: "/a" }, plugins: { throttling: { perApi: 900 } } },
  },
  apps: { shop_web: {} },
  cors: { origins: ["https://shop.example.com"] },
  domains: [{ domain: "api.example.com", dns: { domain: "example.com" } }],
}, opts);
export const url = api.urls["get-a"];
export const appCode = api.apps.shop_web?.appCode;
`;

/** Types of children, by what they are in the cloud: parts of something else, or something of their own. */
const replacements = {
  "publications, authorizations and what dynamic resources look up": [
    "dynamic/alicloud-vpc-api:Publication",
    "dynamic/alicloud-vpc-api:Authorization",
    "dynamic/alicloud-vpc-api:AppCredentials",
    "dynamic/alicloud-vpc-api:CustomDomain",
    "dynamic/alicloud-vpc-api:EgressAddresses",
    "dynamic/alicloud-vpc-api:Readiness",
  ],
  "rules, listeners and attachments": [
    "securityGroupRule:SecurityGroupRule",
    "slb/listener:Listener",
    "pluginAttachment:PluginAttachment",
    "groupPluginAttachment:GroupPluginAttachment",
    "aclEntryAttachment:AclEntryAttachment",
    "instanceAclAttachment:InstanceAclAttachment",
    "alidnsRecord:AlidnsRecord",
    "storeIndex:StoreIndex",
    "logConfig:LogConfig",
  ],
  "APIs, apps, plug-ins, names and logs": [
    "apigateway/api:Api",
    "apigateway/app:App",
    "apigateway/plugin:Plugin",
    "vpcAccess:VpcAccess",
    "log/project:Project",
    "log/store:Store",
    "ecsPrefixList:EcsPrefixList",
  ],
  "the group, the access list, the servers and what they are in": [
    "apigateway/group:Group",
    "accessControlList:AccessControlList",
    "applicationLoadBalancer:ApplicationLoadBalancer",
    "slb/serverGroup:ServerGroup",
    "securityGroup:SecurityGroup",
    "ecs/instance:Instance",
    "vpc/switch:Switch",
  ],
} as const;

interface PlannedStep {
  op: string;
  urn: string;
}

describe("identity of resources, through the engine", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();
  before(async () => {
    await stack.start(program());
    stack.up();
  });
  after(() => stack.remove());

  /** What a preview would do, apart from nothing, as `op type name`. */
  function planned(): string[] {
    const { steps } = JSON.parse(stack.pulumi("preview -s local --non-interactive --json")) as {
      steps: PlannedStep[];
    };
    return steps
      .filter(({ op }) => op !== "same" && op !== "read")
      .map(({ op, urn }) => {
        const [, , type = "", name = ""] = urn.split("::");
        return `${op} ${type.split("$").at(-1)} ${name}`;
      })
      .sort();
  }

  it("is the same with an explicit provider of the same account and region", async () => {
    stack.program(program({ region: "cn-hangzhou" }));
    assert.deepEqual(planned(), [
      "create pulumi:providers:alicloud own",
      "create pulumi:providers:random own",
    ]);
    stack.up();
    assert.equal((await stack.call()).status, 200);
    stack.staysAsItIs();
  });

  it("reports disabled default providers, before anything is registered", async () => {
    disable("*");
    const refused = stack.pulumi("preview -s local --non-interactive", { succeeds: false });
    assert.match(refused, /pulumi:disable-default-providers has "\*", which disables pulumi-nodejs/);
    assert.match(refused, /pulumi:disable-default-providers: \["alicloud", "random"\]\./);
    disable("alicloud", "random");
    assert.deepEqual(planned(), []);
    stack.program(program());
    const without = stack.pulumi("preview -s local --non-interactive", { succeeds: false });
    for (const name of ["alicloud", "random"])
      assert.match(without, new RegExp(`no provider of ${name} is passed`));
    disable();
    stack.program(program({ region: "cn-hangzhou" }));
  });

  const disable = (...packages: string[]) =>
    stack.configure({ "pulumi:disable-default-providers": packages.length > 0 ? packages : undefined });

  for (const [what, types] of Object.entries(replacements)) {
    it(`survives a replacement of ${what} by the engine`, async () => {
      const urns = urnsOf(types);
      stack.pulumi(
        // Of several APIs, the engine deletes one before the publication, unless it does one thing at a time.
        `up -s local --yes --skip-preview --non-interactive --parallel 1 ${urns.map((urn) => `--replace '${urn}'`).join(" ")}`,
      );
      assert.equal((await stack.call()).status, 200);
      assert.deepEqual(planned(), []);
    });
  }

  /** At least one resource of each type. */
  function urnsOf(types: readonly string[]): string[] {
    const { deployment } = JSON.parse(stack.pulumi("stack export -s local")) as {
      deployment: { resources: { urn: string; type: string }[] };
    };
    return types.flatMap((type) => {
      const found = deployment.resources.filter((it) => it.type.endsWith(type)).map(({ urn }) => urn);
      assert.ok(found.length > 0, `the stack has no ${type}`);
      return found;
    });
  }
});

/** APIs without a back end of their own, in the region of a provider. */
const moving = (region: string) => `
import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import { ApiGroup, App, Publication, Routes } from "alicloud-vpc-api";
const config = new pulumi.Config("alicloud");
const opts: pulumi.ComponentResourceOptions = {
  provider: new alicloud.Provider("own", {
    region: "${region}",
    accessKey: config.get("accessKey"),
    secretKey: config.getSecret("secretKey"),
    endpoints: config.getObject("endpoints"),
    protocol: config.get("protocol"),
    accountType: "Domestic",
    skipRegionValidation: true,
  }),
};
const group = new ApiGroup("shop", { groupName: "shop" }, opts);
const { groupId } = group;
const routes = new Routes(
  "shop",
  { groupId, routes: { "get-a": { path: "/a", protocols: ["HTTP", "HTTPS"], backend: { mock: { body: "hello" } } } } },
  opts,
);
const publication = new Publication("shop", { groupId, routes: routes.revisions }, opts);
const app = new App(
  "shop-web",
  { appName: "shop_web", authorization: { groupId, stage: publication.stage, apiIds: routes.apiIds } },
  opts,
);
export const url = pulumi.interpolate\`https://\${group.subDomain}/a\`;
export const appCode = app.appCode;
`;

describe("a stack that moves to another region, through the engine", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();
  let endpoint = "";
  before(async () => {
    ({ endpoint } = await stack.start(moving("cn-hangzhou")));
    stack.up();
  });
  after(() => stack.remove());

  /** Regions that the cloud holds groups and APIs in. */
  async function regions(): Promise<string[]> {
    const { objects } = (await ask(endpoint, "objects")) as { objects: { kind: string; regionId: string }[] };
    const held = objects.filter(({ kind }) => kind === "apiGroup" || kind === "api");
    return [...new Set(held.map(({ regionId }) => regionId))];
  }

  it("is rejected in a preview, because the engine cannot move it, and created there after a destroy", async () => {
    stack.program(moving("cn-shanghai"));
    const refused = stack.pulumi("preview -s local --non-interactive", { succeeds: false });
    assert.match(refused, /is in cn-hangzhou, and the provider is now in cn-shanghai\. .*`pulumi destroy`/);
    assert.deepEqual(await regions(), ["cn-hangzhou"]);
    assert.equal(await stack.destroy(), 0);
    stack.up();
    assert.equal((await stack.call()).body, "hello");
    assert.deepEqual(await regions(), ["cn-shanghai"]);
    stack.staysAsItIs();
  });
});
