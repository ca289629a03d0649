import assert from "node:assert/strict";
import { SetDomainRequest, SetWildcardDomainPatternsRequest } from "@alicloud/cloudapi20160714";
import { CustomDomainProvider, type CustomDomainState } from "../../components/dynamic/customDomain/provider";
import type { CustomDomainInputs } from "../../components/dynamic/customDomain/resource";
import { configured } from "../support/configured";
import { addApi, addBackend, addGroup, requestConfig } from "../support/localApi";
import { at, startTestCloud, type TestCloud, versions } from "../support/localCloud";
import { TestAuthority } from "../support/testCertificates";

const domain = "api.example.com";
/** What stands for a value that is not known yet. */
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("the dynamic provider of custom domains, against the local cloud", () => {
  const authority = new TestAuthority();
  let cloud: TestCloud;
  let provider: CustomDomainProvider;
  let inputs: CustomDomainInputs;
  beforeEach(async () => {
    cloud = await startTestCloud();
    provider = await configured(new CustomDomainProvider(cloud.cloudapi, cloud.cas));
    const groupId = await addGroup(cloud);
    const subDomain = `${groupId}-cn-hangzhou.alicloudapi.com`;
    inputs = {
      groupId,
      subDomain,
      domain,
      stage: "RELEASE",
      network: "INTERNET",
      redirect: true,
      takeOver: false,
      waitSeconds: 0,
      certificate: await authority.issue([domain]),
    };
  });
  afterEach(() => cloud.close());

  const addRecord = () =>
    cloud.call(versions.alidns, "AddDomainRecord", {
      DomainName: "example.com",
      RR: "api",
      Type: "CNAME",
      Value: inputs.subDomain,
    });
  async function checked(news: CustomDomainInputs = inputs, olds: Partial<CustomDomainState> = {}) {
    const result = await provider.check(olds, news);
    assert.ok(result.inputs);
    return { inputs: result.inputs, reasons: (result.failures ?? []).map(({ reason }) => reason) };
  }
  const certificateId = () => cloud.store.customDomains.all()[0]?.certificate?.id;

  it("binds with certificate and redirect, keeps no certificate in the state, and reads the same", async () => {
    await addRecord();
    const { id, outs } = await provider.create((await checked()).inputs);
    assert.equal(id, `${inputs.groupId}:${domain}`);
    assert.deepEqual(Object.keys(outs).sort(), [
      "domain",
      "fingerprint",
      "groupId",
      "network",
      "redirect",
      "regionId",
      "stage",
    ]);
    assert.deepEqual(await provider.read(id, outs), { id, props: outs });
    assert.deepEqual(await provider.diff(id, outs, (await checked()).inputs), {
      changes: false,
      replaces: [],
      deleteBeforeReplace: true,
    });
    await provider.delete(id, outs);
    await provider.delete(id, outs);
    assert.deepEqual(await provider.read(id, outs), { id: "", props: {} });
  });

  it("exchanges the certificate in place, and removes it with the redirect", async () => {
    await addRecord();
    const { id, outs } = await provider.create((await checked()).inputs);
    const before = certificateId();
    const renewed = (await checked({ ...inputs, certificate: await authority.issue([domain]) })).inputs;
    const diff = await provider.diff(id, outs, renewed);
    assert.deepEqual([diff.changes, diff.replaces], [true, []]);
    const { outs: updated } = await provider.update(id, outs, renewed);
    assert.notEqual(certificateId(), before);
    const { certificate, ...without } = inputs;
    await provider.update(id, updated, (await checked({ ...without, redirect: false })).inputs);
    assert.equal(certificateId(), undefined);
  });

  it("reports missing records, and waits for them for waitSeconds", async () => {
    await assert.rejects(provider.create((await checked()).inputs), (error: Error) => {
      assert.match(error.message, /api\.example\.com {2}CNAME {2}/);
      assert.match(error.message, /TXT {2}apigateway-domain-verfication=/);
      return true;
    });
    const waiting = provider.create((await checked({ ...inputs, waitSeconds: 15 })).inputs);
    await addRecord();
    assert.equal((await waiting).outs.domain, domain);
  });

  it("keeps a domain that was bound but not finished, and goes on from there", async () => {
    await addRecord();
    await addBackend(cloud);
    const apiId = await addApi(cloud, inputs.groupId, {
      requestConfig: requestConfig({ requestProtocol: "HTTP" }),
    });
    const wanted = (await checked()).inputs;
    const caught = await provider.create(wanted).catch((error: unknown) => error);
    assert.ok(caught instanceof Error && "id" in caught && "properties" in caught && "reasons" in caught);
    assert.equal(caught.id, `${inputs.groupId}:${domain}`);
    assert.match(String(caught.reasons), /HttpRedirectNeedsHttps/);
    assert.doesNotMatch(JSON.stringify(caught.properties), /BEGIN/);
    await cloud.call(versions.cloudapi, "DeleteApi", { GroupId: inputs.groupId, ApiId: apiId });
    const { id, outs } = await provider.create(wanted);
    assert.equal((await provider.read(id, outs)).props?.redirect, true);
  });

  it("sees what was changed by others, and imports by id alone", async () => {
    await addRecord();
    const { id, outs } = await provider.create((await checked()).inputs);
    const request = { groupId: inputs.groupId, domainName: domain, bindStageName: "TEST" };
    await cloud.cloudapi.setDomain(new SetDomainRequest(request));
    const { props } = await provider.read(id, outs);
    assert.deepEqual([props?.stage, props?.redirect], ["TEST", false]);
    const imported = await provider.read(id, {});
    assert.deepEqual(imported.props, props);
    assert.deepEqual(imported.inputs, { ...props, takeOver: false, waitSeconds: 0 });
  });

  it("takes over what is bound to the group already, with another certificate", async () => {
    await addRecord();
    await provider.create((await checked()).inputs);
    const before = certificateId();
    const { certificate, ...without } = inputs;
    const wanted = (await checked({ ...without, redirect: false, stage: "PRE" })).inputs;
    const { id, outs } = await provider.create(wanted);
    assert.ok(before);
    assert.equal(certificateId(), undefined);
    assert.equal((await provider.read(id, outs)).props?.stage, "PRE");
  });

  it("checks a certificate as soon as it is known, without showing it", async () => {
    const other = await authority.issue(["www.example.com"]);
    const { reasons } = await checked({ ...inputs, certificate: other });
    assert.match(
      String(reasons),
      /^domain api\.example\.com, certificate\.body: covers DNS:www\.example\.com, but not/,
    );
    assert.doesNotMatch(String(reasons), /BEGIN/);
    const unknown = { body: unknownValue, privateKey: unknownValue };
    const later = await checked({ ...inputs, certificate: unknown });
    assert.deepEqual([later.inputs.fingerprint, later.reasons], [unknownValue, []]);
  });

  describe("with a certificate of the certificate service", () => {
    const upload = async ({ body, privateKey }: { body: string; privateKey: string }) => {
      const query = { Name: `shop-${cloud.store.certificates.all().length}`, Cert: body, Key: privateKey };
      return { id: String(at(await cloud.call(versions.cas, "UploadUserCertificate", query), "CertId")) };
    };
    const withId = async (issued: { body: string; privateKey: string }) => ({
      ...inputs,
      certificate: await upload(issued),
    });

    it("sets its texts, keeps none of them, and exchanges it by another id", async () => {
      await addRecord();
      const first = await authority.issue([domain]);
      const wanted = (await checked(await withId(first))).inputs;
      assert.doesNotMatch(JSON.stringify(wanted), /BEGIN/);
      const { id, outs } = await provider.create(wanted);
      assert.equal(cloud.store.customDomains.all()[0]?.certificate?.body, first.body);
      assert.doesNotMatch(JSON.stringify(outs), /BEGIN/);
      assert.equal((await provider.diff(id, outs, wanted)).changes, false);
      // The same certificate as texts is no change either.
      const asTexts = (await checked({ ...inputs, certificate: first })).inputs;
      assert.equal((await provider.diff(id, outs, asTexts)).changes, false);
      const second = await authority.issue([domain]);
      const renewed = (await checked(await withId(second))).inputs;
      assert.equal((await provider.diff(id, outs, renewed)).changes, true);
      await provider.update(id, outs, renewed);
      assert.equal(cloud.store.customDomains.all()[0]?.certificate?.body, second.body);
    });

    it("refuses an unknown id, another domain's and an expired one at the check", async () => {
      const reasonsFor = async (certificate: { id: string }) =>
        (await checked({ ...inputs, certificate })).reasons;
      const [unknown, foreign, expired] = [
        await reasonsFor({ id: "12345678" }),
        await reasonsFor(await upload(await authority.issue(["www.example.com"]))),
        await reasonsFor(await upload(await authority.issue([domain], -1))),
      ];
      assert.match(String(unknown), /certificate\.id: the certificate service has no certificate 12345678\./);
      assert.match(
        String(foreign),
        /certificate\.id: covers DNS:www\.example\.com, but not api\.example\.com/,
      );
      assert.match(String(expired), /certificate\.id: expired on/);
      const later = await checked({ ...inputs, certificate: { id: unknownValue } });
      assert.deepEqual([later.inputs.fingerprint, later.reasons], [unknownValue, []]);
    });

    it("takes one that has expired since it was bound, and not for another domain", async () => {
      const wanted = await withId(await authority.issue([domain, "www.example.com"], -1));
      const { inputs: news, reasons } = await checked(wanted);
      assert.match(String(reasons), /expired on/);
      assert.deepEqual((await checked(wanted, news)).reasons, []);
      const moved = await checked({ ...wanted, domain: "www.example.com" }, news);
      assert.match(String(moved.reasons), /expired on/);
    });

    it("reports a missing private key", async () => {
      const certificate = await upload(await authority.issue([domain]));
      const stored = cloud.store.certificates.get(certificate.id);
      assert.ok(stored);
      stored.privateKey = "";
      const { reasons } = await checked({ ...inputs, certificate });
      assert.match(String(reasons), /certificate\.id: the certificate service does not have the texts/);
    });
  });

  it("sets the patterns of a wildcard, sees them, and takes them away", async () => {
    const { certificate, ...plain } = inputs;
    const wildcard = { ...plain, redirect: false, domain: "*.example.com", network: "INTRANET" };
    const patterns = ["{shop}.example.com", "v{n}.example.com"];
    const { id, outs } = await provider.create((await checked({ ...wildcard, patterns })).inputs);
    assert.deepEqual((await provider.read(id, outs)).props, outs);
    assert.deepEqual(cloud.store.customDomains.all()[0]?.wildcardPatterns, patterns);
    await cloud.cloudapi.setWildcardDomainPatterns(
      new SetWildcardDomainPatternsRequest({
        groupId: inputs.groupId,
        domainName: "*.example.com",
        wildcardDomainPatterns: "[]",
      }),
    );
    const { props } = await provider.read(id, outs);
    assert.equal(props.patterns, undefined);
    const again = (await checked({ ...wildcard, patterns })).inputs;
    assert.equal((await provider.diff(id, props, again)).changes, true);
    await provider.update(id, props, again);
    const without = (await checked(wildcard)).inputs;
    assert.equal((await provider.diff(id, outs, without)).changes, true);
    const { outs: updated } = await provider.update(id, outs, without);
    assert.deepEqual(cloud.store.customDomains.all()[0]?.wildcardPatterns, []);
    assert.deepEqual((await provider.read(id, updated)).props, updated);
  });
});
