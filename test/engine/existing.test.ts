import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { type ApiAnswer, callApi, readRefusal } from "../../testing/call";
import type { LocalCloud } from "../../testing/localCloud";
import { EngineStack } from "../support/engineStack";

const key = Buffer.from("a key that only both sides share").toString("base64url");

/** A service of the user's own with plug-ins, and the same service once more for each way to name what exists. */
const program = (open: string, publication = "", more = "") => `
import { ClassicLoadBalancer, VpcApi, type VpcApiArgs } from "alicloud-vpc-api";
const defaults = { auth: "anonymous", protocols: ["HTTP", "HTTPS"] } as const;
const own = new VpcApi("own", {
  network: { cidrBlock: "11.0.0.0/16", zones: 1 },
  service: {
    port: 8080,
    userData: \`#cloud-config
packages: [nginx]
write_files:
  - path: /etc/nginx/conf.d/own.conf
    content: "server { listen 8080; location / { return 200 'own $request_uri'; } location /gone { return 404; } }"
runcmd: [systemctl enable --now nginx]
\`,
  },
  group: { groupName: "own-group" },
  defaults: { ...defaults, protocols: [...defaults.protocols] },
  routes: {
    ${open}
    "get-denied": { path: "/denied", plugins: { ipAccess: { deny: ["127.0.0.1"] } } },
    "get-token": { path: "/token", plugins: { jwt: { jwk: { kty: "oct", alg: "HS256", k: "${key}" } } } },
    "get-gone": {
      path: "/gone",
      plugins: {
        errorMapping: {
          parameters: { status: "StatusCode" },
          condition: "$status = 404",
          code: "status",
          mappings: { "404": { status: 410, message: "gone for good" } },
        },
      },
    },
  },
  cors: { origins: ["https://shop.example.com"], credentials: true },
  ${publication}
});
const { vpcId, vswitchIds } = own.network;
const [instance] = own.service?.instances ?? [];
if (!instance) throw new Error("no instance");
const securityGroupId = own.service?.securityGroupId;
const existing = (name: string, service: VpcApiArgs["service"], more: Partial<VpcApiArgs> = {}) =>
  new VpcApi(name, {
    network: { existing: { vpcId } },
    service,
    group: { groupName: \`\${name}-group\` },
    defaults: { ...defaults, protocols: [...defaults.protocols] },
    routes: { [\`get-\${name}\`]: "GET /" },
    ...more,
  });
const port = 8080;
const vswitchId = vswitchIds.apply(([first = ""]) => first);
const balancer = new ClassicLoadBalancer("other", { vswitchId, instances: [instance], servicePort: port });
const all = [
  existing("instance", { existing: { target: instance.id, port } }),
  existing("address", { existing: { target: instance.primaryIpAddress, port } }),
  existing("balancer", { existing: { target: balancer.loadBalancerId, port } }),
  existing(
    "behind",
    { existing: { instances: [{ id: instance.id }], port, ...(securityGroupId && { securityGroupId }) } },
    { network: { existing: { vpcId, vswitchIds: [vswitchId] } } },
  ),
  new VpcApi("shared", {
    access: own.access,
    group: { groupName: "shared-group" },
    defaults: { ...defaults, protocols: [...defaults.protocols] },
    routes: { "get-shared": "GET /" },
  }),
];
${more}
export const urls = { ...own.urls, ...Object.assign({}, ...all.map(({ urls }) => urls)) };
export const versions = own.publication.versions;
`;

describe("existing resources, your own service, and plug-ins, through the engine", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();
  let served: LocalCloud;
  before(async () => {
    served = await stack.start(program(`"get-open": { path: "/open", backend: { path: "/" } },`));
    stack.up();
  });
  after(() => stack.remove());

  const outputs = () =>
    stack.outputs() as { urls: Record<string, string>; versions: { RELEASE: Record<string, string> } };
  const call = (
    route: string,
    more: { method?: string; headers?: Record<string, string> } = {},
  ): Promise<ApiAnswer> => {
    const { hostname: host, pathname: path } = new URL(outputs().urls[route] ?? "");
    const credentials = { appCode: "", appKey: "", appSecret: "" };
    return callApi({ gateway: served.gateway, host, path, auth: "none", credentials, ...more });
  };
  const bodyOf = async (route: string) => {
    const answer = await call(route);
    return answer.status === 200 ? answer.body : `${answer.status} ${readRefusal(answer).code}`;
  };

  for (const [name, what] of [
    ["open", "a service of one's own in a VPC with a block of its own"],
    ["instance", "an instance that exists"],
    ["address", "its private address"],
    ["balancer", "a CLB that exists"],
    ["behind", "instances that exist, behind a new CLB"],
    ["shared", "what another VpcApi has an authorization for, by sharing it"],
  ]) {
    it(`calls ${what}`, async () => assert.equal(await bodyOf(`get-${name}`), "own /"));
  }

  it("rejects a second authorization for a target before it creates anything", async () => {
    const open = `"get-open": { path: "/open", backend: { path: "/" } },`;
    const target = 'target: own.balancer?.loadBalancerId ?? "", port: own.balancer?.port ?? 0';
    stack.program(program(open, "", `existing("second", { existing: { ${target} } });`));
    const { ended, output } = stack.attempt("preview -s local --non-interactive");
    assert.ok(!ended, output);
    assert.match(
      output,
      /service\.existing\.target: This output on port 8080 is also the target of VpcApi own/,
    );
    assert.match(output, /access: other\.access/);
    stack.program(program(open));
  });

  it("rejects a denied address", async () => assert.equal(await bodyOf("get-denied"), "403 A403IP"));

  it("requires a token, and accepts one that is signed with the key", async () => {
    assert.equal(await bodyOf("get-token"), "400 I400JR");
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const exp = Math.floor(Date.now() / 1_000) + 600;
    const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part({ sub: "me", exp })}`;
    const signature = (secret: string) => createHmac("sha256", secret).update(signed).digest("base64url");
    const withKey = (secret: string) =>
      call("get-token", { headers: { Authorization: `Bearer ${signed}.${signature(secret)}` } });
    assert.equal((await withKey("a key that only both sides share")).body, "own /token");
    assert.equal((await withKey("another key")).status, 403);
  });

  it("replaces an error of the service", async () => {
    const { status, headers } = await call("get-gone");
    assert.deepEqual([status, headers["x-ca-error-message"]], [410, "gone for good"]);
  });

  it("answers a preflight request, only for the allowed origin", async () => {
    const preflight = (Origin: string) =>
      call("get-open", { method: "OPTIONS", headers: { Origin, "Access-Control-Request-Method": "GET" } });
    const { headers } = await preflight("https://shop.example.com");
    assert.equal(headers["access-control-allow-origin"], "https://shop.example.com");
    assert.equal(headers["access-control-allow-credentials"], "true");
    assert.equal(
      (await preflight("https://other.example.com")).headers["access-control-allow-origin"],
      undefined,
    );
  });

  it("renames a route without a new API, and rolls one API back", async () => {
    stack.updatesNothing();
    const { versions } = outputs();
    const renamed = `"get-home": { path: "/open", backend: { path: "/changed" }, formerName: "get-open" },`;
    stack.program(program(renamed));
    assert.match(stack.up(), /get-home/);
    assert.equal(await bodyOf("get-home"), "own /changed");
    const back = `publication: { stages: { RELEASE: { rolledBack: { "get-home": "${versions.RELEASE["get-open"]}" } } } },`;
    stack.program(program(renamed, back));
    stack.up();
    assert.equal(await bodyOf("get-home"), "own /");
    stack.staysAsItIs();
  });

  it("destroys all resources", async () => assert.equal(await stack.destroy(), 0));
});
