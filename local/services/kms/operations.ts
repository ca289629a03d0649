import type { KmsKey } from "../../store/model";
import { type Call, type CloudOperation, kmsOperation } from "../common/call";
import { newResourceId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { accountId } from "../common/regions";
import { tagOperations } from "../common/tagOperations";
import { createTags } from "../common/tags";
import { isoSeconds } from "../common/times";
import { kmsError } from "./errors";

const keyId = { KeyId: { type: "string", required: true } } as const;
const descriptionParameter = { type: "string", maxLength: 8192 } as const;
/** `365d`, `8760h` or `3600s`. */
const interval = { type: "string", pattern: /^\d+[dhs]$/, form: "a number with d, h or s" } as const;
const secondsByUnit: Readonly<Record<string, number>> = { d: 86_400, h: 3600, s: 1 };

const defaultPolicy = JSON.stringify({
  Version: "1",
  Statement: [
    {
      Sid: "kms default key policy",
      Effect: "Allow",
      Action: ["kms:*"],
      Resource: ["*"],
      Principal: { RAM: [`acs:ram::${accountId}:*`] },
    },
  ],
});

/** Deletes the keys whose waiting period has passed. */
function deleteDueKeys(call: Call): void {
  const now = call.cloud.clock().getTime();
  const due = call.store.kmsKeys.filter(
    ({ deleteTime }) => deleteTime !== undefined && Date.parse(deleteTime) <= now,
  );
  for (const { id } of due) call.store.kmsKeys.delete(id);
}

/** Finds a key. */
function findKey(call: Call, id: string): KmsKey {
  deleteDueKeys(call);
  const key = call.store.kmsKeys.get(id);
  if (!key) throw kmsError("Forbidden.KeyNotFound", id);
  return key;
}

/** Finds a key whose deletion is not scheduled. */
function findUsableKey(call: Call, id: string): KmsKey {
  const key = findKey(call, id);
  if (key.deleteTime) throw kmsError("Rejected.PendingDeletion", id);
  return key;
}

const readInterval = (text: string): number =>
  Number(text.slice(0, -1)) * (secondsByUnit[text.slice(-1)] ?? 1);

function readState(key: KmsKey): string {
  if (key.deleteTime) return "PendingDeletion";
  return key.enabled ? "Enabled" : "Disabled";
}

const describeKey = (key: KmsKey) => ({
  KeyId: key.id,
  Arn: `acs:kms:${key.regionId}:${accountId}:key/${key.id}`,
  Creator: accountId,
  CreationDate: key.createdTime,
  Description: key.description,
  KeyState: readState(key),
  KeySpec: key.keySpec,
  KeyUsage: key.keyUsage,
  Origin: "Aliyun_KMS",
  ProtectionLevel: key.protectionLevel,
  PrimaryKeyVersion: key.id,
  LastRotationDate: key.createdTime,
  AutomaticRotation: key.rotationSeconds === undefined ? "Disabled" : "Enabled",
  ...(key.rotationSeconds !== undefined && { RotationInterval: `${key.rotationSeconds}s` }),
  NextRotationDate:
    key.rotationSeconds === undefined
      ? ""
      : isoSeconds(new Date(Date.parse(key.createdTime) + 1000 * key.rotationSeconds)),
  DeletionProtection: key.deletionProtection ? "Enabled" : "Disabled",
  DeleteDate: key.deleteTime ?? "",
  MaterialExpireTime: "",
  DKMSInstanceId: "",
});

const switching = (action: string, enabled: boolean) =>
  kmsOperation({
    action,
    parameters: keyId,
    handle(call, p) {
      findUsableKey(call, p.KeyId).enabled = enabled;
      return {};
    },
  });

/**
 * All implemented actions of the key management service (2016-01-20): keys by which other resources are encrypted. There
 * is no key material, so nothing can be encrypted or decrypted by a call.
 */
export const kmsOperations: readonly CloudOperation[] = [
  ...tagOperations({
    define: kmsOperation,
    untagAction: "UntagResources",
    types: { key: (store) => store.kmsKeys.all() },
    notFoundCode: "Forbidden.ResourceNotFound",
  }),
  kmsOperation({
    action: "CreateKey",
    parameters: {
      Description: descriptionParameter,
      KeyUsage: { type: "string", enum: ["ENCRYPT/DECRYPT", "SIGN/VERIFY"] },
      KeySpec: { type: "string" },
      Origin: { type: "string", implemented: ["Aliyun_KMS"] },
      ProtectionLevel: { type: "string", enum: ["SOFTWARE", "HSM"] },
      EnableAutomaticRotation: { type: "boolean" },
      RotationInterval: interval,
      Policy: { type: "string", maxLength: 32_768 },
      /** A JSON list, unlike in other products. */
      Tags: { type: "json" },
    },
    handle(call, p) {
      const rotationSeconds =
        p.EnableAutomaticRotation && p.RotationInterval ? readInterval(p.RotationInterval) : undefined;
      const key = call.store.kmsKeys.put({
        id: newResourceId("key", call.regionId),
        regionId: call.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(readTags(p.Tags)),
        description: p.Description ?? "",
        keySpec: p.KeySpec || "Aliyun_AES_256",
        keyUsage: p.KeyUsage ?? "ENCRYPT/DECRYPT",
        protectionLevel: p.ProtectionLevel ?? "SOFTWARE",
        enabled: true,
        deletionProtection: false,
        ...(rotationSeconds !== undefined && { rotationSeconds }),
        policy: p.Policy || defaultPolicy,
      });
      return { KeyMetadata: describeKey(key) };
    },
  }),
  kmsOperation({
    action: "DescribeKey",
    parameters: keyId,
    handle: (call, p) => ({ KeyMetadata: describeKey(findKey(call, p.KeyId)) }),
  }),
  kmsOperation({
    action: "ListKeys",
    parameters: paging,
    handle(call, p) {
      deleteDueKeys(call);
      const page = takePage(
        call.store.kmsKeys.filter(({ regionId }) => regionId === call.regionId),
        p,
      );
      const rows = page.items.map((key) => ({ KeyId: key.id, KeyArn: describeKey(key).Arn }));
      return { ...pageFields(page), Keys: { Key: rows } };
    },
  }),
  switching("EnableKey", true),
  switching("DisableKey", false),
  kmsOperation({
    action: "UpdateKeyDescription",
    parameters: { ...keyId, Description: { ...descriptionParameter, required: true } },
    handle(call, p) {
      findUsableKey(call, p.KeyId).description = p.Description;
      return {};
    },
  }),
  kmsOperation({
    action: "UpdateRotationPolicy",
    parameters: {
      ...keyId,
      EnableAutomaticRotation: { type: "boolean", required: true },
      RotationInterval: interval,
    },
    handle(call, p) {
      const key = findUsableKey(call, p.KeyId);
      if (!p.EnableAutomaticRotation) delete key.rotationSeconds;
      else if (p.RotationInterval) key.rotationSeconds = readInterval(p.RotationInterval);
      else throw kmsError("MissingParameter.RotationInterval");
      return {};
    },
  }),
  kmsOperation({
    action: "SetDeletionProtection",
    parameters: {
      /** The ARN of the key. */
      ProtectedResourceArn: { type: "string", required: true },
      EnableDeletionProtection: { type: "boolean", required: true },
      DeletionProtectionDescription: { type: "string" },
    },
    handle(call, p) {
      const id = p.ProtectedResourceArn.slice(p.ProtectedResourceArn.lastIndexOf("/") + 1);
      findUsableKey(call, id).deletionProtection = p.EnableDeletionProtection;
      return {};
    },
  }),
  kmsOperation({
    action: "GetKeyPolicy",
    parameters: { ...keyId, PolicyName: { type: "string" } },
    handle: (call, p) => ({ Policy: findKey(call, p.KeyId).policy }),
  }),
  kmsOperation({
    action: "SetKeyPolicy",
    parameters: {
      ...keyId,
      PolicyName: { type: "string" },
      Policy: { type: "string", required: true, maxLength: 32_768 },
    },
    handle(call, p) {
      findUsableKey(call, p.KeyId).policy = p.Policy;
      return {};
    },
  }),
  kmsOperation({
    action: "ScheduleKeyDeletion",
    parameters: { ...keyId, PendingWindowInDays: { type: "integer", required: true, min: 7, max: 366 } },
    handle(call, p) {
      const key = findUsableKey(call, p.KeyId);
      if (key.deletionProtection) throw kmsError("Rejected.DeletionProtected", key.id);
      const end = call.cloud.clock().getTime() + p.PendingWindowInDays * 86_400_000;
      key.deleteTime = isoSeconds(new Date(end));
      return {};
    },
  }),
  kmsOperation({
    action: "CancelKeyDeletion",
    parameters: keyId,
    handle(call, p) {
      delete findKey(call, p.KeyId).deleteTime;
      return {};
    },
  }),
  kmsOperation({
    action: "ListResourceTags",
    parameters: keyId,
    handle(call, p) {
      const key = findKey(call, p.KeyId);
      const rows = key.tags.map(({ key: TagKey, value }) => ({ KeyId: key.id, TagKey, TagValue: value }));
      return { Tags: { Tag: rows } };
    },
  }),
];

/** `[{"TagKey":"a","TagValue":"b"}]` */
function readTags(value: unknown): { Key: string; Value: string }[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw kmsError("InvalidParameter.Tags");
  return value.map((item: unknown) => {
    const fields = new Map(typeof item === "object" && item !== null ? Object.entries(item) : []);
    return { Key: String(fields.get("TagKey") ?? ""), Value: String(fields.get("TagValue") ?? "") };
  });
}
