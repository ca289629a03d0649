import assert from "node:assert/strict";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";

describe("Alibaba Cloud DNS", () => {
  let cloud: TestCloud;
  beforeEach(async () => {
    cloud = await startTestCloud();
  });
  afterEach(() => cloud.close());

  const call = (action: string, query: Record<string, string>) => cloud.call(versions.alidns, action, query);
  const add = (change: Record<string, string> = {}) =>
    call("AddDomainRecord", {
      DomainName: "Example.com",
      RR: "api",
      Type: "CNAME",
      Value: "target.example.net.",
      Line: "default",
      TTL: "600",
      ...change,
    });

  it("keeps a record through the calls of the provider", async () => {
    const RecordId = textAt(await add(), "RecordId");
    await call("SetDomainRecordStatus", { RecordId, Status: "DISABLE", Lang: "en" });
    await call("UpdateDomainRecordRemark", { RecordId, Remark: "for the gateway" });
    const changed = { RR: "www", Type: "CNAME", Value: "other.example.net", Line: "default", TTL: "700" };
    await call("UpdateDomainRecord", { RecordId, ...changed });
    const { RequestId, ...info } = await call("DescribeDomainRecordInfo", { RecordId });
    assert.deepEqual(info, {
      RecordId,
      DomainName: "example.com",
      ...changed,
      TTL: 700,
      Priority: 0,
      Status: "DISABLE",
      Remark: "for the gateway",
      Locked: false,
      ...{ DomainId: "", GroupId: "", GroupName: "", PunyCode: "example.com" },
    });
    const listed = await call("DescribeDomainRecords", { DomainName: "example.com", RRKeyWord: "ww" });
    assert.equal(textAt(listed, "DomainRecords.Record.0.RecordId"), RecordId);
    await call("DeleteDomainRecord", { RecordId });
    assert.equal(
      await readCode(call("DescribeDomainRecordInfo", { RecordId })),
      "DomainRecordNotBelongToUser",
    );
    assert.equal(at(await call("DescribeDomainRecords", { DomainName: "example.com" }), "TotalCount"), 0);
  });

  it("refuses twins, company for a CNAME, and what it does not know", async () => {
    await add();
    assert.equal(await readCode(add()), "DomainRecordDuplicate");
    assert.equal(await readCode(add({ Type: "TXT", Value: "words" })), "DomainRecordConflict");
    await add({ RR: "mail", Type: "TXT", Value: "words" });
    await add({ RR: "mail", Type: "TXT", Value: "more words" });
    assert.equal(await readCode(add({ RR: "mail" })), "DomainRecordConflict");
    assert.equal(await readCode(add({ RR: "mail", Type: "MX" })), "InvalidPriority.Malformed");
    assert.equal(await readCode(add({ RR: "a b" })), "InvalidRR.Malformed");
    assert.equal(await readCode(add({ RR: "x", Line: "nowhere" })), "InvalidLine.ValueNotSupported");
  });
});
