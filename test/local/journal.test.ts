import assert from "node:assert/strict";
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Journal, openJournal } from "../../local/store/journal";
import { createStateFile, type StateFile } from "../../local/store/stateFile";
import { Store } from "../../local/store/store";
import { readCode, readRefusal, startTestCloud, textAt, until, versions } from "../support/localCloud";
import { addInstance } from "../support/localNetwork";
import { existing, instance, securityGroup, tutorialStore } from "./world";

describe("journal", () => {
  let dir: string;
  let path: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "journal-"));
    path = join(dir, "state.jsonl");
  });
  const opened: Journal[] = [];
  afterEach(async () => {
    await Promise.allSettled(opened.splice(0).map((journal) => journal.close()));
    rmSync(dir, { recursive: true, force: true });
  });

  /** Opens a journal. It is closed after the test. */
  function open(store = new Store(), file?: StateFile): Journal {
    const journal = openJournal({ path, store, log: () => {}, ...(file && { file }) });
    opened.push(journal);
    return journal;
  }
  /** What the next start reads. */
  function read(): Store {
    const store = new Store();
    openJournal({ path, store, log: assert.fail });
    return store;
  }
  const contents = (store: Store) =>
    Object.fromEntries(store.tables().map(({ name, table }) => [name, table.all()]));
  /** The file, with a count of its writes. */
  function counting(): { file: StateFile; writes: () => { appended: number; replaced: number } } {
    const file = createStateFile(path);
    let [appended, replaced] = [0, 0];
    return {
      file: {
        append(text, position) {
          appended++;
          return file.append(text, position);
        },
        replace(text) {
          replaced++;
          return file.replace(text);
        },
        close: file.close,
      },
      writes: () => ({ appended, replaced }),
    };
  }
  const refusing = (message: string): StateFile => ({
    append: () => Promise.reject(new Error(message)),
    replace: () => Promise.reject(new Error(message)),
    close: async () => {},
  });

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

  it("gives the first answer again for the same client token after a restart", async () => {
    const request = { CidrBlock: "10.0.0.0/8", ClientToken: "token-1" };
    const first = await startTestCloud({ dir });
    const { VpcId } = await first.call(versions.vpc, "CreateVpc", request);
    await first.close();
    const second = await startTestCloud({ dir });
    try {
      assert.equal((await second.call(versions.vpc, "CreateVpc", request)).VpcId, VpcId);
      assert.equal(second.store.vpcs.size, 1);
      const other = second.call(versions.vpc, "CreateVpc", { ...request, CidrBlock: "172.16.0.0/12" });
      assert.equal(await readCode(other), "IdempotentParameterMismatch");
    } finally {
      await second.close();
    }
  });

  it("is on disk before the call is answered", async () => {
    const cloud = await startTestCloud({ dir });
    try {
      const vpcId = textAt(await cloud.call(versions.vpc, "CreateVpc", {}), "VpcId");
      assert.match(readFileSync(cloud.statePath, "utf8"), new RegExp(vpcId));
      assert.equal(statSync(cloud.statePath).mode & 0o077, 0, "others cannot read it: it holds AppSecrets");
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
      await until("the instance runs", () => second.store.instances.get(instanceId)?.status === "Running");
    } finally {
      await second.close();
    }
  });

  it("appends only the records that changed", async () => {
    const store = tutorialStore();
    const journal = open(store);
    await journal.save();
    const before = readFileSync(path, "utf8");
    existing(store.tracked().apps.get("1100")).description = "changed";
    await journal.save();
    const after = readFileSync(path, "utf8");
    assert.ok(after.startsWith(before));
    const { sum, ...line } = JSON.parse(after.slice(before.length));
    assert.match(sum, /^[0-9a-f]{16}$/);
    assert.deepEqual(line, { put: { apps: [store.apps.get("1100")] } });
    assert.deepEqual(contents(read()), contents(store));
  });

  it("keeps the order of a record that was deleted and created again", async () => {
    const store = new Store();
    for (const id of ["i-1", "i-2"]) store.instances.put(instance({ id }));
    const journal = open(store);
    await journal.save();
    store.instances.delete("i-1");
    store.instances.put(instance({ id: "i-1" }));
    await journal.save();
    assert.deepEqual(contents(read()), contents(store));
    assert.deepEqual(
      read()
        .instances.all()
        .map(({ id }) => id),
      ["i-2", "i-1"],
    );
  });

  it("rewrites the file when most of it is outdated", async () => {
    const store = new Store();
    const { file, writes } = counting();
    const journal = open(store, file);
    store.instances.put(instance());
    await journal.save();
    const group = store.tracked().securityGroups.put(securityGroup());
    const description = "x".repeat(100_000);
    for (let change = 0; change < 30; change++) {
      group.description = `${change}${description}`;
      await journal.save();
    }
    assert.deepEqual(writes().replaced, 3, "the first write, and two when a megabyte was outdated");
    assert.ok(statSync(path).size < 1_300_000, `${statSync(path).size} bytes`);
    assert.deepEqual(contents(read()), contents(store));
  });

  it("does not write when nothing changed", async () => {
    const { file, writes } = counting();
    const cloud = await startTestCloud({ dir, file });
    await cloud.call(versions.vpc, "DescribeVpcs");
    await readCode(cloud.call(versions.vpc, "DeleteVpc", { VpcId: "vpc-none" }));
    await cloud.call(versions.vpc, "CreateVpc", {});
    const before = writes();
    await cloud.call(versions.vpc, "DescribeVpcs");
    await readCode(cloud.call(versions.vpc, "DeleteVpc", { VpcId: "vpc-none" }));
    assert.deepEqual(writes(), before);
    await cloud.close();
  });

  it("shares one write among calls that come together", async () => {
    const { file, writes } = counting();
    const store = new Store();
    const journal = open(store, file);
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => {
        store.instances.put(instance({ id: `i-${index}` }));
        return journal.save();
      }),
    );
    const { appended, replaced } = writes();
    assert.ok(appended + replaced <= 2, `${appended + replaced} writes`);
    assert.equal(read().instances.size, 50);
  });

  it("confirms a change only when the write that contains it has succeeded", async () => {
    const store = new Store();
    let fail = (_: Error) => {};
    const file: StateFile = {
      ...refusing(""),
      replace: () =>
        new Promise((_, reject) => {
          fail = reject;
        }),
    };
    // Not closed after the test: its write never ends.
    const journal = openJournal({ path, store, log: () => {}, file });
    store.instances.put(instance());
    const saves = [journal.save()];
    await new Promise(setImmediate);
    // The running write already contains the change.
    saves.push(journal.save());
    fail(new Error("disk full"));
    assert.deepEqual(
      (await Promise.allSettled(saves)).map(({ status }) => status),
      ["rejected", "rejected"],
    );
  });

  it("writes the file again when it was removed", async () => {
    const store = tutorialStore();
    const journal = open(store);
    await journal.save();
    store.instances.put(instance({ id: "i-2" }));
    await journal.save();
    rmSync(path);
    store.instances.put(instance({ id: "i-3" }));
    await journal.save();
    assert.deepEqual(contents(read()), contents(store));
    await journal.close();
  });

  describe("when the disk refuses", () => {
    it("fails the call with a named error, and refuses the next changes before they take effect", async () => {
      let file = refusing("disk full");
      const cloud = await startTestCloud({
        dir,
        file: {
          append: (text, position) => file.append(text, position),
          replace: (text) => file.replace(text),
          close: () => file.close(),
        },
      });
      const create = () => cloud.call(versions.vpc, "CreateVpc", {});
      const { code, message } = await readRefusal(create());
      assert.equal(code, "LocalCloud.StateNotSaved");
      assert.match(message, /state\.jsonl could not be written: disk full\..*Free the disk/);
      assert.equal(await readCode(create()), "LocalCloud.StateNotSaved");
      assert.equal(cloud.store.vpcs.size, 1, "the second call did not take effect");
      assert.ok(cloud.lines.some((line) => line.includes("disk full")));
      await cloud.call(versions.vpc, "DescribeVpcs");
      file = createStateFile(path);
      await create();
      assert.equal(read().vpcs.size, 2, "the first one is saved with the next one");
      await cloud.close();
    });

    it("leaves the old file and no other one", async () => {
      const store = tutorialStore();
      await open(store).save();
      const before = readFileSync(path, "utf8");
      const journal = open(new Store(), refusing("killed"));
      await journal.save();
      const failing = new Store();
      const second = openJournal({ path, store: failing, log: () => {}, file: refusing("killed") });
      failing.instances.put(instance({ id: "i-9" }));
      await assert.rejects(second.close(), /killed/);
      assert.equal(readFileSync(path, "utf8"), before);
      // What a process that was really killed would leave behind does no harm, and does not stay.
      writeFileSync(`${path}.tmp`, '{"sum":"0123');
      rmSync(path);
      await open(store).close();
      store.instances.put(instance({ id: "i-2" }));
      await open(store).close();
      assert.deepEqual(readdirSync(dir), ["state.jsonl"]);
    });
  });

  describe("after a kill", () => {
    const save = async () => {
      const store = new Store();
      const journal = open(store);
      for (const id of ["i-1", "i-2"]) {
        store.instances.put(instance({ id }));
        await journal.save();
      }
      return store;
    };

    it("ignores a last line that is not complete, at every length, and continues behind the line before", async () => {
      const store = await save();
      const whole = readFileSync(path, "utf8");
      const base = `${whole.trimEnd().split("\n").slice(0, -1).join("\n")}\n`;
      for (let length = base.length + 1; length < whole.length; length += 97) {
        writeFileSync(path, whole.slice(0, length));
        const lines: string[] = [];
        const found = new Store();
        const journal = openJournal({ path, store: found, log: (line) => lines.push(line) });
        assert.deepEqual(
          found.instances.all().map(({ id }) => id),
          ["i-1"],
        );
        assert.match(lines.join(), /ignored \d+ bytes of a write that was interrupted and never confirmed/);
        found.instances.put(existing(store.instances.get("i-2")));
        await journal.close();
        assert.equal(readFileSync(path, "utf8"), whole);
      }
    });

    it("ignores a last line with a hole", async () => {
      await save();
      appendFileSync(path, '{"sum":"0123456789abcdef","put":{\0\0\0\0}}\n');
      const found = new Store();
      openJournal({ path, store: found, log: () => {} });
      assert.equal(found.instances.size, 2);
    });
  });

  const unusable: [string, (good: string) => string, RegExp][] = [
    ["cut off", (good) => good.slice(0, good.length / 2), /its end is missing/],
    ["cut off between two lines", (good) => `${good.split("\n", 2).join("\n")}\n`, /its end is missing/],
    ["empty", () => "", /is not the state of a local cloud/],
    ["another document", () => "[]\n", /is not the state/],
    ["of another program", () => '{"format":"other"}\n', /is not the state/],
    [
      "newer",
      (good) => good.replace('"version":2', '"version":99'),
      /version 99\. This program reads version 2/,
    ],
    ["changed", (good) => good.replace("VPC_SHARED", "VPC_DEDICATED"), /checksum/],
    [
      "without one of its lines",
      (good) =>
        good
          .split("\n")
          .filter((_, index) => index !== 3)
          .join("\n"),
      /checksum|its end is missing/,
    ],
  ];
  for (const [what, spoil, message] of unusable) {
    it(`refuses a file that is ${what}, names it and the hint, and leaves it alone`, async () => {
      const journal = open(tutorialStore());
      await journal.close();
      const spoilt = spoil(readFileSync(path, "utf8"));
      writeFileSync(path, spoilt);
      assert.throws(() => open(), message);
      assert.throws(() => open(), new RegExp(`${path}.*Move it away to begin`));
      assert.equal(readFileSync(path, "utf8"), spoilt);
    });
  }
});
