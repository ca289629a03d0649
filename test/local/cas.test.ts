import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { at, readCode, startTestCloud, type TestCloud, versions } from "../support/localCloud";
import { TestAuthority, type TestCertificate } from "../support/testCertificates";

describe("the certificate service", () => {
  const authority = new TestAuthority();
  let cloud: TestCloud;
  let certificate: TestCertificate;
  beforeEach(async () => {
    cloud = await startTestCloud();
    certificate = await authority.issue(["api.example.com", "www.example.com"]);
  });
  afterEach(() => cloud.close());

  const call = (action: string, query: Record<string, string>) => cloud.call(versions.cas, action, query);
  const upload = async (change: Record<string, string> = {}) =>
    String(
      at(
        await call("UploadUserCertificate", {
          Name: "shop",
          Cert: certificate.body,
          Key: certificate.privateKey,
          ...change,
        }),
        "CertId",
      ),
    );
  const detail = (CertId: string, more: Record<string, string> = {}) =>
    call("GetUserCertificateDetail", { CertId, ...more });

  it("keeps a certificate through the calls of the provider", async () => {
    const CertId = await upload({ "Tags.1.Key": "team", "Tags.1.Value": "shop" });
    const leaf = new X509Certificate(certificate.body);
    const expected = {
      Id: Number(CertId),
      Name: "shop",
      CertIdentifier: `${CertId}-cn-hangzhou`,
      ResourceGroupId: "rg-acfm0000default",
      Sans: "api.example.com,www.example.com",
      Expired: false,
      BuyInAliyun: false,
      Common: "api.example.com",
      Issuer: "test authority",
      SerialNo: leaf.serialNumber.toLowerCase(),
      Fingerprint: leaf.fingerprint.replaceAll(":", "").toLowerCase(),
      NotAfter: Date.parse(leaf.validTo),
      Tags: [{ TagKey: "team", TagValue: "shop" }],
      Cert: certificate.body,
      Key: certificate.privateKey,
    };
    const shown = await detail(CertId);
    assert.deepEqual({ ...shown, ...expected }, shown);
    const change = (query: Record<string, string>) =>
      cloud.call(versions.casName, "CreateCertificateName", { CertificateId: CertId, ...query });
    await change({ Name: "store", "Tags.1.Key": "", "Tags.1.Value": "" });
    const changed = await detail(CertId, { CertFilter: "true" });
    assert.deepEqual([changed.Name, changed.Tags], ["store", []]);
    assert.ok(!("Cert" in changed) && !("Key" in changed));
    await call("DeleteUserCertificate", { CertId });
    assert.equal(await readCode(detail(CertId)), "NotFound");
    assert.equal(await readCode(call("DeleteUserCertificate", { CertId })), "NotFound");
  });

  it("refuses what is no certificate with its own key, and a name that is taken", async () => {
    const { privateKey } = await authority.issue(["api.example.com"]);
    assert.equal(await readCode(upload({ Cert: "words" })), "InvalidCertificate.Malformed");
    assert.equal(await readCode(upload({ Key: "words" })), "InvalidPrivateKey.Malformed");
    assert.equal(await readCode(upload({ Key: privateKey })), "CertificateKeyNotMatch");
    await upload();
    assert.equal(await readCode(upload()), "NameRepeat");
    assert.ok(!cloud.lines.some((line) => line.includes("BEGIN")));
  });

  it("stores and reports an expired one", async () => {
    const { body, privateKey } = await authority.issue(["api.example.com"], -1);
    const CertId = await upload({ Cert: body, Key: privateKey });
    assert.equal((await detail(CertId)).Expired, true);
  });
});
