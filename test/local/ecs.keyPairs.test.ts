import assert from "node:assert/strict";
import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import {
  DeleteKeyPairsRequest,
  DescribeKeyPairsRequest,
  ImportKeyPairRequest,
  ImportKeyPairRequestTag,
} from "@alicloud/ecs20140526";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";
import { addNetwork, launchParameters, type TestNetwork } from "../support/localNetwork";

const regionId = "cn-hangzhou";

/** A key of type Ed25519 in a line of OpenSSH. */
function publicKeyBody(): string {
  const { publicKey } = generateKeyPairSync("ed25519");
  const raw = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
  const parts = [Buffer.from("ssh-ed25519"), raw].flatMap((part) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    return [length, part];
  });
  return `ssh-ed25519 ${Buffer.concat(parts).toString("base64")} me@example`;
}

describe("ECS key pairs", () => {
  let cloud: TestCloud;
  let network: TestNetwork;
  beforeEach(async () => {
    cloud = await startTestCloud();
    network = await addNetwork(cloud);
  });
  afterEach(() => cloud.close());

  const ecs = (action: string, query: Record<string, string>) => cloud.call(versions.ecs, action, query);
  const importPair = (KeyPairName = "mine", region = regionId) =>
    ecs("ImportKeyPair", { KeyPairName, PublicKeyBody: publicKeyBody(), RegionId: region });
  const run = (KeyPairName: string) => ecs("RunInstances", { ...launchParameters(network), KeyPairName });
  const keyPairOf = async (id: string) =>
    at(
      await ecs("DescribeInstances", { InstanceIds: JSON.stringify([id]) }),
      "Instances.Instance.0.KeyPairName",
    );

  it("are imported, found and deleted with the SDK", async () => {
    const tag = [new ImportKeyPairRequestTag({ key: "team", value: "shop" })];
    const pair = { regionId, keyPairName: "mine", publicKeyBody: publicKeyBody(), tag };
    const made = await cloud.ecs.importKeyPair(new ImportKeyPairRequest(pair));
    assert.match(made.body?.keyPairFingerPrint ?? "", /^([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
    const find = async () => {
      const { body } = await cloud.ecs.describeKeyPairs(
        new DescribeKeyPairsRequest({ regionId, keyPairName: "mi*" }),
      );
      return body?.keyPairs?.keyPair ?? [];
    };
    const [found] = await find();
    assert.deepEqual([found?.keyPairName, found?.tags?.tag?.[0]?.tagValue], ["mine", "shop"]);
    await cloud.ecs.deleteKeyPairs(new DeleteKeyPairsRequest({ regionId, keyPairNames: '["mine"]' }));
    assert.deepEqual(await find(), []);
  });

  it("are created with a private key that is returned once, and stored nowhere", async () => {
    const made = await ecs("CreateKeyPair", { KeyPairName: "made" });
    const text = textAt(made, "PrivateKeyBody");
    assert.equal(createPrivateKey(text).asymmetricKeyType, "rsa");
    const line = text.split("\n")[3] ?? "";
    assert.ok(line.length > 60 && !JSON.stringify(cloud.store.keyPairs.all()).includes(line));
    assert.ok(!cloud.lines.join("\n").includes(line));
  });

  it("are rejected twice in a region, and when an unknown one is deleted", async () => {
    await importPair();
    assert.equal(await readCode(importPair()), "KeyPair.AlreadyExist");
    await importPair("mine", "cn-shanghai");
    assert.equal(
      await readCode(ecs("DeleteKeyPairs", { KeyPairNames: '["none"]' })),
      "InvalidKeyPair.NotFound",
    );
  });

  for (const [problem, PublicKeyBody] of [
    ["without its type", "AAAA"],
    ["that is too short", "ssh-rsa AAAA"],
    ["with the name of another type", publicKeyBody().replace("ssh-ed25519", "ssh-rsa")],
  ] as const) {
    it(`are rejected for a public key ${problem}`, async () => {
      const imported = ecs("ImportKeyPair", { KeyPairName: "other", PublicKeyBody });
      assert.equal(await readCode(imported), "InvalidPublicKeyBody.Malformed");
    });
  }

  it("are tagged by their name, each in its region", async () => {
    await importPair("mine", "cn-shanghai");
    await importPair();
    const tag = {
      ResourceType: "keypair",
      "ResourceId.1": "mine",
      "Tag.1.Key": "team",
      "Tag.1.Value": "shop",
    };
    await ecs("TagResources", { ...tag, RegionId: regionId });
    const tagged = async (RegionId: string) =>
      at(await ecs("DescribeKeyPairs", { RegionId }), "KeyPairs.KeyPair.0.Tags.Tag.0.TagValue");
    assert.deepEqual([await tagged(regionId), await tagged("cn-shanghai")], ["shop", undefined]);
  });

  it("are an instance's when it is made, and later", async () => {
    await importPair("elsewhere", "cn-shanghai");
    assert.equal(await readCode(run("elsewhere")), "InvalidKeyPair.NotFound");
    await importPair();
    await importPair("next");
    const id = textAt(await run("mine"), "InstanceIdSets.InstanceIdSet.0");
    assert.equal(await keyPairOf(id), "mine");
    assert.equal(
      await readCode(ecs("DeleteKeyPairs", { KeyPairNames: '["mine"]' })),
      "InvalidParameter.KeypairAlreadyAttachedInstance",
    );
    const InstanceIds = JSON.stringify([id]);
    await ecs("DetachKeyPair", { KeyPairName: "mine", InstanceIds });
    assert.equal(await keyPairOf(id), "");
    await ecs("AttachKeyPair", { KeyPairName: "next", InstanceIds });
    assert.equal(await keyPairOf(id), "next");
    await ecs("DeleteKeyPairs", { KeyPairNames: '["mine"]' });
  });
});
