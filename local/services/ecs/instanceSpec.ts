import { ecsOperation } from "../common/call";
import { isSold } from "../common/stock";
import { instanceTypes } from "./catalogue";
import { ecsError } from "./errors";
import { findInstance } from "./instances";

/** Rejects an instance type that does not exist. */
export function checkInstanceType(type: string): void {
  const ids = instanceTypes.map(({ id }) => id);
  if (!ids.includes(type)) throw ecsError("InvalidInstanceType.NotFound", type, ids.join(", "));
}

/** Changes the type of a pay-as-you-go instance. Source: ModifyInstanceSpec. */
export const instanceSpec = [
  ecsOperation({
    action: "ModifyInstanceSpec",
    parameters: {
      InstanceId: { type: "string", required: true },
      InstanceType: { type: "string", required: true },
      AllowMigrateAcrossZone: { type: "boolean" },
      Async: { type: "boolean" },
      DryRun: { type: "boolean" },
      ClientToken: { type: "string", maxLength: 64 },
    },
    handle(call, p) {
      const instance = findInstance(call, p.InstanceId);
      checkInstanceType(p.InstanceType);
      if (instance.status !== "Stopped") {
        throw ecsError("IncorrectInstanceStatus", instance.id, instance.status, "Stopped");
      }
      if (p.InstanceType === instance.instanceType) {
        throw ecsError("InvalidInstanceType.ValueNotSupported", instance.id, p.InstanceType);
      }
      if (!isSold(call.store, instance.zoneId, p.InstanceType)) {
        throw ecsError("OperationDenied.NoStock", p.InstanceType, instance.zoneId);
      }
      if (p.DryRun) throw ecsError("DryRunOperation");
      instance.instanceType = p.InstanceType;
      return { OrderId: "" };
    },
  }),
];
