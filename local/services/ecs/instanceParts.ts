import { ecsOperation } from "../common/call";
import { pageFields, pageOf, paging } from "../common/paging";
import { describeInstance, findInstance } from "./instances";

const instanceId = { type: "string", required: true } as const;
const instanceIdsJson = { type: "jsonStrings", max: 100, required: true } as const;

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
    action: "DescribeInstanceRamRole",
    parameters: { InstanceIds: instanceIdsJson, RamRoleName: { type: "string" }, ...paging },
    handle(call, p) {
      const rows = p.InstanceIds.map((id) => ({ InstanceId: findInstance(call, id).id, RamRoleName: "" }));
      return {
        RegionId: call.regionId,
        TotalCount: rows.length,
        InstanceRamRoleSets: { InstanceRamRoleSet: rows },
      };
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
        InstanceChargeType: "PostPaid",
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
      const rows = p.InstanceIds.map((id) => ({
        InstanceId: findInstance(call, id).id,
        PrivatePoolOptionsId: "",
        PrivatePoolOptionsMatchCriteria: "None",
      }));
      const page = pageOf(rows, p);
      return { ...pageFields(page), Instances: { Instance: page.items } };
    },
  }),
  ecsOperation({
    action: "DescribeInstanceAutoRenewAttribute",
    parameters: { InstanceId: { type: "string" }, RenewalStatus: { type: "string" }, ...paging },
    handle(_call, p) {
      // Only subscriptions have automatic renewal, and the local cloud has none.
      const page = pageOf([], p);
      return { ...pageFields(page), InstanceRenewAttributes: { InstanceRenewAttribute: [] } };
    },
  }),
];
