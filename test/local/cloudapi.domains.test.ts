import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { addApi, addBackend, addGroup, requestConfig } from "../support/localApi";
import {
  at,
  readCode,
  readRefusal,
  startTestCloud,
  type TestCloud,
  textAt,
  versions,
} from "../support/localCloud";
import { TestAuthority, type TestCertificate } from "../support/testCertificates";

const domain = "api.example.com";

describe("API Gateway: custom domains", () => {
  const authority = new TestAuthority();
  let cloud: TestCloud;
  let groupId: string;
  beforeEach(async () => {
    cloud = await startTestCloud();
    groupId = await addGroup(cloud);
  });
  afterEach(() => cloud.close());

  const api = (action: string, query: Record<string, string>) => cloud.call(versions.cloudapi, action, query);
  const subDomain = (id = groupId) => `${id}-cn-hangzhou.alicloudapi.com`;
  const record = (RR: string, Type: string, Value: string) =>
    cloud.call(versions.alidns, "AddDomainRecord", { DomainName: "example.com", RR, Type, Value });
  const bind = (change: Record<string, string> = {}) =>
    api("SetDomain", { GroupId: groupId, DomainName: domain, ...change });
  const listed = async () =>
    at(await api("DescribeApiGroup", { GroupId: groupId }), "CustomDomains.DomainItem");
  const setCertificate = ({ body, privateKey }: { body: string; privateKey: string }, name = "first") =>
    api("SetDomainCertificate", {
      GroupId: groupId,
      DomainName: domain,
      CertificateName: name,
      CertificateBody: body,
      CertificatePrivateKey: privateKey,
    });

  it("asks DNS who owns a domain, and says which records it looked for", async () => {
    const { code, message } = await readRefusal(bind());
    assert.equal(code, "SingleDomainOwnershipCheckFail");
    assert.ok(message.includes(`${groupId}.${domain}`));
    assert.ok(message.includes(`apigateway-domain-verfication=${subDomain()}`));
    await record("api", "CNAME", "elsewhere.example.net");
    assert.equal(await readCode(bind()), "SingleDomainOwnershipCheckFail");
    await record(`${groupId}.api`, "TXT", `apigateway-domain-verfication=${subDomain()}`);
    assert.equal(textAt(await bind(), "DomainBindingStatus"), "BINDING");
    assert.equal(
      textAt(await api("DescribeDomain", { GroupId: groupId, DomainName: domain }), "DomainCNAMEStatus"),
      "UNRESOLVED",
    );
  });

  it("does not accept a disabled record as a proof", async () => {
    const RecordId = textAt(await record("api", "CNAME", subDomain()), "RecordId");
    await cloud.call(versions.alidns, "SetDomainRecordStatus", { RecordId, Status: "Disable" });
    assert.equal(await readCode(bind()), "SingleDomainOwnershipCheckFail");
    await cloud.call(versions.alidns, "SetDomainRecordStatus", { RecordId, Status: "Enable" });
    await bind({ DomainName: "API.example.com" });
    assert.equal(
      textAt(await api("DescribeDomain", { GroupId: groupId, DomainName: domain }), "DomainCNAMEStatus"),
      "RESOLVED",
    );
  });

  it("is listed with its settings, changed by another SetDomain, and unbound twice without an error", async () => {
    await record("api", "CNAME", subDomain());
    await bind();
    await bind({ BindStageName: "PRE" });
    const items = await listed();
    assert.equal(at(items, "1"), undefined);
    assert.equal(at(items, "0.BindStageName"), "PRE");
    assert.equal(at(items, "0.CustomDomainType"), "INTERNET");
    for (const _ of [1, 2]) await api("DeleteDomain", { GroupId: groupId, DomainName: domain });
    assert.deepEqual(await listed(), []);
    assert.equal(
      await readCode(api("DescribeDomain", { GroupId: groupId, DomainName: domain })),
      "NotFoundDomain",
    );
    assert.equal(await readCode(bind({ GroupId: "0".repeat(32) })), "NotFoundApiGroup");
  });

  it("is bound once for an instance and base path, unless by force", async () => {
    const other = await addGroup(cloud, "the-other");
    for (const [id, rr] of [
      [groupId, "api"],
      [groupId, "*"],
      [other, "api"],
    ] as const) {
      const name = rr === "*" ? id : `${id}.${rr}`;
      await record(name, "TXT", `apigateway-domain-verfication=${subDomain(id)}`);
    }
    await bind();
    assert.equal(await readCode(bind({ GroupId: other })), "DomainAlreadyBind");
    await bind({ GroupId: other, IsForce: "true" });
    assert.deepEqual(await listed(), []);
    assert.equal(await readCode(bind({ DomainName: "*.example.com" })), "DomainAlreadyBind");
    await api("ModifyApiGroup", { GroupId: other, BasePath: "/other" });
    await bind({ DomainName: "*.example.com" });
    await bind();
    assert.equal(
      await readCode(api("ModifyApiGroup", { GroupId: other, BasePath: "/" })),
      "DomainAlreadyBind",
    );
  });

  it("is limited to five of a type, and goes with its group", async () => {
    for (const n of [1, 2, 3, 4, 5, 6]) await record(`n${n}`, "CNAME", subDomain());
    for (const n of [1, 2, 3, 4, 5]) await bind({ DomainName: `n${n}.example.com` });
    assert.equal(await readCode(bind({ DomainName: "n6.example.com" })), "QuotaExceeded.Domain");
    await bind({ DomainName: "internal.example.com", CustomDomainType: "INTRANET" });
    await api("DeleteApiGroup", { GroupId: groupId });
    assert.deepEqual(cloud.store.customDomains.all(), []);
  });

  describe("with a wildcard", () => {
    const DomainName = "*.example.com";
    beforeEach(async () => {
      await record("*", "CNAME", subDomain());
      await bind({ DomainName });
    });

    const set = (patterns: string[], domain = DomainName) =>
      api("SetWildcardDomainPatterns", {
        GroupId: groupId,
        DomainName: domain,
        WildcardDomainPatterns: JSON.stringify(patterns),
      });

    it("accepts patterns, and keeps them when its settings change", async () => {
      const kept = () => cloud.store.customDomains.all()[0]?.wildcardPatterns;
      await set(["{shop}.example.com", "v{n}.example.com"]);
      await bind({ DomainName, BindStageName: "PRE" });
      assert.deepEqual(kept(), ["{shop}.example.com", "v{n}.example.com"]);
      assert.equal(await readCode(set([], "*.example.net")), "NotFoundDomain");
      await set([]);
      assert.deepEqual(kept(), []);
    });

    for (const [problem, pattern] of [
      ["without a parameter", "shop.example.com"],
      ["of another domain", "{shop}.example.net"],
      ["with parameters in two labels", "{a}.{b}.example.com"],
      ["with a parameter without a name", "{}.example.com"],
    ] as const) {
      it(`rejects a pattern ${problem}`, async () => {
        assert.equal(await readCode(set([pattern])), "InvalidWildcardDomainPatterns.Malformed");
      });
    }
  });

  it("gives the group a domain for VPCs, and takes it away", async () => {
    const enable = (on: string) =>
      api("ModifyIntranetDomainPolicy", { GroupId: groupId, VpcIntranetEnable: on });
    const shown = async () => at(await api("DescribeApiGroup", { GroupId: groupId }), "VpcDomain");
    await enable("true");
    assert.equal(await shown(), `${groupId}-cn-hangzhou-vpc.alicloudapi.com`);
    await enable("false");
    assert.equal(await shown(), "");
  });

  for (const [problem, DomainName] of [
    ["a single label", "example"],
    ["a wildcard that is not the first label", "api.*.example.com"],
    ["a URL", "http://example.com"],
    ["an IP address", "10.0.0.1"],
    ["an underscore", "a_b.example.com"],
  ] as const) {
    it(`rejects ${problem} as a domain`, async () => {
      assert.equal(await readCode(bind({ DomainName })), "InvalidDomainName.Malformed");
    });
  }

  describe("with a certificate", () => {
    beforeEach(async () => {
      await record("api", "CNAME", subDomain());
      await bind();
    });

    it("takes one that fits, exchanges it, and gives no private key out", async () => {
      const [first, second] = [await authority.issue([domain]), await authority.issue(["*.example.com"])];
      await setCertificate(first);
      const before = await api("DescribeDomain", { GroupId: groupId, DomainName: domain });
      assert.equal(at(before, "CertificateBody"), first.body);
      await setCertificate(second, "second");
      const after = await api("DescribeDomain", { GroupId: groupId, DomainName: domain });
      assert.equal(at(after, "CertificateName"), "second");
      assert.notEqual(at(after, "CertificateId"), at(before, "CertificateId"));
      assert.equal(at(after, "CertificatePrivateKey"), undefined);
      assert.doesNotMatch(JSON.stringify([after, await listed(), cloud.lines]), /PRIVATE KEY/);
      // The state is the one place that has it.
      assert.match(readFileSync(cloud.statePath, "utf8"), /PRIVATE KEY/);
      const CertificateId = textAt(after, "CertificateId");
      for (const _ of [1, 2])
        await api("DeleteDomainCertificate", { GroupId: groupId, DomainName: domain, CertificateId });
      assert.equal(at(await listed(), "0.CertificateId"), undefined);
    });

    describe("that does not fit", () => {
      let good: TestCertificate;
      let expired: TestCertificate;
      before(async () => {
        good = await authority.issue([domain]);
        expired = await authority.issue([domain], -1);
      });

      const misfits: [
        problem: string,
        issue: () => Promise<TestCertificate> | TestCertificate,
        reason: RegExp,
      ][] = [
        ["a text that is not a certificate", () => ({ ...good, body: "words" }), /no X.509 certificate/],
        ["a text that is not a private key", () => ({ ...good, privateKey: "words" }), /no private key/],
        ["another private key", () => ({ ...good, privateKey: expired.privateKey }), /another private key/],
        ["one of another domain", () => authority.issue(["www.example.com"]), /does not cover/],
        ["one that has expired", () => expired, /expired on/],
      ];
      for (const [problem, issue, reason] of misfits) {
        it(`rejects ${problem}`, async () => {
          const { code, message } = await readRefusal(setCertificate(await issue()));
          assert.equal(code, "InvalidCertificate");
          assert.match(message, reason);
          assert.ok(!message.includes("PRIVATE KEY"));
        });
      }
    });

    it("redirects to HTTPS only with a certificate, and when all APIs take HTTPS", async () => {
      const redirect = () => bind({ IsHttpRedirectToHttps: "true" });
      assert.equal(await readCode(redirect()), "HttpRedirectNeedsCertificate");
      await setCertificate(await authority.issue([domain]));
      await addBackend(cloud);
      const plain = await addApi(cloud, groupId, {
        requestConfig: requestConfig({ requestProtocol: "HTTP" }),
      });
      assert.equal(await readCode(redirect()), "HttpRedirectNeedsHttps");
      await api("DeleteApi", { GroupId: groupId, ApiId: plain });
      await redirect();
      const items = await listed();
      assert.equal(at(items, "0.IsHttpRedirectToHttps"), true);
      const CertificateId = textAt(items, "0.CertificateId");
      const removal = api("DeleteDomainCertificate", { GroupId: groupId, DomainName: domain, CertificateId });
      assert.equal(await readCode(removal), "HttpRedirectNeedsCertificate");
    });
  });
});
