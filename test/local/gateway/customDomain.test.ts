import assert from "node:assert/strict";
import { createServer, type IncomingMessage, request as requestHttp, type ServerResponse } from "node:http";
import { request as requestHttps } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { describe, it } from "mocha";
import { findDestination } from "../../../local/gateway/domains";
import { createGateway } from "../../../local/gateway/gateway";
import { limitSecondLevelDomain } from "../../../local/gateway/handlers/domainCap";
import { findGroup } from "../../../local/gateway/handlers/host";
import { checkProtocol } from "../../../local/gateway/handlers/protocol";
import { redirectToHttps } from "../../../local/gateway/handlers/redirect";
import { findStage } from "../../../local/gateway/handlers/stage";
import { createTlsOptions } from "../../../local/gateway/tls";
import { createSniffingServer } from "../../../local/http/sniff";
import type { ApiGroup, CustomDomain } from "../../../local/store/model";
import type { Store } from "../../../local/store/store";
import { TestAuthority } from "../../support/testCertificates";
import * as world from "../world";
import { createContext, refusal } from "./context";

const common = { regionId: world.REGION, createdTime: "", tags: [] };

function bind(store: Store, domainName: string, changes: Partial<CustomDomain> = {}): CustomDomain {
  const groupId = changes.groupId ?? "group1";
  return store.customDomains.put({
    ...common,
    id: `${groupId}:${domainName}`,
    domainName,
    groupId,
    type: "INTERNET",
    bindStageName: "",
    isHttpRedirectToHttps: false,
    ...changes,
  });
}

function addGroup(store: Store, id: string, changes: Partial<ApiGroup> = {}): void {
  const first = world.existing(store.apiGroups.get("group1"));
  store.apiGroups.put({ ...first, id, subDomain: `${id}-${first.regionId}.alicloudapi.com`, ...changes });
}

describe("gateway: custom domains", () => {
  const groupAt = (store: Store, host: string, path = "/nginx") =>
    findDestination(store, host, path)?.group.id;

  it("lead to their group, without the marks and limits of the second-level domain", async () => {
    const store = world.tutorialStore();
    bind(store, "api.example.com");
    const context = createContext({
      store,
      headers: { host: "API.example.com:443" },
      limits: { secondLevelDomainCalls: () => 0 },
    });
    for (const handler of [findGroup, redirectToHttps, limitSecondLevelDomain, findStage])
      assert.equal(await refusal(handler, context), "");
    assert.equal(context.group?.id, "group1");
    assert.equal(context.stage, "RELEASE");
    assert.deepEqual(context.responseHeaders, {});
    const unbound = createContext({ store, headers: { host: "www.example.com" } });
    assert.equal(await refusal(findGroup, unbound), "404 I404DO: Invalid Domain `www.example.com`");
  });

  it("may be wildcards for one label, after what is bound exactly", () => {
    const store = world.tutorialStore();
    addGroup(store, "group2");
    bind(store, "*.example.com");
    bind(store, "api.example.com", { groupId: "group2" });
    assert.equal(groupAt(store, "www.example.com"), "group1");
    assert.equal(groupAt(store, "api.example.com"), "group2");
    assert.equal(groupAt(store, "a.b.example.com"), undefined);
    assert.equal(groupAt(store, "example.com"), undefined);
  });

  it("lead by base path to one of several groups", () => {
    const store = world.tutorialStore();
    addGroup(store, "shop", { basePath: "/shop" });
    addGroup(store, "shop-v2", { basePath: "/shop/v2" });
    for (const groupId of ["group1", "shop", "shop-v2"]) bind(store, "api.example.com", { groupId });
    const found = ["/nginx", "/shop", "/shop/items", "/shop/v2/items", "/shopping"].map((path) =>
      groupAt(store, "api.example.com", path),
    );
    assert.deepEqual(found, ["group1", "shop", "shop", "shop-v2", "group1"]);
  });

  it("lead to the instance that DNS names, where several have them", () => {
    const store = world.tutorialStore();
    addGroup(store, "abroad", { regionId: "ap-southeast-1" });
    for (const groupId of ["group1", "abroad"]) bind(store, "api.example.com", { groupId });
    store.dnsRecords.put({
      ...common,
      id: "1",
      domainName: "example.com",
      rr: "api",
      type: "CNAME",
      value: `abroad-${world.REGION}.alicloudapi.com`,
      line: "default",
      ttl: 600,
      priority: 0,
      status: "ENABLE",
      remark: "",
    });
    assert.equal(groupAt(store, "api.example.com"), "abroad");
  });

  it("lead to the one environment that they are bound to", async () => {
    const store = world.tutorialStore();
    bind(store, "pre.example.com", { bindStageName: "PRE" });
    const context = createContext({ store, headers: { host: "pre.example.com", "x-ca-stage": "TEST" } });
    for (const handler of [findGroup, findStage]) assert.equal(await refusal(handler, context), "");
    assert.equal(context.stage, "PRE");
  });

  it("count as the Internet for an API that is closed to it, unless they are the intranet's", async () => {
    const store = world.tutorialStore();
    bind(store, "api.example.com");
    bind(store, "internal.example.com", { type: "INTRANET" });
    const ask = async (host: string) => {
      const context = createContext({ store, headers: { host }, fromVpc: host.startsWith("internal.") });
      await findGroup.handle(context);
      context.api = { id: "api-1", definition: world.definition({ disableInternet: true }) };
      return refusal(checkProtocol, context);
    };
    assert.match(await ask("api.example.com"), /^403 A403IN/);
    assert.equal(await ask("internal.example.com"), "");
  });

  for (const [network, domain, host] of [
    ["the Internet", "a custom domain", "api.example.com"],
    ["the Internet", "the second-level domain", world.HOST],
    ["a VPC", "a custom domain of the intranet", "internal.example.com"],
    ["a VPC", "the VPC domain of the group", "group1-vpc.alicloudapi.com"],
  ] as const) {
    it(`are reached from ${network} only: ${domain}`, async () => {
      const store = world.tutorialStore();
      world.existing(store.apiGroups.get("group1")).vpcDomain = "group1-vpc.alicloudapi.com";
      bind(store, "api.example.com");
      bind(store, "internal.example.com", { type: "INTRANET" });
      const ask = (fromVpc: boolean) =>
        refusal(findGroup, createContext({ store, headers: { host }, fromVpc }));
      const isVpc = network === "a VPC";
      assert.equal(await ask(isVpc), "");
      assert.match(await ask(!isVpc), /^404 I404DO/);
    });
  }

  it("may be wildcards that take the hosts of their patterns alone", () => {
    const store = world.tutorialStore();
    bind(store, "*.example.com", { wildcardPatterns: ["{shop}-shop.example.com", "v{n}.example.com"] });
    const found = ["blue-shop", "v2", "blue", "-shop", "a.b-shop", "blue-shopxexample"].map((label) =>
      groupAt(store, `${label}.example.com`),
    );
    assert.deepEqual(found, ["group1", "group1", undefined, undefined, undefined, undefined]);
    assert.equal(groupAt(store, "v2xexample.com"), undefined);
  });

  it("send HTTP clients to HTTPS where they say so, with path, query and port", async () => {
    const store = world.tutorialStore();
    bind(store, "api.example.com", { isHttpRedirectToHttps: true });
    const connect = () => Promise.reject(new Error("this test connects to nothing"));
    const gateway = createGateway({ store, fabric: { connect }, clock: () => new Date(), log: () => {} });
    const ask = async (tls: boolean) => {
      const server = createServer((request, response) =>
        gateway.handle(request, response, { tls, clientAddress: "127.0.0.1" }),
      );
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      const headers = { host: "api.example.com:8080" };
      const options = { host: "127.0.0.1", port, path: "/nginx?a=1", headers, agent: false };
      const answer = await new Promise<IncomingMessage>((resolve, reject) =>
        requestHttp(options, resolve).on("error", reject).end(),
      );
      answer.resume();
      await new Promise((resolve) => server.close(resolve));
      return answer;
    };
    const redirected = await ask(false);
    assert.equal(redirected.statusCode, 308);
    assert.equal(redirected.headers.location, "https://api.example.com:8080/nginx?a=1");
    assert.equal((await ask(true)).headers["x-ca-error-code"], "A400MA");
  });

  describe("with a certificate", () => {
    const authority = new TestAuthority();
    let store: Store;
    let server: ReturnType<typeof createSniffingServer>;

    before(async () => {
      store = world.tutorialStore();
      const { body: cert, privateKey: key } = await authority.issue(["localhost"], 90, "RSA");
      const handler = (_: IncomingMessage, response: ServerResponse) => void response.end();
      server = createSniffingServer({ tls: createTlsOptions(store, { cert, key }), handler });
      await server.listen(0);
    });
    after(() => server.close());

    async function presented(servername: string, maxVersion: "TLSv1.2" | "TLSv1.3" = "TLSv1.3") {
      const ca = await authority.cert;
      const options = {
        host: "127.0.0.1",
        port: server.address?.port,
        servername,
        maxVersion,
        ca,
        agent: false,
      };
      return new Promise<string | undefined>((resolve, reject) => {
        requestHttps(options, ({ socket }) =>
          resolve((socket as TLSSocket).getPeerCertificate().subjectaltname),
        )
          .on("error", reject)
          .end();
      });
    }

    for (const algorithm of ["P-256", "RSA"] as const) {
      for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
        it(`present it to clients of ${version} if its key is ${algorithm}`, async () => {
          const certificate = {
            id: "1",
            name: "",
            ...(await authority.issue(["api.example.com"], 90, algorithm)),
          };
          bind(store, "api.example.com", { certificate });
          assert.equal(await presented("api.example.com", version), "DNS:api.example.com");
        });
      }
    }

    it("present the latest", async () => {
      bind(store, "api.example.com", {
        certificate: { id: "2", name: "", ...(await authority.issue(["*.example.com"])) },
      });
      assert.equal(await presented("api.example.com"), "DNS:*.example.com");
    });

    for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
      it(`leave that of the server to other names, for clients of ${version}`, async () => {
        assert.equal(await presented("localhost", version), "DNS:localhost");
      });
    }
  });
});
