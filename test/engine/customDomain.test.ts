import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import CloudApiClient, { DeleteDomainRequest, SetDomainRequest } from "@alicloud/cloudapi20160714";
import { decodeInto } from "../../local/store/journalFormat";
import { Store } from "../../local/store/store";
import { EngineStack } from "../support/engineStack";
import { sdkConfig } from "../support/sdkConfig";
import { TestAuthority, type TestCertificate } from "../support/testCertificates";

const domain = "api.example.com";

const internal = "internal.example.com";

/**
 * A stack with a domain whose zone, certificate and key are configuration; with "more", its certificate is in the
 * certificate service, and there are a wildcard and an intranet domain.
 */
const program = `
import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import { VpcApi } from "alicloud-vpc-api";
const config = new pulumi.Config();
const zone = config.get("zone");
const pem = { body: config.require("body"), privateKey: config.requireSecret("key") };
const more = config.getBoolean("more") ?? false;
const stored = () =>
  new alicloud.cas.ServiceCertificate("stored", { certificateName: "api", cert: pem.body, key: pem.privateKey }).id;
const certificate = more ? { id: stored() } : pem;
const dns = zone ? { dns: { domain: zone } } : {};
const api = new VpcApi("nginx-demo", {
  network: { zones: 1 },
  group: { groupName: "nginx-demo" },
  routes: { "nginx-test": { path: "/nginx", backend: { path: "/" } } },
  apps: { nginx_demo_app: {} },
  domains: [
    { domain: "${domain}", ...dns, certificate },
    ...(more
      ? [
          { domain: "*.shop.example.com", patterns: ["{name}-shop.shop.example.com"], ...dns, certificate },
          { domain: "${internal}", network: "intranet" as const, certificate: pem },
        ]
      : []),
  ],
});
export const groupId = api.group.groupId;
export const records = api.domains["${internal}"]?.records;
export const url = api.domainUrls["${domain}"]?.["nginx-test"];
export const appCode = api.apps.nginx_demo_app?.appCode;
`;

describe("a stack with a custom domain, through the engine", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();
  const authority = new TestAuthority();
  let first: TestCertificate;
  let second: TestCertificate;
  let ca = "";
  let port = 0;
  let vpcPort = 0;
  let client: CloudApiClient;

  before(async () => {
    [first, second, ca] = await Promise.all([
      authority.issue([domain]),
      authority.issue([domain, "*.shop.example.com", internal]),
      authority.cert,
    ]);
    const cloud = await stack.start(program);
    port = Number(cloud.gateway.split(":")[1]);
    vpcPort = Number(cloud.gatewayVpc.split(":")[1]);
    client = new CloudApiClient(sdkConfig(cloud));
    configure(first);
  });
  after(() => stack.remove());

  function configure({ body, privateKey }: TestCertificate): void {
    stack.configure({ "alicloud-vpc-api:body": body });
    stack.pulumi("config -s local set --secret key", { input: privateKey });
  }
  /** What the local cloud holds. */
  function kept(): Store {
    const store = new Store();
    decodeInto(store, readFileSync(join(stack.dirs.cloud, "state.jsonl"), "utf8"));
    return store;
  }
  const pulumi = (words: string, succeeds = true) => stack.pulumi(words, { succeeds });
  const output = (name: string): unknown => new Map(Object.entries(stack.outputs())).get(name);
  const up = (succeeds = true) => stack.up({ succeeds });

  /** The certificate that is presented for the domain, and the answer. */
  function callOverTls(
    host = domain,
    at = port,
  ): Promise<{ certificate: string; status: number; page: string }> {
    const headers = { host, authorization: `APPCODE ${output("appCode")}` };
    const target = { host: "127.0.0.1", port: at, servername: host, path: "/nginx", agent: false };
    return new Promise((resolve, reject) => {
      requestHttps({ ...target, headers, ca }, (answer) => {
        const { raw } = (answer.socket as TLSSocket).getPeerCertificate();
        let page = "";
        answer.setEncoding("utf8").on("data", (text: string) => {
          page += text;
        });
        const certificate = raw.toString("base64");
        answer.on("end", () => resolve({ certificate, status: answer.statusCode ?? 0, page }));
      })
        .on("error", reject)
        .end();
    });
  }
  const base64Of = ({ body }: { body: string }) => body.replace(/-----[^-]+-----|\s/g, "");

  it("is rejected until DNS proves the ownership, with the records to create", () => {
    const output = up(false);
    assert.match(output, /SingleDomainOwnershipCheckFail/);
    assert.match(output, /api\.example\.com {2}CNAME {2}[0-9a-f]{32}-cn-hangzhou\.alicloudapi\.com/);
  });

  it("deploys with the records in a zone, and does not change", () => {
    stack.configure({ "alicloud-vpc-api:zone": "example.com" });
    assert.match(up(), /\+ 4 created/);
    assert.match(up(), /Resources:\n\s+36 unchanged/);
    assert.match(pulumi("refresh -s local --yes --skip-preview --non-interactive"), /\n\s+36 unchanged/);
  });

  it("answers over TLS with the certificate of the domain, and redirects HTTP", async () => {
    const { certificate, status, page } = await callOverTls();
    assert.equal(certificate, base64Of(first));
    assert.equal(status, 200);
    assert.match(page, /Welcome to nginx/);
    const target = { host: "127.0.0.1", port, path: "/nginx", headers: { host: domain }, agent: false };
    const [code, location] = await new Promise<[number | undefined, string | undefined]>((resolve, reject) =>
      requestHttp(target, ({ statusCode, headers }) => resolve([statusCode, headers.location]))
        .on("error", reject)
        .end(),
    );
    assert.deepEqual([code, location], [308, `https://${domain}/nginx`]);
  });

  it("rejects a certificate with a wrong key at preview, and exchanges it in place", async () => {
    stack.configure({ "alicloud-vpc-api:body": second.body });
    const refused = pulumi("preview -s local --non-interactive", false);
    assert.match(refused, /certificate\.privateKey: does not belong to the certificate/);
    stack.pulumi("config -s local set --secret key", { input: second.privateKey });
    assert.match(up(), /Resources:\n\s+~ 1 updated\n\s+35 unchanged/);
    assert.equal((await callOverTls()).certificate, base64Of(second));
  });

  it("detects and reverts manual changes, and adopts a manual binding", async () => {
    const groupId = String(output("groupId"));
    await client.deleteDomain(new DeleteDomainRequest({ groupId, domainName: domain }));
    const byHand = { groupId, domainName: internal, customDomainType: "INTRANET", bindStageName: "PRE" };
    await client.setDomain(new SetDomainRequest(byHand));
    assert.match(pulumi("refresh -s local --yes --skip-preview --non-interactive"), /- 1 deleted/);
    stack.configure({ "alicloud-vpc-api:more": "true" });
    assert.match(up(), /\+ 8 created\n\s+~ 2 updated/);
    stack.staysAsItIs();
    const bound = kept().customDomains.all();
    assert.deepEqual(bound.map(({ domainName, bindStageName }) => `${domainName} ${bindStageName}`).sort(), [
      "*.shop.example.com RELEASE",
      `${domain} RELEASE`,
      `${internal} RELEASE`,
    ]);
  });

  it("answers with the certificate of the certificate service, only for hosts of a pattern", async () => {
    const { certificate, status } = await callOverTls();
    assert.deepEqual([certificate, status], [base64Of(second), 200]);
    const wildcard = await callOverTls("blue-shop.shop.example.com");
    assert.deepEqual([wildcard.certificate, wildcard.status], [base64Of(second), 200]);
    await assert.rejects(callOverTls("blue.shop.example.com"), /certificate/);
  });

  it("is reachable only from VPCs as an intranet domain", async () => {
    assert.equal((await callOverTls(internal, vpcPort)).status, 200);
    assert.equal((await callOverTls(internal)).status, 404);
    assert.equal((await callOverTls(domain, vpcPort)).status, 404);
    assert.match(JSON.stringify(output("records")), /-cn-hangzhou-vpc\.alicloudapi\.com/);
  });

  it("destroys all resources, and leaves no private key", async () => {
    assert.match(pulumi("destroy -s local --yes --skip-preview --non-interactive"), /- 43 deleted/);
    const store = kept();
    for (const table of ["customDomains", "dnsRecords", "certificates", "apiGroups", "vpcs"] as const)
      assert.deepEqual(store[table].all(), [], table);
    const lines = [first, second].map(({ privateKey }) => privateKey.split("\n")[1] ?? "");
    const texts = [
      ...allFiles(stack.dirs.backend).map((file) => readFileSync(file, "utf8")),
      await stack.stop(),
    ];
    assert.ok(texts.length > 2);
    for (const line of lines) assert.ok(!texts.some((text) => text.includes(line)));
  });
});

function allFiles(dir: string): string[] {
  return readdirSync(dir)
    .map((name) => join(dir, name))
    .flatMap((path) => (statSync(path).isDirectory() ? allFiles(path) : [path]));
}
