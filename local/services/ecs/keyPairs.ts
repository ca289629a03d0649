import { createHash, generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { KeyPair, Tag } from "../../store/model";
import type { Store } from "../../store/store";
import { type Call, ecsOperation, inScope } from "../common/call";
import { pageFields, paging, takePage } from "../common/paging";
import { checkResourceGroup } from "../common/resourceGroups";
import { createTags, hasTags, tagKeyValueTags, tagParameter } from "../common/tags";
import { isoMinutes, isoSeconds } from "../common/times";
import { nameMatches } from "./catalogueOperations";
import { ecsError } from "./errors";
import { findInstance } from "./instances";

const generate = promisify(generateKeyPair);

const keyPairName = {
  type: "string",
  required: true,
  pattern: /^(?!https?:\/\/)(?=.{2,128}$)\p{L}[\p{L}\p{N}:_-]+$/u,
  form: "2 to 128 letters, digits, colons, underscores, hyphens, a letter first",
} as const;
const commonParameters = { ResourceGroupId: { type: "string" }, Tag: tagParameter } as const;
const instanceIds = { type: "jsonStrings", required: true, max: 50 } as const;

/** Names are unique in a region, so the ID in the store contains the region. */
const storeId = (regionId: string, name: string) => `${regionId}/${name}`;

/** Finds a key pair by name in a region. Names are case-sensitive. */
export function findKeyPair(call: Call, regionId: string, name: string): KeyPair {
  const found = call.store.keyPairs.get(storeId(regionId, name));
  if (!found) throw ecsError("InvalidKeyPair.NotFound", name, regionId);
  return found;
}

/** Key pairs as the tag actions see them, which address them by name. */
export const taggedKeyPairs = (store: Store) =>
  store.keyPairs.all().map((pair) => ({
    id: pair.name,
    regionId: pair.regionId,
    get tags() {
      return pair.tags;
    },
    set tags(tags: Tag[]) {
      pair.tags = tags;
    },
  }));

/** The format of the service: the MD5 of the key, as pairs of digits. */
const computeFingerprint = (key: Buffer): string =>
  createHash("md5")
    .update(key)
    .digest("hex")
    .replace(/..(?!$)/g, "$&:");

/** The key in a line of OpenSSH. Undefined for an invalid line. */
function publicKey(line: string): Buffer | undefined {
  const [, type = "", body = ""] = /^(\S+) ([A-Za-z0-9+/]+={0,2})( .*)?$/.exec(line.trim()) ?? [];
  const key = Buffer.from(body, "base64");
  // The key also contains its type, after the length of the type.
  const named = key.length > 4 ? key.subarray(4, 4 + key.readUInt32BE(0)).toString() : "";
  return type !== "" && named === type ? key : undefined;
}

function put(call: Call, name: string, key: Buffer, p: { ResourceGroupId?: string }, tags: KeyPair["tags"]) {
  const { regionId, store } = call;
  const id = storeId(regionId, name);
  if (store.keyPairs.get(id)) throw ecsError("KeyPair.AlreadyExist", name);
  return store.keyPairs.put({
    ...{ id, regionId, name, tags },
    createdTime: isoSeconds(call.cloud.clock()),
    fingerPrint: computeFingerprint(key),
    resourceGroupId: checkResourceGroup(call, p.ResourceGroupId),
  });
}

/** Key pairs. Instances of the local cloud have no login. The service only records the key pair of an instance. */
export const keyPairs = [
  ecsOperation({
    action: "CreateKeyPair",
    parameters: { KeyPairName: keyPairName, ...commonParameters },
    async handle(call, p) {
      // Only this answer contains the private key.
      const made = await generate("rsa", { modulusLength: 2048 });
      const key = made.publicKey.export({ type: "spki", format: "der" });
      const { id, name, fingerPrint } = put(call, p.KeyPairName, key, p, createTags(p.Tag));
      const PrivateKeyBody = made.privateKey.export({ type: "pkcs1", format: "pem" });
      return { KeyPairId: id, KeyPairName: name, KeyPairFingerPrint: fingerPrint, PrivateKeyBody };
    },
  }),
  ecsOperation({
    action: "ImportKeyPair",
    parameters: {
      KeyPairName: keyPairName,
      PublicKeyBody: { type: "string", required: true },
      ...commonParameters,
    },
    handle(call, p) {
      const key = publicKey(p.PublicKeyBody);
      if (!key) throw ecsError("InvalidPublicKeyBody.Malformed");
      const { name, fingerPrint } = put(call, p.KeyPairName, key, p, createTags(p.Tag));
      return { KeyPairName: name, KeyPairFingerPrint: fingerPrint };
    },
  }),
  ecsOperation({
    action: "DescribeKeyPairs",
    parameters: {
      KeyPairName: { type: "string" },
      KeyPairFingerPrint: { type: "string" },
      ...commonParameters,
      ...paging,
    },
    handle(call, p) {
      const found = call.store.keyPairs.filter(
        (pair) =>
          inScope(call, pair) &&
          (!p.KeyPairName || nameMatches(p.KeyPairName, pair.name)) &&
          (!p.KeyPairFingerPrint || pair.fingerPrint === p.KeyPairFingerPrint) &&
          (!p.ResourceGroupId || pair.resourceGroupId === p.ResourceGroupId) &&
          hasTags(pair, p.Tag),
      );
      const page = takePage(found, p);
      const rows = page.items.map((pair) => ({
        KeyPairName: pair.name,
        KeyPairFingerPrint: pair.fingerPrint,
        CreationTime: isoMinutes(pair.createdTime),
        ResourceGroupId: pair.resourceGroupId,
        Tags: { Tag: tagKeyValueTags(pair.tags) },
      }));
      return { ...pageFields(page), KeyPairs: { KeyPair: rows } };
    },
  }),
  ecsOperation({
    action: "DeleteKeyPairs",
    parameters: { KeyPairNames: { type: "jsonStrings", required: true, max: 50 } },
    handle(call, p) {
      const pairs = p.KeyPairNames.map((name) => findKeyPair(call, call.regionId, name));
      for (const { name } of pairs) {
        const user = call.store.instances.find(
          (instance) => instance.regionId === call.regionId && instance.keyPairName === name,
        );
        if (user) throw ecsError("InvalidParameter.KeypairAlreadyAttachedInstance", name, user.id);
      }
      for (const { id } of pairs) call.store.keyPairs.delete(id);
      return {};
    },
  }),
  ecsOperation({
    action: "AttachKeyPair",
    parameters: { KeyPairName: keyPairName, InstanceIds: instanceIds },
    handle(call, p) {
      const { name } = findKeyPair(call, call.regionId, p.KeyPairName);
      const instances = p.InstanceIds.map((id) => findInstance(call, id));
      for (const instance of instances) instance.keyPairName = name;
      return { KeyPairName: name, ...describeResults(instances.map(({ id }) => id)) };
    },
  }),
  ecsOperation({
    action: "DetachKeyPair",
    parameters: { KeyPairName: keyPairName, InstanceIds: instanceIds },
    handle(call, p) {
      const { name } = findKeyPair(call, call.regionId, p.KeyPairName);
      const instances = p.InstanceIds.map((id) => findInstance(call, id));
      for (const instance of instances) if (instance.keyPairName === name) instance.keyPairName = "";
      return { KeyPairName: name, ...describeResults(instances.map(({ id }) => id)) };
    },
  }),
];

const describeResults = (ids: readonly string[]) => ({
  TotalCount: ids.length,
  FailCount: 0,
  Results: {
    Result: ids.map((InstanceId) => ({ InstanceId, Success: true, Code: "200", Message: "successful" })),
  },
});
