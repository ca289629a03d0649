import assert from "node:assert/strict";
import CloudApi, {
  AbolishApiRequest,
  CreateApiGroupRequest,
  CreateAppRequest,
  DeleteApiGroupRequest,
  DeleteApiRequest,
  DeleteAppRequest,
  DeleteDomainRequest,
  RemoveApisAuthoritiesRequest,
  RemoveVpcAccessRequest,
  SetDomainRequest,
} from "@alicloud/cloudapi20160714";
import { EngineStack } from "../support/engineStack";
import { sdkConfig } from "../support/sdkConfig";

/** A stack whose group and app have names that the account can have once. */
const program = ({ group = "", project = "shop-calls" } = {}) => `
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { VpcApi } from "alicloud-vpc-api";
const word = new random.RandomString("word", { length: 8, special: false }).result;
const api = new VpcApi("shop", {
  network: { zones: 1 },
  balancer: { kind: "none" },
  service: { pages: { "index.html": "home", a: pulumi.interpolate\`page a of \${word}\` } },
  group: { groupName: "shop" },
  defaults: { protocols: ["HTTP", "HTTPS"] },
  routes: { "get-a": "GET /a", "get-b": { path: "/b", backend: { path: "/a" } } },
  apps: { shop_web: {} },
  accessLog: { project: "shop-calls" },
  domains: [{ domain: "api.example.com", dns: { domain: "example.com" } }],
  transform: {
    group: (args, options) => { options.import = "${group}" || undefined; },
    logProject: (args, options) => { options.import = "${project}" || undefined; },
  },
});
export const url = api.urls["get-a"];
export const appCode = api.apps.shop_web?.appCode;
export const groupId = api.group.groupId;
export const appId = api.apps.shop_web?.appId;
export const apiIds = api.routes.apiIds;
export const access = api.access.access.id;
export { word };
`;

/** A log project as the access log makes it. */
const logProject = `
import * as alicloud from "@pulumi/alicloud";
new alicloud.log.Project("other", { projectName: "shop-calls", description: "API Gateway" });
`;

interface Outputs {
  groupId: string;
  appId: string;
  apiIds: Record<string, string>;
  access: string;
  word: string;
}

describe("resources that others create or delete, through the engine", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();
  let client: CloudApi;

  before(async () => {
    client = new CloudApi(sdkConfig(await stack.start(program())));
  });
  after(() => stack.remove());

  const preview = (succeeds = true) => stack.pulumi("preview -s local --non-interactive", { succeeds });
  const outputs = () => stack.outputs() as Outputs;
  async function isMended(): Promise<void> {
    stack.pulumi("refresh -s local --yes --skip-preview --non-interactive");
    stack.up();
    assert.equal((await stack.call()).status, 200);
    assert.equal((await stack.call("/b")).status, 200);
    stack.updatesNothing();
  }

  function urnsOf(type: RegExp): string[] {
    const { deployment } = JSON.parse(stack.pulumi("stack export -s local")) as {
      deployment: { resources: { urn: string; type: string }[] };
    };
    return deployment.resources.filter((it) => type.test(it.type)).map(({ urn }) => urn);
  }

  it("are reported in a preview if somebody else has them, with both fixes", async () => {
    const group = await client.createApiGroup(new CreateApiGroupRequest({ groupName: "shop" }));
    const groupId = group.body?.groupId ?? "";
    const app = await client.createApp(new CreateAppRequest({ appName: "shop_web" }));
    const appId = Number(app.body?.appId);
    stack.program(logProject);
    stack.up();
    // It stays in the cloud.
    stack.pulumi(`state delete -s local --yes '${urnsOf(/^alicloud:log/)[0]}'`);
    stack.program(program({ project: "" }));
    const domain = { domainName: "api.example.com", customDomainType: "INTRANET" };
    await client.setDomain(new SetDomainRequest({ groupId, ...domain }));
    const before = await stack.holds();
    const refused = preview(false);
    assert.match(
      refused,
      new RegExp(`groupName: "shop" is already used by API group ${groupId}, which is not in this stack`),
    );
    assert.match(
      refused,
      new RegExp(`appName: "shop_web" is already used by app ${appId}, which is not in this stack`),
    );
    assert.match(
      refused,
      new RegExp(
        `domain: "api\\.example\\.com/ on \\S+" is already used by binding ${groupId}:api\\.example\\.com`,
      ),
    );
    assert.match(refused, /project: "shop-calls" is already used by log project shop-calls/);
    assert.match(refused, new RegExp(`transform: \\{ group: .*options.import = "${groupId}"`));
    assert.equal(await stack.holds(), before);
    await client.deleteApp(new DeleteAppRequest({ appId }));
    stack.program(program({ group: groupId }));
    assert.match(preview(), /=\s+alicloud:apigateway:Group \S+ import/);
    await client.deleteApiGroup(new DeleteApiGroupRequest({ groupId }));
    stack.program(program());
  });

  it("are accepted in a second run, and if they are replaced", async () => {
    stack.up();
    const { status, body } = await stack.call();
    assert.deepEqual([status, body], [200, `page a of ${outputs().word}`]);
    stack.staysAsItIs();
    const urns = urnsOf(/apigateway\/(group|app|vpcAccess):/);
    assert.equal(urns.length, 3);
    stack.pulumi(`preview -s local --non-interactive ${urns.map((urn) => `--replace '${urn}'`).join(" ")}`);
  });

  it("are restored by refresh and up: authorizations, domains, the VPC access authorization", async () => {
    const { groupId, appId, apiIds, access } = outputs();
    const [, vpcId, instanceId, port] = access.split(":");
    await client.removeApisAuthorities(
      new RemoveApisAuthoritiesRequest({
        groupId,
        appId: Number(appId),
        stageName: "RELEASE",
        apiIds: Object.values(apiIds).join(","),
      }),
    );
    await client.deleteDomain(new DeleteDomainRequest({ groupId, domainName: "api.example.com" }));
    await client.removeVpcAccess(new RemoveVpcAccessRequest({ vpcId, instanceId, port: Number(port) }));
    await isMended();
  });

  it("fail a preview with the fix: an app", async () => {
    const { appId } = outputs();
    await client.deleteApp(new DeleteAppRequest({ appId: Number(appId) }));
    assert.match(
      preview(false),
      new RegExp(`App ${appId} no longer exists\\. .*Run \`pulumi up --replace '<URN of the app>'\``),
    );
    const [app] = urnsOf(/apigateway\/app:/);
    stack.pulumi(`up -s local --yes --skip-preview --non-interactive --replace '${app}'`);
    assert.equal((await stack.call()).status, 200);
    stack.updatesNothing();
  });

  it("fail a preview with the fix: an API", async () => {
    const { groupId, apiIds } = outputs();
    const apiId = apiIds["get-b"] ?? "";
    await client.abolishApi(new AbolishApiRequest({ groupId, apiId, stageName: "RELEASE" }));
    await client.deleteApi(new DeleteApiRequest({ groupId, apiId }));
    assert.match(
      preview(false),
      new RegExp(
        `route get-b: API ${apiId} no longer exists\\. .*Run \`pulumi refresh\`, then \`pulumi up\``,
      ),
    );
    await isMended();
  });

  it("fail a preview with the fix: the group", async () => {
    const { groupId, apiIds } = outputs();
    for (const apiId of Object.values(apiIds)) {
      await client.abolishApi(new AbolishApiRequest({ groupId, apiId, stageName: "RELEASE" }));
      await client.deleteApi(new DeleteApiRequest({ groupId, apiId }));
    }
    await client.deleteApiGroup(new DeleteApiGroupRequest({ groupId }));
    assert.match(
      preview(false),
      /API group \w+, or every API of it, no longer exists\. .*Run `pulumi refresh`, then `pulumi up`/,
    );
    await isMended();
    stack.refreshesNothing();
  });
});
