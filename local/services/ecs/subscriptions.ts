import type { Instance, Subscription } from "../../store/model";
import { type Call, ecsOperation } from "../common/call";
import { pageFields, paging, takePage } from "../common/paging";
import { isSold } from "../common/stock";
import { isoMinutes } from "../common/times";
import { listDataDisks } from "./diskRecords";
import { ecsError } from "./errors";
import { checkInstanceType } from "./instanceSpec";
import { findInstance } from "./instances";

const instanceId = { type: "string", required: true } as const;
const clientToken = { type: "string", maxLength: 64 } as const;
const units = ["Week", "Month", "Year"] as const;
type Unit = (typeof units)[number];

/** Lengths of a subscription and of a renewal. Source: Period and AutoRenewPeriod of RunInstances. */
const periods: Readonly<Record<Unit, readonly number[]>> = {
  Week: [1, 2, 3, 4],
  Month: [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36, 48, 60],
  Year: [1, 2, 3, 4, 5],
};

export const subscriptionParameters = {
  Period: { type: "integer", min: 1, max: 60 },
  PeriodUnit: { type: "string", enum: units },
  AutoRenew: { type: "boolean" },
  AutoRenewPeriod: { type: "integer", min: 1, max: 60 },
  // An order that is not paid is not implemented.
  AutoPay: { type: "boolean", implemented: [true] },
} as const;

interface WantedSubscription {
  Period?: number;
  PeriodUnit?: Unit;
  AutoRenew?: boolean;
  AutoRenewPeriod?: number;
}

function checkPeriod(name: string, period: number, unit: Unit): void {
  if (!periods[unit].includes(period)) throw ecsError("InvalidPeriod.ValueNotSupported", name, period, unit);
}

function periodEnd(start: Date, period: number, unit: Unit): Date {
  const end = new Date(start);
  if (unit === "Week") end.setUTCDate(end.getUTCDate() + 7 * period);
  else end.setUTCMonth(end.getUTCMonth() + (unit === "Year" ? 12 : 1) * period);
  return end;
}

/** A subscription that starts now. */
export function newSubscription(call: Call, p: WantedSubscription): Subscription {
  const unit = p.PeriodUnit ?? "Month";
  if (p.Period === undefined) throw ecsError("MissingPeriod");
  checkPeriod("Period", p.Period, unit);
  checkPeriod("AutoRenewPeriod", p.AutoRenewPeriod ?? 1, unit);
  return {
    expiredTime: isoMinutes(periodEnd(call.cloud.clock(), p.Period, unit).toISOString()),
    renewalStatus: p.AutoRenew ? "AutoRenewal" : "Normal",
    duration: p.AutoRenew ? (p.AutoRenewPeriod ?? 1) : 0,
    periodUnit: unit,
  };
}

function readSubscription(instance: Instance): Subscription {
  if (!instance.subscription) throw ecsError("InvalidInstanceChargeType.NotSupport", instance.id, "PrePaid");
  return instance.subscription;
}

/** A subscription instance is released when it has expired, not before. Source: DeleteInstance. */
export function checkExpired(call: Call, { id, subscription }: Instance): void {
  if (!subscription) return;
  if (Date.parse(subscription.expiredTime) > call.cloud.clock().getTime())
    throw ecsError("ChargeTypeViolation", id, subscription.expiredTime);
}

/** Billing of instances. Nothing costs money in the local cloud, and an expired instance continues to run. */
export const subscriptions = [
  ecsOperation({
    action: "ModifyInstanceChargeType",
    parameters: {
      InstanceIds: { type: "jsonStrings", required: true, max: 20 },
      InstanceChargeType: { type: "string", enum: ["PrePaid", "PostPaid"] },
      Period: subscriptionParameters.Period,
      PeriodUnit: subscriptionParameters.PeriodUnit,
      AutoPay: subscriptionParameters.AutoPay,
      IncludeDataDisks: { type: "boolean" },
      IsDetailFee: { type: "boolean" },
      DryRun: { type: "boolean" },
      ClientToken: clientToken,
    },
    handle(call, p) {
      const instances = p.InstanceIds.map((id) => findInstance(call, id));
      const prepaid = p.InstanceChargeType !== "PostPaid";
      for (const { id, status } of instances) {
        if (status !== "Running" && status !== "Stopped")
          throw ecsError("IncorrectInstanceStatus", id, status, "Running or Stopped");
      }
      const subscription = prepaid ? newSubscription(call, p) : undefined;
      if (p.DryRun) throw ecsError("DryRunOperation");
      for (const instance of instances) {
        if (subscription) instance.subscription = subscription;
        else delete instance.subscription;
        if (prepaid && !p.IncludeDataDisks) continue;
        for (const disk of listDataDisks(call.store, instance.id)) {
          if (subscription) disk.subscription = { expiredTime: subscription.expiredTime };
          else delete disk.subscription;
        }
      }
      const fees = instances.map(({ id }) => ({ InstanceId: id, Fee: "0", Currency: "CNY" }));
      return { OrderId: "", FeeOfInstances: { FeeOfInstance: p.IsDetailFee && !prepaid ? fees : [] } };
    },
  }),
  ecsOperation({
    action: "RenewInstance",
    parameters: {
      InstanceId: instanceId,
      Period: { ...subscriptionParameters.Period, required: true },
      PeriodUnit: subscriptionParameters.PeriodUnit,
      ClientToken: clientToken,
    },
    handle(call, p) {
      const subscription = readSubscription(findInstance(call, p.InstanceId));
      const unit = p.PeriodUnit ?? "Month";
      checkPeriod("Period", p.Period, unit);
      const end = periodEnd(new Date(subscription.expiredTime), p.Period, unit);
      subscription.expiredTime = isoMinutes(end.toISOString());
      return { OrderId: "" };
    },
  }),
  ecsOperation({
    action: "ModifyInstanceAutoRenewAttribute",
    parameters: {
      InstanceId: instanceId,
      Duration: { type: "integer", min: 1, max: 60 },
      PeriodUnit: subscriptionParameters.PeriodUnit,
      AutoRenew: { type: "boolean" },
      RenewalStatus: { type: "string", enum: ["AutoRenewal", "Normal", "NotRenewal"] },
    },
    handle(call, p) {
      const found = p.InstanceId.split(",").map((id) => readSubscription(findInstance(call, id.trim())));
      const status = p.RenewalStatus ?? (p.AutoRenew ? "AutoRenewal" : "Normal");
      const unit = p.PeriodUnit ?? "Month";
      if (status === "AutoRenewal") checkPeriod("Duration", p.Duration ?? 0, unit);
      for (const subscription of found) {
        subscription.renewalStatus = status;
        if (status !== "AutoRenewal") continue;
        subscription.duration = p.Duration ?? 1;
        subscription.periodUnit = unit;
      }
      return {};
    },
  }),
  ecsOperation({
    action: "DescribeInstanceAutoRenewAttribute",
    parameters: { InstanceId: { type: "string" }, RenewalStatus: { type: "string" }, ...paging },
    handle(call, p) {
      const ids = p.InstanceId?.split(",").map((id) => id.trim());
      const rows = call.store.instances.all().flatMap(({ id, regionId, subscription }) =>
        subscription &&
        regionId === call.regionId &&
        (!ids || ids.includes(id)) &&
        (!p.RenewalStatus || p.RenewalStatus === subscription.renewalStatus)
          ? [
              {
                InstanceId: id,
                RenewalStatus: subscription.renewalStatus,
                AutoRenewEnabled: subscription.renewalStatus === "AutoRenewal",
                Duration: subscription.duration,
                PeriodUnit: subscription.periodUnit,
                EnableExpectedRenewDay: false,
              },
            ]
          : [],
      );
      const page = takePage(rows, p);
      return { ...pageFields(page), InstanceRenewAttributes: { InstanceRenewAttribute: page.items } };
    },
  }),
  ecsOperation({
    action: "ModifyPrepayInstanceSpec",
    parameters: {
      InstanceId: instanceId,
      InstanceType: { type: "string", required: true },
      OperatorType: { type: "string", enum: ["upgrade", "downgrade"] },
      MigrateAcrossZone: { type: "boolean" },
      AutoPay: subscriptionParameters.AutoPay,
      ClientToken: clientToken,
    },
    handle(call, p) {
      const instance = findInstance(call, p.InstanceId);
      readSubscription(instance);
      checkInstanceType(p.InstanceType);
      // A running instance keeps its type until its next restart, which is not implemented.
      if (instance.status !== "Stopped")
        throw ecsError("IncorrectInstanceStatus", instance.id, instance.status, "Stopped");
      if (p.InstanceType === instance.instanceType)
        throw ecsError("InvalidInstanceType.ValueNotSupported", instance.id, p.InstanceType);
      if (!isSold(call.store, instance.zoneId, p.InstanceType))
        throw ecsError("OperationDenied.NoStock", p.InstanceType, instance.zoneId);
      instance.instanceType = p.InstanceType;
      return { OrderId: "" };
    },
  }),
];
