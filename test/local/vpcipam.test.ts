import assert from "node:assert/strict";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";

describe("IP address management", () => {
  let cloud: TestCloud;
  let IpamPoolId: string;
  beforeEach(async () => {
    cloud = await startTestCloud();
    await ipam("CreateIpam", { "OperatingRegionList.1": "cn-hangzhou" });
    const listed = await ipam("ListIpams", {});
    const IpamScopeId = textAt(listed, "Ipams.0.PrivateDefaultScopeId");
    IpamPoolId = textAt(await ipam("CreateIpamPool", { IpamScopeId }), "IpamPoolId");
    await ipam("AddIpamPoolCidr", { IpamPoolId, Cidr: "10.0.0.0/8" });
  });
  afterEach(() => cloud.close());

  const ipam = (action: string, query: Record<string, string>) => cloud.call(versions.ipam, action, query);
  const newVpc = (query: Record<string, string>) =>
    cloud.call(versions.vpc, "CreateVpc", { Ipv4IpamPoolId: IpamPoolId, ...query });

  it("gives VPCs blocks of a pool that do not overlap", async () => {
    await newVpc({ Ipv4CidrMask: "12" });
    await newVpc({ Ipv4CidrMask: "16" });
    await newVpc({ CidrBlock: "10.64.0.0/16" });
    const rows = await ipam("ListIpamPoolAllocations", { IpamPoolId });
    const blocks = [0, 1, 2].map((index) => at(rows, `IpamPoolAllocations.${index}.Cidr`));
    assert.deepEqual(blocks, ["10.0.0.0/12", "10.16.0.0/16", "10.64.0.0/16"]);
    assert.equal(await readCode(newVpc({ CidrBlock: "10.64.0.0/16" })), "OperationDenied.CidrNotEnough");
    assert.equal(await readCode(newVpc({ CidrBlock: "172.16.0.0/16" })), "OperationDenied.CidrNotEnough");
  });

  it("deletes nothing that is in use", async () => {
    const VpcId = textAt(await newVpc({ Ipv4CidrMask: "16" }), "VpcId");
    const block = { IpamPoolId, Cidr: "10.0.0.0/8" };
    assert.equal(
      await readCode(ipam("DeleteIpamPoolCidr", block)),
      "OperationDenied.IpamPoolAllocationExist",
    );
    assert.equal(await readCode(ipam("DeleteIpamPool", { IpamPoolId })), "DependencyViolation.IpamPoolCidr");
    const IpamId = textAt(await ipam("ListIpams", {}), "Ipams.0.IpamId");
    assert.equal(await readCode(ipam("DeleteIpam", { IpamId })), "DependencyViolation.IpamPool");
    await cloud.call(versions.vpc, "DeleteVpc", { VpcId });
    await ipam("DeleteIpamPoolCidr", block);
    await ipam("DeleteIpamPool", { IpamPoolId });
    await ipam("DeleteIpam", { IpamId });
    assert.deepEqual(at(await ipam("ListIpams", {}), "Ipams"), []);
  });
});
