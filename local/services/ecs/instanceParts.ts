import type { Instance } from "../../store/model";
import { ecsOperation, inScope } from "../common/call";
import { nextToken, pageFields, pageOf, paging, tokenPage, tokenPaging } from "../common/paging";
import { hasTags, tagParameter } from "../common/tags";
import { findInstance, ipv6SetsOf, macOf } from "./instances";

const instanceId = { type: "string", required: true } as const;
const instanceIdList = { type: "list", item: { type: "string" }, max: 100 } as const;
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
    action: "DescribeNetworkInterfaces",
    parameters: {
      NetworkInterfaceId: instanceIdList,
      InstanceId: { type: "string" },
      VSwitchId: { type: "string" },
      VpcId: { type: "string" },
      SecurityGroupId: { type: "string" },
      PrimaryIpAddress: { type: "string" },
      Type: { type: "string", enum: ["Primary", "Secondary"] },
      Tag: tagParameter,
      PageNumber: paging.PageNumber,
      PageSize: { type: "integer", min: 1, max: 500 },
      ...tokenPaging,
      MaxResults: { type: "integer", min: 1, max: 500 },
    },
    handle(call, p) {
      const found = call.store.instances.filter(
        (instance) =>
          inScope(call, instance) &&
          p.Type !== "Secondary" &&
          (p.NetworkInterfaceId.length === 0 || p.NetworkInterfaceId.includes(instance.networkInterfaceId)) &&
          (!p.InstanceId || instance.id === p.InstanceId) &&
          (!p.VSwitchId || instance.vswitchId === p.VSwitchId) &&
          (!p.VpcId || instance.vpcId === p.VpcId) &&
          (!p.SecurityGroupId || instance.securityGroupIds.includes(p.SecurityGroupId)) &&
          (!p.PrimaryIpAddress || instance.privateIp === p.PrimaryIpAddress) &&
          // Interfaces that are created with an instance have no tags of their own.
          hasTags({ tags: [] }, p.Tag),
      );
      const page = pageOf(found, tokenPage(p));
      const rows = page.items.map(describeInterface);
      return {
        ...pageFields(page),
        NextToken: nextToken(page, p),
        NetworkInterfaceSets: { NetworkInterfaceSet: rows },
      };
    },
  }),
  ecsOperation({
    action: "DescribeInstanceMaintenanceAttributes",
    parameters: { InstanceId: { ...instanceIdList, required: true }, ...paging },
    handle(call, p) {
      const rows = p.InstanceId.map((id) => ({
        InstanceId: findInstance(call, id).id,
        MaintenanceWindows: { MaintenanceWindow: [] },
        ActionOnMaintenance: {
          Value: "AutoRecover",
          DefaultValue: "AutoRecover",
          SupportedValues: { SupportedValue: ["AutoRecover"] },
        },
        NotifyOnMaintenance: false,
      }));
      const page = pageOf(rows, p);
      return { ...pageFields(page), MaintenanceAttributes: { MaintenanceAttribute: page.items } };
    },
  }),
  ecsOperation({
    action: "DescribeInstanceAttribute",
    parameters: { InstanceId: instanceId },
    handle(call, p) {
      const instance = findInstance(call, p.InstanceId);
      return {
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
        EnableJumboFrame: false,
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

function describeInterface(instance: Instance) {
  return {
    NetworkInterfaceId: instance.networkInterfaceId,
    NetworkInterfaceName: "",
    Description: "",
    Type: "Primary",
    Status: "InUse",
    InstanceId: instance.id,
    VpcId: instance.vpcId,
    VSwitchId: instance.vswitchId,
    ZoneId: instance.zoneId,
    PrivateIpAddress: instance.privateIp,
    MacAddress: macOf(instance.privateIp),
    NetworkInterfaceTrafficMode: "Standard",
    QueuePairNumber: 0,
    QueueNumber: 2,
    SourceDestCheck: false,
    ServiceManaged: false,
    ResourceGroupId: instance.resourceGroupId,
    CreationTime: instance.createdTime,
    SecurityGroupIds: { SecurityGroupId: instance.securityGroupIds },
    Attachment: { InstanceId: instance.id, DeviceIndex: 0, NetworkCardIndex: 0 },
    PrivateIpSets: { PrivateIpSet: [{ PrivateIpAddress: instance.privateIp, Primary: true }] },
    Ipv6Sets: ipv6SetsOf(instance),
    Tags: { Tag: [] },
  };
}
