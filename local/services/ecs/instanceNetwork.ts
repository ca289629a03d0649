import type { Instance } from "../../store/model";
import { networkStatus } from "../../store/networkStatus";
import { type Call, ecsOperation } from "../common/call";
import { freePublicAddress } from "../vpc/publicAddresses";
import { ecsError } from "./errors";
import { findInstance } from "./instances";
import { checkGroups, maxGroupsPerInstance } from "./interfaces";
import { pickAddresses } from "./networkInterfaces";
import { findSecurityGroup } from "./securityGroups";

const instanceId = { type: "string", required: true } as const;
export const internetChargeTypes = ["PayByTraffic", "PayByBandwidth"] as const;

/** A free address of 203.0.113.0/24. */
export function freePublicIp(call: Call): string {
  const address = freePublicAddress(call.store);
  if (!address) throw ecsError("InvalidVSwitch.IpNotEnough", "203.0.113.0/24 (public)");
  return address;
}

function requireStable({ id, status }: Instance): void {
  if (status !== "Running" && status !== "Stopped")
    throw ecsError("IncorrectInstanceStatus", id, status, "Running or Stopped");
}

/** Public bandwidth, public address and vSwitch of an instance. */
export const instanceNetwork = [
  ecsOperation({
    action: "ModifyInstanceNetworkSpec",
    parameters: {
      InstanceId: instanceId,
      InternetMaxBandwidthOut: { type: "integer", min: 0, max: 200 },
      InternetMaxBandwidthIn: { type: "integer", min: 1, max: 200 },
      NetworkChargeType: { type: "string", enum: internetChargeTypes },
      AllocatePublicIp: { type: "boolean" },
      AutoPay: { type: "boolean", implemented: [true] },
      ClientToken: { type: "string", maxLength: 64 },
    },
    handle(call, p) {
      const instance = findInstance(call, p.InstanceId);
      requireStable(instance);
      const chargeType = p.NetworkChargeType ?? instance.internetChargeType ?? "PayByTraffic";
      const bandwidth = p.InternetMaxBandwidthOut ?? instance.internetMaxBandwidthOut;
      // Only a subscription that pays for its bandwidth has more. Source: InternetMaxBandwidthOut.
      const limit = instance.subscription && chargeType === "PayByBandwidth" ? 200 : 100;
      if (bandwidth > limit)
        throw ecsError("InvalidInternetMaxBandwidthOut.ValueNotSupported", bandwidth, limit);
      // A subscription instance gets its address with its bandwidth.
      if (bandwidth > 0 && !instance.publicIp && (p.AllocatePublicIp || instance.subscription))
        instance.publicIp = freePublicIp(call);
      if (bandwidth === 0) delete instance.publicIp;
      instance.internetMaxBandwidthOut = bandwidth;
      instance.internetChargeType = chargeType;
      return { OrderId: "" };
    },
  }),
  ecsOperation({
    action: "AllocatePublicIpAddress",
    parameters: { InstanceId: instanceId },
    handle(call, p) {
      const instance = findInstance(call, p.InstanceId);
      requireStable(instance);
      if (instance.internetMaxBandwidthOut === 0)
        throw ecsError("InvalidInternetMaxBandwidthOut.Zero", instance.id);
      if (instance.publicIp) throw ecsError("AllocatedAlready", instance.id, instance.publicIp);
      instance.publicIp = freePublicIp(call);
      return { IpAddress: instance.publicIp };
    },
  }),
  ecsOperation({
    action: "ModifyInstanceVpcAttribute",
    parameters: {
      InstanceId: instanceId,
      VSwitchId: { type: "string", required: true },
      PrivateIpAddress: { type: "string" },
      VpcId: { type: "string" },
      SecurityGroupId: { type: "list", item: { type: "string" }, max: maxGroupsPerInstance },
    },
    handle(call, p) {
      const instance = findInstance(call, p.InstanceId);
      if (instance.status !== "Stopped")
        throw ecsError("IncorrectInstanceStatus", instance.id, instance.status, "Stopped");
      const vswitch = call.store.vswitches.get(p.VSwitchId);
      if (!vswitch) throw ecsError("InvalidVSwitchId.NotFound", p.VSwitchId);
      const status = networkStatus(vswitch, call.cloud.clock());
      if (status !== "Available") throw ecsError("IncorrectVSwitchStatus", vswitch.id, status);
      const vpcId = p.VpcId || instance.vpcId;
      if (vswitch.vpcId !== vpcId || vswitch.zoneId !== instance.zoneId)
        throw ecsError("InvalidVSwitchId.Mismatch", vswitch.id, vpcId, instance.zoneId);
      const groupIds = p.SecurityGroupId.length > 0 ? p.SecurityGroupId : instance.securityGroupIds;
      const groups = groupIds.map((id) => findSecurityGroup(call, id));
      checkGroups(groups, vswitch);
      const moves = vswitch.id !== instance.vswitchId;
      // Only the primary address moves. Source: ModifyInstanceVpcAttribute, usage notes.
      const others = [...(instance.secondaryIps ?? []), ...(instance.ipv6Addresses ?? [])];
      if (moves && others.length > 0)
        throw ecsError("InvalidOperation.MultipleIps", instance.id, others.join(", "));
      if (p.PrivateIpAddress && p.PrivateIpAddress !== instance.privateIp)
        instance.privateIp = pickAddresses(call, vswitch, [p.PrivateIpAddress], 0)[0] ?? instance.privateIp;
      else if (moves) instance.privateIp = pickAddresses(call, vswitch, [], 1)[0] ?? instance.privateIp;
      instance.vswitchId = vswitch.id;
      instance.vpcId = vswitch.vpcId;
      instance.securityGroupIds = groups.map(({ id }) => id);
      return {};
    },
  }),
];
