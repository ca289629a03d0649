import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  type ArgumentError,
  CustomDomain,
  type RouteArgs,
  VpcApi,
  type VpcApiDomainArgs,
} from "../../../../../components";
import { deployToMocks, findResource, type Registered, readOutput } from "../../../../../testing/mocks";
import { TestAuthority, type TestCertificate } from "../../../../support/testCertificates";

const bound = "pulumi-nodejs:dynamic/alicloud-vpc-api:CustomDomain";
const record = "alicloud:dns/alidnsRecord:AlidnsRecord";
const group = "demo-group-id";
const subDomain = "0123456789abcdef0123456789abcdef-cn-hangzhou.alicloudapi.com";
const authority = new TestAuthority();
let certificate: TestCertificate;

async function makeCertificate(): Promise<void> {
  certificate = await authority.issue(["api.example.com"]);
}

function apiWith(
  domains: (string | VpcApiDomainArgs)[],
  routes: Record<string, RouteArgs> = { "nginx-test": { path: "/nginx" } },
) {
  return deployToMocks(
    () =>
      new VpcApi("demo", {
        network: { zones: ["cn-hangzhou-h"] },
        group: { groupName: "nginx-demo", basePath: "/shop" },
        routes,
        publication: { stage: "PRE" },
        domains,
      }),
  );
}

async function findProblems(domains: (string | VpcApiDomainArgs)[], routes?: Record<string, RouteArgs>) {
  let caught: ArgumentError | undefined;
  const resources: Registered[] = [];
  await apiWith(domains, routes).then(
    (deployed) => resources.push(...deployed.resources),
    (error: ArgumentError) => {
      caught = error;
    },
  );
  assert.deepEqual(resources, []);
  return caught;
}

describe("custom domains of a VpcApi", () => {
  before(makeCertificate);

  it("are bound to the environment of the APIs, with records in the configured zone", async () => {
    const { resources, result } = await apiWith([
      { domain: "api.example.com", certificate, dns: { domain: "example.com" } },
    ]);
    const { inputs: made, secrets } = findResource(resources, bound);
    const { __provider, certificate: given, ...inputs } = made;
    assert.deepEqual(inputs, {
      groupId: group,
      subDomain,
      domain: "api.example.com",
      stage: "PRE",
      network: "INTERNET",
      redirect: true,
      takeOver: false,
      waitSeconds: 300,
    });
    assert.match(JSON.stringify(given), /PRIVATE KEY/);
    assert.deepEqual(secrets, ["certificate"]);
    const records = resources.filter(({ type }) => type === record).map(({ inputs: given }) => given);
    assert.deepEqual(records, [
      { domainName: "example.com", rr: "api", type: "CNAME", value: subDomain, ttl: 600 },
      {
        domainName: "example.com",
        rr: `${group}.api`,
        type: "TXT",
        value: `apigateway-domain-verfication=${subDomain}`,
        ttl: 600,
      },
    ]);
    const url = result.domainUrls["api.example.com"]?.["nginx-test"];
    assert.ok(url);
    assert.equal(await readOutput(url), "https://api.example.com/shop/nginx");
  });

  it("output the records to create manually if no zone is set", async () => {
    const { resources, result } = await apiWith(["*.example.com"]);
    assert.deepEqual(
      resources.filter(({ type }) => type === record),
      [],
    );
    assert.equal(findResource(resources, bound).inputs.waitSeconds, 0);
    const domain = result.domains["*.example.com"];
    assert.ok(domain);
    assert.equal(domain.url, undefined);
    assert.deepEqual(result.domainUrls, {});
    assert.deepEqual(await readOutput(domain.records), [
      { type: "CNAME", name: "*.example.com", value: subDomain },
      {
        type: "TXT",
        name: `${group}.example.com`,
        value: `apigateway-domain-verfication=${subDomain}`,
      },
    ]);
  });

  it("write @ for the zone itself and * for a wildcard", async () => {
    const dns = { domain: "example.com", ttl: 1 };
    const { resources } = await apiWith([
      { domain: "example.com", dns },
      { domain: "*.example.com", dns },
    ]);
    const names = resources.filter(({ type }) => type === record).map(({ inputs }) => inputs.rr);
    assert.deepEqual(names, ["@", group, "*", group]);
  });

  it("redirect by default only if a route accepts an AppCode and every route accepts HTTPS", async () => {
    const redirect = async (routes: Record<string, RouteArgs>, settings: Partial<VpcApiDomainArgs> = {}) => {
      const { resources } = await apiWith([{ domain: "api.example.com", certificate, ...settings }], routes);
      return findResource(resources, bound).inputs.redirect;
    };
    assert.equal(await redirect({ "list-items": { path: "/items" } }), true);
    assert.equal(await redirect({ "list-items": { path: "/items" } }, { redirect: false }), false);
    assert.equal(await redirect({ "list-items": { path: "/items", appCode: "off" } }), false);
    assert.equal(await redirect({ "list-items": { path: "/items", auth: "anonymous" } }), false);
    const mixed: Record<string, RouteArgs> = {
      "list-items": { path: "/items" },
      "get-health": { path: "/health", protocols: ["HTTP"] },
    };
    assert.equal(await redirect(mixed), false);
  });

  it("accept a certificate ID of the certificate service, and patterns of a wildcard", async () => {
    const { resources } = await apiWith([
      { domain: "*.example.com", certificate: { id: "6055048" }, patterns: ["{shop}.example.com"] },
    ]);
    const { inputs } = findResource(resources, bound);
    assert.deepEqual(inputs.certificate, { id: "6055048" });
    assert.deepEqual(inputs.patterns, ["{shop}.example.com"]);
    assert.equal(inputs.redirect, true);
  });

  it("enable the group's VPC domain for an intranet domain, and output its record", async () => {
    const findGroup = async (domains: (string | VpcApiDomainArgs)[]) =>
      findResource((await apiWith(domains)).resources, "alicloud:apigateway/group:Group").inputs;
    assert.ok(!("vpcIntranetEnable" in (await findGroup(["api.example.com"]))));
    assert.equal(
      (await findGroup([{ domain: "api.example.com", network: "intranet" }])).vpcIntranetEnable,
      true,
    );
    const { result } = await deployToMocks(
      () =>
        new CustomDomain("shop", {
          domain: "api.example.com",
          network: "intranet",
          groupId: "0123",
          subDomain,
          vpcDomain: "0123-cn-hangzhou-vpc.alicloudapi.com",
        }),
    );
    assert.deepEqual(await readOutput(result.records), [
      { type: "CNAME", name: "api.example.com", value: "0123-cn-hangzhou-vpc.alicloudapi.com" },
    ]);
  });

  it("need no records in public DNS for the intranet", async () => {
    const { resources, result } = await apiWith([
      { domain: "api.internal.example.com", network: "intranet", stage: "any" },
    ]);
    assert.equal(findResource(resources, bound).inputs.network, "INTRANET");
    assert.equal(findResource(resources, bound).inputs.stage, "");
    const domain = result.domains["api.internal.example.com"];
    assert.ok(domain);
    assert.deepEqual(await readOutput(domain.records), []);
  });

  it("report all problems by path, without the PEM texts", async () => {
    const expired = await authority.issue(["api.example.com"], -1);
    const error = await findProblems(
      [
        "Api.example.com",
        "a.*.example.com",
        { domain: "api.example.com", dns: { domain: "example.net", ttl: 0 } },
        { domain: "api.example.com", redirect: true, stage: "PROD" as "PRE", waitSeconds: -1 },
        { domain: "b.example.com", certificate: { body: "words", privateKey: "more words" } },
        { domain: "c.example.com", certificate },
        { domain: "api.example.com", network: "intranet", dns: { domain: "example.com" } },
        { domain: "d.example.com", certificate: { ...expired, privateKey: certificate.privateKey } },
        {
          domain: "e.example.com",
          certificate: { id: "6055048-cn-hangzhou" },
          patterns: ["{a}.example.com"],
        },
        { domain: "*.example.net", patterns: ["{a}.example.net", "a.example.net", "{a}.example.com"] },
        { domain: "test.example.com", stage: "TEST" },
      ],
      { "nginx-test": { path: "/nginx", protocols: ["HTTP"] } },
    );
    assert.deepEqual(error?.problems.map(({ path }) => path).sort(), [
      "domains",
      "domains[0]",
      "domains[10].stage",
      "domains[1]",
      "domains[2].dns.domain",
      "domains[2].dns.ttl",
      "domains[3].domain",
      "domains[3].redirect",
      "domains[3].redirect",
      "domains[3].stage",
      "domains[3].waitSeconds",
      "domains[4].certificate.body",
      "domains[4].certificate.privateKey",
      "domains[5].certificate.body",
      "domains[6].dns",
      "domains[6].domain",
      "domains[7].certificate.body",
      "domains[7].certificate.privateKey",
      "domains[8].certificate.id",
      "domains[8].patterns[0]",
      "domains[9].patterns[1]",
      "domains[9].patterns[2]",
    ]);
    assert.doesNotMatch(error?.message ?? "", /PRIVATE KEY|BEGIN|more words/);
  });

  it("accept an expired certificate, which may already be bound", async () => {
    const expired = await authority.issue(["api.example.com"], -1);
    const { resources } = await apiWith([{ domain: "api.example.com", certificate: expired }]);
    assert.equal(findResource(resources, bound).inputs.domain, "api.example.com");
  });
});

describe("a CustomDomain alone", () => {
  before(makeCertificate);

  it("serves RELEASE and does not redirect by default", async () => {
    const secret = {
      body: pulumi.secret(certificate.body),
      privateKey: pulumi.secret(certificate.privateKey),
    };
    const { resources } = await deployToMocks(
      () =>
        new CustomDomain("shop", {
          domain: "api.example.com",
          groupId: "0123",
          subDomain: "0123-cn-hangzhou.alicloudapi.com",
          certificate: secret,
        }),
    );
    const { inputs } = findResource(resources, bound);
    assert.equal(inputs.stage, "RELEASE");
    assert.equal(inputs.redirect, false);
  });
});
