import { ecsOperation } from "../common/call";
import { checkKey, newDiskId } from "./diskRecords";
import { ecsError } from "./errors";
import { findStartImage, imageOfInstance } from "./imageRecords";
import { findInstance } from "./instances";
import { findKeyPair } from "./keyPairs";
import { password } from "./launch";

/** A new system disk for an instance, with another image. */
export const systemDisks = [
  ecsOperation({
    action: "ReplaceSystemDisk",
    parameters: {
      InstanceId: { type: "string", required: true },
      ImageId: { type: "string", required: true },
      SystemDisk: { type: "object", fields: { Size: { type: "integer", min: 20, max: 2048, also: [0] } } },
      Encrypted: { type: "boolean" },
      EncryptAlgorithm: { type: "string", implemented: ["aes-256", "AES-256"] },
      KMSKeyId: { type: "string" },
      KeyPairName: { type: "string" },
      Password: password,
      PasswordInherit: { type: "boolean" },
      SecurityEnhancementStrategy: { type: "string", enum: ["Active", "Deactive"] },
      UseAdditionalService: { type: "boolean" },
      ClientToken: { type: "string", maxLength: 64 },
    },
    async handle(call, p) {
      const instance = findInstance(call, p.InstanceId);
      const image = findStartImage(call, p);
      if (instance.status !== "Stopped")
        throw ecsError("IncorrectInstanceStatus", instance.id, instance.status, "Stopped");
      if (p.KeyPairName) findKeyPair(call, instance.regionId, p.KeyPairName);
      if (p.KMSKeyId) checkKey(call, p.KMSKeyId, p.Encrypted ?? false);
      const { systemDisk } = instance;
      const size = p.SystemDisk.Size || Math.max(systemDisk.size, image.size);
      if (size < image.size)
        throw ecsError("InvalidSystemDiskSize.LessThanImageSize", size, image.id, image.size);
      // The new disk is empty, so that the next start reads the user data again.
      await call.cloud.machines.remove(instance.id);
      delete instance.baseImageId;
      Object.assign(instance, imageOfInstance(image));
      instance.keyPairName = p.KeyPairName ?? "";
      instance.securityEnhancementStrategy = p.SecurityEnhancementStrategy ?? "Deactive";
      systemDisk.diskId = newDiskId(instance.regionId);
      systemDisk.size = size;
      systemDisk.encrypted = p.Encrypted ?? false;
      if (p.KMSKeyId) systemDisk.kmsKeyId = p.KMSKeyId;
      else delete systemDisk.kmsKeyId;
      return { DiskId: systemDisk.diskId };
    },
  }),
];
