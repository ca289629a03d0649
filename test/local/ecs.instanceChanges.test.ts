import assert from "node:assert/strict";
import {
  at,
  readCode,
  readRefusal,
  startTestCloud,
  type TestCloud,
  textAt,
  until,
  versions,
} from "../support/localCloud";
import { addInstance, addNetwork, type TestNetwork } from "../support/localNetwork";

describe("Changes of ECS instances", () => {
  let cloud: TestCloud;
  let network: TestNetwork;
  beforeEach(async () => {
    cloud = await startTestCloud();
    network = await addNetwork(cloud);
  });
  afterEach(() => cloud.close());

  const ecs = (action: string, query: Record<string, string>) => cloud.call(versions.ecs, action, query);
  const statusOf = (id: string) => cloud.store.instances.get(id)?.status;

  it("instances change their type only while they are stopped, to one that their zone offers", async () => {
    const { instanceId: InstanceId } = await addInstance(cloud, network);
    const change = (InstanceType: string) => ecs("ModifyInstanceSpec", { InstanceId, InstanceType });
    assert.equal(await readCode(change("ecs.g7.large")), "IncorrectInstanceStatus");
    await ecs("StopInstance", { InstanceId });
    await until("it is stopped", () => statusOf(InstanceId) === "Stopped");
    assert.equal(await readCode(change("ecs.huge")), "InvalidInstanceType.NotFound");
    const { zoneId } = cloud.store.instances.get(InstanceId) ?? { zoneId: "" };
    const soldOut = { id: `${zoneId}/ecs.c7.large`, zoneId, product: "ecs.c7.large" };
    cloud.store.soldOut.put(soldOut);
    assert.equal(await readCode(change("ecs.c7.large")), "OperationDenied.NoStock");
    await change("ecs.g7.large");
    await ecs("StartInstance", { InstanceId });
    await until("it runs", () => statusOf(InstanceId) === "Running");
    const seen = await ecs("DescribeInstances", { InstanceIds: JSON.stringify([InstanceId]) });
    assert.equal(at(seen, "Instances.Instance.0.InstanceType"), "ecs.g7.large");
    assert.equal(at(seen, "Instances.Instance.0.Memory"), 8192);
  });

  describe("system disks", () => {
    let disk: { DiskId: string };
    let systemDisk: () => Promise<Record<string, unknown>>;
    beforeEach(async () => {
      const { instanceId } = await addInstance(cloud, network);
      const read = () => ecs("DescribeDisks", { InstanceId: instanceId, DiskType: "system" });
      systemDisk = async () => at(await read(), "Disks.Disk.0") as Record<string, unknown>;
      disk = { DiskId: textAt(await read(), "Disks.Disk.0.DiskId") };
    });

    it("grow while the instance runs, and do not shrink", async () => {
      await ecs("ResizeDisk", { ...disk, NewSize: "60", Type: "online" });
      assert.equal((await systemDisk()).Size, 60);
      for (const NewSize of ["60", "40"]) {
        assert.equal(await readCode(ecs("ResizeDisk", { ...disk, NewSize })), "InvalidDiskSize.TooSmall");
      }
      const unknown = ecs("ResizeDisk", { DiskId: "d-none", NewSize: "80" });
      assert.equal(await readCode(unknown), "InvalidDiskId.NotFound");
    });

    it("take another name and description", async () => {
      await ecs("ModifyDiskAttribute", { ...disk, DiskName: "root", Description: "of the shop" });
      const { DiskName, Description } = await systemDisk();
      assert.deepEqual({ DiskName, Description }, { DiskName: "root", Description: "of the shop" });
    });

    it("take a performance level that fits their size, except the lowest", async () => {
      const change = (PerformanceLevel: string) => ecs("ModifyDiskSpec", { ...disk, PerformanceLevel });
      assert.equal(await readCode(change("PL2")), "InvalidPerformanceLevel.Malformed");
      assert.equal(await readCode(change("PL0")), "InvalidPerformanceLevel.Malformed");
      await ecs("ResizeDisk", { ...disk, NewSize: "500" });
      await change("PL2");
      assert.equal((await systemDisk()).PerformanceLevel, "PL2");
    });

    for (const [PerformanceLevel, reason] of [
      ["PL2", /it has 40 GiB, and the level needs 461 GiB/],
      ["PL0", /no disk can be lowered to PL0/],
    ] as const) {
      it(`say why they do not take the performance level ${PerformanceLevel}`, async () => {
        const { message } = await readRefusal(ecs("ModifyDiskSpec", { ...disk, PerformanceLevel }));
        assert.match(message, reason);
      });
    }
  });
});
