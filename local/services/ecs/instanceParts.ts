import type { Instance } from "../../store/model";
import { ecsOperation } from "../common/call";
import { pageFields, paging, takePage } from "../common/paging";
import { ecsError } from "./errors";
import { describeInstance, findInstance } from "./instances";

const instanceId = { type: "string", required: true } as const;
const instanceIdsJson = { type: "jsonStrings", max: 100, required: true } as const;

export const privatePoolParameter = {
  type: "object",
  fields: { MatchCriteria: { type: "string", enum: ["Open", "Target", "None"] }, Id: { type: "string" } },
} as const;

/** The private pool of an instance. The local cloud has no reserved capacity, so that no pool can be a target. */
export function readPrivatePool(p: { MatchCriteria?: string; Id?: string }): Pick<Instance, "privatePool"> {
  if (p.MatchCriteria === "Target") throw ecsError("InvalidPrivatePoolOptions.NotFound", p.Id ?? "");
  return p.MatchCriteria ? { privatePool: { criteria: p.MatchCriteria, id: "" } } : {};
}

/**
 * Actions besides DescribeInstances with which the Terraform provider reads an instance (`provider-api`, section 3.3).
 */
export const instanceParts = [
  ecsOperation({
    action: "DescribeUserData",
    parameters: { InstanceId: instanceId },
    handle(call, p) {
      const instance = findInstance(call, p.InstanceId);
      return { InstanceId: instance.id, RegionId: instance.regionId, UserData: instance.userData };
    },
  }),
  ecsOperation({
    action: "DescribeInstanceAttribute",
    parameters: { InstanceId: instanceId },
    handle(call, p) {
      const instance = findInstance(call, p.InstanceId);
      const { Cpu, Memory, EipAddress, DedicatedHostAttribute, ExpiredTime, StoppedMode, ...described } =
        describeInstance(call.store, instance);
      return {
        ...{ Cpu, Memory, EipAddress, DedicatedHostAttribute, ExpiredTime, StoppedMode },
        InternetChargeType: described.InternetChargeType,
        InternetMaxBandwidthIn: described.InternetMaxBandwidthIn,
        InternetMaxBandwidthOut: described.InternetMaxBandwidthOut,
        // A text here, and a boolean in DescribeInstances.
        IoOptimized: "optimized",
        ClusterId: "",
        CreditSpecification: "",
        EnableNetworkEncryption: false,
        VlanId: "",
        InstanceId: instance.id,
        InstanceName: instance.name,
        Description: instance.description,
        HostName: instance.hostName,
        ImageId: instance.imageId,
        InstanceType: instance.instanceType,
        RegionId: instance.regionId,
        ZoneId: instance.zoneId,
        Status: instance.status,
        InstanceNetworkType: "vpc",
        InstanceChargeType: instance.subscription ? "PrePaid" : "PostPaid",
        EnableJumboFrame: instance.jumboFrame ?? false,
        CreationTime: instance.createdTime,
        SecurityGroupIds: { SecurityGroupId: instance.securityGroupIds },
        VpcAttributes: {
          VpcId: instance.vpcId,
          VSwitchId: instance.vswitchId,
          NatIpAddress: "",
          PrivateIpAddress: { IpAddress: [instance.privateIp] },
        },
        PublicIpAddress: { IpAddress: instance.publicIp ? [instance.publicIp] : [] },
        InnerIpAddress: { IpAddress: [] },
        OperationLocks: { LockReason: [] },
      };
    },
  }),
  ecsOperation({
    action: "DescribeInstanceAttachmentAttributes",
    parameters: { InstanceIds: instanceIdsJson, ...paging },
    handle(call, p) {
      const rows = p.InstanceIds.map((id) => {
        const instance = findInstance(call, id);
        return {
          InstanceId: instance.id,
          PrivatePoolOptionsId: instance.privatePool?.id ?? "",
          PrivatePoolOptionsMatchCriteria: instance.privatePool?.criteria ?? "None",
        };
      });
      const page = takePage(rows, p);
      return { ...pageFields(page), Instances: { Instance: page.items } };
    },
  }),
  ecsOperation({
    action: "ModifyInstanceAttachmentAttributes",
    parameters: { InstanceId: instanceId, PrivatePoolOptions: privatePoolParameter },
    handle(call, p) {
      const instance = findInstance(call, p.InstanceId);
      const { privatePool } = readPrivatePool(p.PrivatePoolOptions);
      if (privatePool) instance.privatePool = privatePool;
      return {};
    },
  }),
];
