import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import {
  at,
  readCode,
  readRefusal,
  startTestCloud,
  type TestCloud,
  textAt,
  versions,
} from "../support/localCloud";

const zoneId = "cn-hangzhou-MAZ6(i,j,k)";

describe("cloudapi: dedicated instances", () => {
  let cloud: TestCloud;
  let now: Date;
  const call = (action: string, query: Record<string, string> = {}) =>
    cloud.call(versions.cloudapi, action, query);
  const create = async (change: Record<string, string> = {}): Promise<string> =>
    textAt(
      await call("CreateInstance", {
        Token: `${Math.random()}`,
        InstanceName: "shop",
        InstanceSpec: "api.s1.small",
        ChargeType: "PayAsYouGo",
        HttpsPolicy: "HTTPS2_TLS1_2",
        InstanceType: "normal",
        ZoneId: zoneId,
        ...change,
      }),
      "InstanceId",
    );
  const created = async (): Promise<string> => {
    const id = await create();
    now = new Date(now.getTime() + 5000);
    return id;
  };
  const described = async (InstanceId: string) =>
    at(await call("DescribeInstances", { InstanceId }), "Instances.InstanceAttribute.0");

  beforeEach(async () => {
    now = new Date();
    cloud = await startTestCloud({ clock: () => now });
  });
  afterEach(() => cloud.close());

  it("run after a while, with egress addresses of their own", async () => {
    const [first, second] = [await create(), await create({ InstanceName: "other" })];
    assert.equal(at(await described(first), "Status"), "CREATING");
    assert.equal(
      await readCode(call("CreateApiGroup", { GroupName: "shop", InstanceId: first })),
      "InvalidInstanceStatus",
    );
    now = new Date(now.getTime() + 5000);
    const rows = [await described(first), await described(second)];
    for (const row of rows) {
      assert.equal(at(row, "Status"), "RUNNING");
      assert.equal(at(row, "InstanceType"), "VPC_DEDICATED");
      assert.equal(at(row, "DedicatedInstanceType"), "normal");
      assert.equal(at(row, "InstanceChargeType"), "PayAsYouGo");
      assert.equal(at(row, "AclId"), undefined);
    }
    const blocks = rows.map((row) => textAt(row, "VpcEgressAddress"));
    assert.equal(new Set([...blocks, "100.104.13.0/26", "100.104.13.64/26"]).size, 4);
  });

  it("are rejected for an unknown zone, and for VPC integration without a VPC", async () => {
    const { code, message } = await readRefusal(create({ ZoneId: "cn-hangzhou-MAZ9(x,y)" }));
    assert.equal(code, "InvalidZoneId");
    assert.match(message, /cn-hangzhou-MAZ6\(i,j,k\)/);
    assert.equal(at(await call("DescribeZones"), "Zones.Zone.0.ZoneId"), zoneId);
    assert.equal(await readCode(create({ InstanceType: "vpc_connect" })), "InvalidInstanceCidr");
    const integrated = { InstanceType: "vpc_connect", InstanceCidr: "192.168.0.0/16", UserVpcId: "vpc-1" };
    assert.equal(await readCode(create(integrated)), "NotFoundVpc");
    assert.match(await readCode(create({ HttpsPolicy: "HTTPS9" })), /^InvalidHttpsPolicy/);
  });

  for (const ZoneId of ["cn-hangzhou-MAZ5(g,h)", "cn-hangzhou-MAZ6(i,j,k)"]) {
    it(`are created in the multi-zone ${ZoneId}, which the public documents name`, async () => {
      assert.match(await create({ ZoneId }), /^apigateway-/);
    });
  }

  it("change name and policy in place, and get further egress addresses with another specification", async () => {
    const InstanceId = await created();
    const before = await described(InstanceId);
    await call("ModifyInstanceAttribute", { InstanceId, InstanceName: "new", HttpsPolicy: "HTTPS2_TLS1_0" });
    await call("ModifyInstanceSpec", { Token: "t", InstanceId, InstanceSpec: "api.s1.medium" });
    const after = await described(InstanceId);
    assert.deepEqual(
      ["InstanceName", "HttpsPolicies", "InstanceSpec", "VpcEgressAddress"].map((field) => at(after, field)),
      ["new", "HTTPS2_TLS1_0", "api.s1.medium", at(before, "VpcEgressAddress")],
    );
    assert.equal(at(before, "NewVpcEgressAddress"), "");
    assert.match(textAt(after, "NewVpcEgressAddress"), /^100\.104\.\d+\.\d+\/26$/);
    const same = call("ModifyInstanceSpec", { Token: "u", InstanceId, InstanceSpec: "api.s1.medium" });
    assert.equal(await readCode(same), "InvalidInstanceSpec.Same");
  });

  it("are not deleted while they serve a group, and a shared one never", async () => {
    const InstanceId = await created();
    const group = await call("CreateApiGroup", { GroupName: "shop", InstanceId });
    const { code, message } = await readRefusal(call("DeleteInstance", { InstanceId }));
    assert.equal(code, "NotEmptyInstance");
    assert.match(message, /1 groups, for example shop/);
    await call("DeleteApiGroup", { GroupId: textAt(group, "GroupId") });
    await call("DeleteInstance", { InstanceId });
    assert.equal(await described(InstanceId), undefined);
    const shared = call("DeleteInstance", { InstanceId: "api-shared-vpc-001" });
    assert.equal(await readCode(shared), "UnsupportedInstanceType");
    assert.equal(await readCode(call("DeleteInstance", { InstanceId })), "NotFoundInstance");
  });

  describe("and access control lists", () => {
    const add = (AclId: string, ...cidrs: string[]) =>
      call("AddAccessControlListEntry", {
        AclId,
        AclEntrys: JSON.stringify(cidrs.map((entry) => ({ entry, comment: "c" }))),
      });
    const list = async (AclName = "office") =>
      textAt(await call("CreateAccessControlList", { AclName, AddressIPVersion: "ipv4" }), "AclId");

    it("keep entries once, with keys in either case", async () => {
      const AclId = await list();
      await add(AclId, "10.0.0.0/8", "192.0.2.0/24");
      await add(AclId, "10.0.0.0/8");
      const AclEntrys = JSON.stringify([{ Entry: "192.0.2.0/24", Comment: "c" }]);
      await call("RemoveAccessControlListEntry", { AclId, AclEntrys });
      const found = await call("DescribeAccessControlListAttribute", { AclId });
      assert.deepEqual(at(found, "AclEntrys.AclEntry"), [{ AclEntryIp: "10.0.0.0/8", AclEntryComment: "c" }]);
      assert.equal(at(found, "AddressIPVersion"), "ipv4");
      assert.equal(await readCode(add(AclId, "10.0.0.1")), "InvalidAclEntrys.Malformed");
      assert.equal(await readCode(add(AclId, "2001:db8::/32")), "InvalidAclEntrys.Malformed");
    });

    it("are bound one to a dedicated instance, and then stay", async () => {
      const [InstanceId, AclId, other] = [await created(), await list(), await list("other")];
      const enable = (change: Record<string, string> = {}) =>
        call("EnableInstanceAccessControl", { InstanceId, AclId, AclType: "white", ...change });
      await enable();
      assert.equal(at(await described(InstanceId), "AclId"), AclId);
      assert.equal(at(await described(InstanceId), "AclType"), "white");
      assert.equal(await readCode(enable({ AclId: other })), "InstanceAclExists");
      assert.equal(await readCode(enable({ InstanceId: "api-shared-vpc-001" })), "UnsupportedInstanceType");
      assert.equal(await readCode(call("DeleteAccessControlList", { AclId })), "AccessControlListInUse");
      await call("DisableInstanceAccessControl", { InstanceId, AclId });
      await call("DeleteAccessControlList", { AclId });
      assert.equal(await readCode(call("DeleteAccessControlList", { AclId })), "NotFoundAccessControlList");
    });

    it("are five in a region, with names of their own", async () => {
      for (const name of ["a", "b", "c", "d", "e"]) await list(name);
      assert.equal(await readCode(list("a")), "DuplicateAclName");
      assert.equal(await readCode(list("f")), "QuotaExceeded.AccessControlList");
    });
  });
});
