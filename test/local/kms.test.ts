import assert from "node:assert/strict";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";
import { addNetwork, launchParameters } from "../support/localNetwork";

describe("keys of the key management service", () => {
  let cloud: TestCloud;
  beforeEach(async () => {
    cloud = await startTestCloud();
  });
  afterEach(() => cloud.close());

  const kms = (action: string, query: Record<string, string> = {}) => cloud.call(versions.kms, action, query);
  const newKey = async () => textAt(await kms("CreateKey", { Description: "disks" }), "KeyMetadata.KeyId");
  const stateOf = async (KeyId: string) => at(await kms("DescribeKey", { KeyId }), "KeyMetadata.KeyState");

  it("are switched, and deleted after the waiting period", async () => {
    const KeyId = await newKey();
    assert.equal(await stateOf(KeyId), "Enabled");
    await kms("DisableKey", { KeyId });
    assert.equal(await stateOf(KeyId), "Disabled");
    await kms("ScheduleKeyDeletion", { KeyId, PendingWindowInDays: "7" });
    assert.equal(await stateOf(KeyId), "PendingDeletion");
    assert.equal(await readCode(kms("EnableKey", { KeyId })), "Rejected.PendingDeletion");
    for (const key of cloud.store.kmsKeys.all()) key.deleteTime = "2020-01-01T00:00:00Z";
    assert.deepEqual(at(await kms("ListKeys"), "Keys.Key"), []);
    assert.equal(await readCode(kms("DescribeKey", { KeyId })), "Forbidden.KeyNotFound");
  });

  it("encrypt the system disk of an instance", async () => {
    const KeyId = await newKey();
    const launch = {
      ...launchParameters(await addNetwork(cloud)),
      "SystemDisk.Category": "cloud_essd",
      "SystemDisk.Encrypted": "true",
      "SystemDisk.KMSKeyId": KeyId,
    };
    await cloud.call(versions.ecs, "RunInstances", launch);
    const disks = await cloud.call(versions.ecs, "DescribeDisks", {});
    assert.equal(at(disks, "Disks.Disk.0.KMSKeyId"), KeyId);
    await kms("DisableKey", { KeyId });
    assert.equal(
      await readCode(cloud.call(versions.ecs, "RunInstances", launch)),
      "InvalidKMSKeyId.NotFound",
    );
  });
});
