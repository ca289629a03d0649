import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { rename } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSnapshot } from "../../local/store/snapshot";
import { Store } from "../../local/store/store";
import { codeOf, startTestCloud, textAt, until, versions } from "../support/localCloud";
import { addInstance } from "../support/localNetwork";

describe("snapshot", () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "snapshot-"));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it("brings the whole store back after a restart", async () => {
    const first = await startTestCloud({ dir });
    const vpcId = textAt(await first.call(versions.vpc, "CreateVpc", { CidrBlock: "10.0.0.0/8" }), "VpcId");
    await first.call(versions.cloudapi, "CreateApp", { AppName: "my_app" });
    await first.close();
    const second = await startTestCloud({ dir });
    try {
      assert.equal(
        textAt(await second.call(versions.vpc, "DescribeVpcAttribute", { VpcId: vpcId }), "VpcId"),
        vpcId,
      );
      assert.deepEqual(second.store.apps.all(), first.store.apps.all());
      assert.equal(second.store.gatewayInstances.all().length, 4, "built-in things are not doubled");
    } finally {
      await second.close();
    }
  });

  it("is on disk before the call is answered", async () => {
    const cloud = await startTestCloud({ dir });
    try {
      const vpcId = textAt(await cloud.call(versions.vpc, "CreateVpc", {}), "VpcId");
      assert.match(readFileSync(cloud.snapshotPath, "utf8"), new RegExp(vpcId));
      assert.equal(
        statSync(cloud.snapshotPath).mode & 0o077,
        0,
        "others cannot read it: it holds AppSecrets",
      );
    } finally {
      await cloud.close();
    }
  });

  it("starts machines again after a restart", async () => {
    const first = await startTestCloud({ dir });
    const { instanceId } = await addInstance(first);
    await first.close();
    const second = await startTestCloud({ dir });
    try {
      await until("the machine runs again", () => second.machines.running.has(instanceId));
      await until("the instance says so", () => second.store.instances.get(instanceId)?.status === "Running");
    } finally {
      await second.close();
    }
  });

  it("keeps the old file when the process dies between writing and renaming", async () => {
    const path = join(dir, "snapshot.json");
    const store = new Store();
    const good = openSnapshot({ path, store, log: assert.fail });
    await good.save();
    const before = readFileSync(path, "utf8");
    const dying = openSnapshot({
      path,
      store: new Store(),
      log: assert.fail,
      replace: () => Promise.reject(new Error("killed")),
    });
    await assert.rejects(dying.save(), /killed/);
    assert.equal(readFileSync(path, "utf8"), before);
    // What a process that was really killed would leave behind does no harm, and does not stay.
    writeFileSync(`${path}.tmp`, '{"format":"alicloud-vpc-api local cl');
    const next = openSnapshot({ path, store: new Store(), log: assert.fail });
    await next.save();
    assert.deepEqual(readdirSync(dir), ["snapshot.json"]);
  });

  it("answers a call even when the disk refuses, and says so in the log", async () => {
    const cloud = await startTestCloud({ dir, replace: () => Promise.reject(new Error("disk full")) });
    await cloud.call(versions.vpc, "CreateVpc", {});
    assert.ok(cloud.lines.some((line) => line.includes("disk full")));
    await assert.rejects(cloud.controlPlane.close(), /disk full/);
    assert.deepEqual(
      readdirSync(dir).filter((name) => name.includes("snapshot")),
      [],
      "no half file is left",
    );
  });

  it("does not write when nothing changed", async () => {
    let writes = 0;
    const cloud = await startTestCloud({
      dir,
      replace: (from, to) => {
        writes += 1;
        return rename(from, to);
      },
    });
    await cloud.call(versions.vpc, "DescribeVpcs");
    await codeOf(cloud.call(versions.vpc, "DeleteVpc", { VpcId: "vpc-none" }));
    assert.equal(writes, 0);
    await cloud.close();
  });

  it("shares one write among calls that come together", async () => {
    let writes = 0;
    const snapshot = openSnapshot({
      path: join(dir, "s.json"),
      store: new Store(),
      log: assert.fail,
      replace: (from, to) => {
        writes += 1;
        return rename(from, to);
      },
    });
    await Promise.all(Array.from({ length: 50 }, () => snapshot.save()));
    assert.ok(writes <= 2, `${writes} writes`);
    await snapshot.close();
  });

  const unusable: [string, (good: string) => string, RegExp][] = [
    ["cut off", (good) => good.slice(0, good.length / 2), /cannot be read/],
    ["empty", () => "", /cannot be read/],
    ["no snapshot", () => "[]", /is not a JSON object/],
    ["of something else", () => '{"format":"other"}', /is not a snapshot/],
    ["newer", (good) => good.replace('"version":1', '"version":99'), /version 99, newer than 1/],
    ["changed", (good) => good.replace("VPC_SHARED", "VPC_DEDICATED"), /checksum/],
  ];
  for (const [what, spoil, message] of unusable) {
    it(`refuses a file that is ${what}, names it and the hint, and leaves it alone`, async () => {
      const cloud = await startTestCloud({ dir });
      await cloud.close();
      const spoilt = spoil(readFileSync(cloud.snapshotPath, "utf8"));
      writeFileSync(cloud.snapshotPath, spoilt);
      const open = () => openSnapshot({ path: cloud.snapshotPath, store: new Store(), log: assert.fail });
      assert.throws(open, message);
      assert.throws(open, new RegExp(`${cloud.snapshotPath}.*Move it away to begin`));
      assert.equal(readFileSync(cloud.snapshotPath, "utf8"), spoilt);
    });
  }
});
