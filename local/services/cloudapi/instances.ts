import type { GatewayInstance } from "../../store/model";
import { type Call, cloudApiOperation } from "../common/call";
import { parseCidr } from "../common/cidr";
import { newHexId } from "../common/ids";
import { pageFields, takePage } from "../common/paging";
import { accountId } from "../common/regions";
import { createTags, hasTags, keyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { apiError } from "./errors";
import {
  dedicatedInstance,
  freeEgressBlock,
  multiZones,
  readInstanceId,
  readStatus,
} from "./gatewayInstances";
import { JsonFields } from "./jsonFields";
import { requiredId } from "./names";

const instanceName = {
  type: "string",
  maxLength: 50,
  pattern: /^[A-Za-z0-9_-]+$/,
  form: "1 to 50 letters, digits, hyphens, underscores",
} as const;
const instanceSpec = {
  type: "string",
  required: true,
  pattern: /^api\.[a-z0-9]+\.[a-z0-9]+$/,
  form: "a specification such as api.s1.small",
} as const;
const maintenanceTime = { type: "string", pattern: /^\d\d:\d\dZ$/, form: "a time such as 22:00Z" } as const;
const httpsPolicy = { type: "string", enum: ["HTTPS1_1_TLS1_0", "HTTPS2_TLS1_0", "HTTPS2_TLS1_2"] } as const;

/** The Terraform provider sends `PREPAY`. */
const chargeTypes = {
  PayAsYouGo: "PayAsYouGo",
  PostPaid: "PayAsYouGo",
  PrePaid: "PrePaid",
  PREPAY: "PrePaid",
} as const satisfies Record<string, GatewayInstance["chargeType"]>;

export const instances = [
  cloudApiOperation({
    // Without RegionId, the default region applies, because the shared instance has the same ID in all regions.
    action: "DescribeInstances",
    parameters: {
      InstanceId: { type: "string" },
      InstanceType: { type: "string", enum: ["VPC_SHARED", "VPC_DEDICATED"] },
      Tag: tagParameter,
    },
    handle(call, p) {
      const found = call.store.gatewayInstances.filter(
        (instance) =>
          instance.regionId === call.regionId &&
          (!p.InstanceId || readInstanceId(instance) === p.InstanceId) &&
          (!p.InstanceType || instance.type === p.InstanceType) &&
          hasTags(instance, p.Tag),
      );
      const page = takePage(found, { PageSize: 100 });
      return {
        ...pageFields(page),
        Instances: { InstanceAttribute: page.items.map((one) => describeInstance(call, one)) },
      };
    },
  }),
  cloudApiOperation({
    action: "DescribeZones",
    parameters: {},
    handle: ({ regionId }) => ({
      Zones: { Zone: multiZones(regionId).map(({ id, name }) => ({ ZoneId: id, LocalName: name })) },
    }),
  }),
  cloudApiOperation({
    action: "CreateInstance",
    parameters: {
      Token: { type: "string", required: true },
      InstanceName: { ...instanceName, required: true },
      InstanceSpec: instanceSpec,
      ChargeType: { type: "string", required: true, enum: ["PayAsYouGo", "PostPaid", "PrePaid", "PREPAY"] },
      PricingCycle: { type: "string" },
      Duration: { type: "integer", min: 1, max: 9 },
      HttpsPolicy: { ...httpsPolicy, required: true },
      AutoPay: { type: "boolean" },
      InstanceType: { type: "string", enum: ["normal", "vpc_connect"] },
      /** Default: the first multi-zone of the region. Assumption: the documents do not say it. */
      ZoneId: { type: "string" },
      InstanceCidr: { type: "string" },
      UserVpcId: { type: "string" },
      ZoneVSwitchSecurityGroup: {
        type: "objects",
        max: 3,
        fields: {
          ZoneId: { type: "string" },
          VSwitchId: { type: "string", required: true },
          CidrBlock: { type: "string" },
          SecurityGroupId: { type: "string", required: true },
        },
      },
      Tag: tagParameter,
    },
    handle(call, p) {
      const { regionId, store } = call;
      const zones = multiZones(regionId).map(({ id }) => id);
      const zoneId = p.ZoneId || (zones[0] ?? "");
      if (!zones.includes(zoneId)) throw apiError("InvalidZoneId", zoneId, regionId, zones.join(" "));
      const integration = p.InstanceType === "vpc_connect" ? readIntegration(call, p) : undefined;
      const id = `apigateway-${regionId}-${newHexId().slice(0, 12)}`;
      store.gatewayInstances.put({
        id: `${regionId}/${id}`,
        regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(p.Tag),
        name: p.InstanceName,
        spec: p.InstanceSpec,
        type: "VPC_DEDICATED",
        status: "CREATING",
        ...(call.settleMs > 0 && { creationMs: call.settleMs }),
        httpsPolicy: p.HttpsPolicy,
        zoneId,
        ...(integration && { integration }),
        vpcEgressAddress: freeEgressBlock(store, regionId),
        newVpcEgressAddress: "",
        internetEgressAddress: "",
        chargeType: chargeTypes[p.ChargeType],
      });
      return { InstanceId: id, TagStatus: true };
    },
  }),
  cloudApiOperation({
    action: "ModifyInstanceAttribute",
    parameters: {
      InstanceId: requiredId,
      InstanceName: instanceName,
      HttpsPolicy: httpsPolicy,
      EgressIpv6Enable: { type: "boolean" },
      VpcSlbIntranetEnable: { type: "boolean" },
      IPV6Enabled: { type: "boolean" },
      MaintainStartTime: maintenanceTime,
      MaintainEndTime: maintenanceTime,
      IntranetSegments: { type: "string" },
      ToConnectVpcIpBlock: { type: "json" },
      DeleteVpcIpBlock: { type: "string" },
      Token: { type: "string" },
    },
    handle(call, p) {
      const instance = dedicatedInstance(call, p.InstanceId, "ModifyInstanceAttribute");
      if (p.ToConnectVpcIpBlock !== undefined) connectBlock(instance, p.ToConnectVpcIpBlock);
      if (p.DeleteVpcIpBlock) disconnectBlock(instance, p.DeleteVpcIpBlock);
      if (p.EgressIpv6Enable !== undefined) instance.egressIpv6 = p.EgressIpv6Enable;
      if (p.VpcSlbIntranetEnable !== undefined) instance.vpcSlbIntranet = p.VpcSlbIntranetEnable;
      if (p.IPV6Enabled !== undefined) instance.ipv6 = p.IPV6Enabled;
      if (p.IntranetSegments !== undefined) instance.intranetSegments = p.IntranetSegments;
      if (p.MaintainStartTime && p.MaintainEndTime)
        instance.maintenance = { start: p.MaintainStartTime, end: p.MaintainEndTime };
      instance.name = p.InstanceName || instance.name;
      instance.httpsPolicy = p.HttpsPolicy ?? instance.httpsPolicy;
      return {};
    },
  }),
  cloudApiOperation({
    // A larger instance has an additional egress block. The real service warns about this.
    action: "ModifyInstanceSpec",
    parameters: {
      Token: { type: "string", required: true },
      InstanceId: requiredId,
      InstanceSpec: instanceSpec,
      ModifyAction: { type: "string", enum: ["UPGRADE", "DOWNGRADE"] },
      SkipWaitSwitch: { type: "boolean" },
    },
    handle(call, p) {
      const instance = dedicatedInstance(call, p.InstanceId, "ModifyInstanceSpec");
      if (instance.spec === p.InstanceSpec)
        throw apiError("InvalidInstanceSpec.Same", p.InstanceId, p.InstanceSpec);
      instance.spec = p.InstanceSpec;
      instance.newVpcEgressAddress ||= freeEgressBlock(call.store, call.regionId);
      return {};
    },
  }),
  cloudApiOperation({
    // The VPC in which the intranet domains of the instance resolve. The provider uses this action of the console.
    action: "ModifyInstanceVpcAttributeForConsole",
    parameters: {
      Token: { type: "string" },
      InstanceId: requiredId,
      VpcId: { type: "string", required: true },
      VpcOwnerId: { type: "string" },
      VswitchId: { type: "string" },
    },
    handle(call, p) {
      const instance = dedicatedInstance(call, p.InstanceId, "ModifyInstanceVpcAttributeForConsole");
      if (!call.store.vpcs.get(p.VpcId)) throw apiError("NotFoundVpc", p.VpcId);
      const vswitch = call.store.vswitches.get(p.VswitchId ?? "");
      if (p.VswitchId && vswitch?.vpcId !== p.VpcId) throw apiError("NotFoundVSwitch", p.VswitchId, p.VpcId);
      instance.ingress = { vpcId: p.VpcId, ownerId: p.VpcOwnerId || accountId, vswitchId: p.VswitchId ?? "" };
      return {};
    },
  }),
  cloudApiOperation({
    action: "DeleteInstance",
    parameters: { InstanceId: requiredId },
    handle(call, p) {
      const instance = dedicatedInstance(call, p.InstanceId, "DeleteInstance");
      const groups = call.store.apiGroups.filter(
        ({ regionId, instanceId }) => regionId === instance.regionId && instanceId === p.InstanceId,
      );
      const [first] = groups;
      if (first) throw apiError("NotEmptyInstance", p.InstanceId, groups.length, first.name);
      if (instance.chargeType === "PrePaid") throw apiError("InvalidInstanceChargeType", p.InstanceId);
      call.store.gatewayInstances.delete(instance.id);
      return {};
    },
  }),
];

/** `ZoneVSwitchSecurityGroup` of a call. */
function readIntegration(
  call: Call,
  p: {
    InstanceCidr?: string;
    UserVpcId?: string;
    ZoneVSwitchSecurityGroup: readonly {
      ZoneId?: string;
      VSwitchId: string;
      CidrBlock?: string;
      SecurityGroupId: string;
    }[];
  },
): NonNullable<GatewayInstance["integration"]> {
  const { store } = call;
  const cidrBlock = p.InstanceCidr ?? "";
  if (!parseCidr(cidrBlock)) throw apiError("InvalidInstanceCidr", cidrBlock);
  const vpcId = p.UserVpcId ?? "";
  if (!store.vpcs.get(vpcId)) throw apiError("NotFoundVpc", vpcId);
  const interfaces = p.ZoneVSwitchSecurityGroup.map((fields) => {
    const id = fields.VSwitchId;
    const vswitch = store.vswitches.get(id);
    if (vswitch?.vpcId !== vpcId) throw apiError("NotFoundVSwitch", id, vpcId);
    const securityGroupId = fields.SecurityGroupId;
    if (store.securityGroups.get(securityGroupId)?.vpcId !== vpcId)
      throw apiError("NotFoundSecurityGroup", securityGroupId, vpcId);
    const zoneId = fields.ZoneId || vswitch.zoneId;
    const block = fields.CidrBlock || vswitch.cidrBlock;
    return { zoneId, vswitchId: vswitch.id, cidrBlock: block, securityGroupId };
  });
  if (interfaces.length === 0)
    throw apiError("InvalidDefinition.Malformed", "ZoneVSwitchSecurityGroup", "is missing");
  const connectCidrBlocks = [...new Set(interfaces.map(({ cidrBlock: block }) => block))];
  return { cidrBlock, vpcId, interfaces, connectCidrBlocks };
}

/** The VPC of an integrated instance. */
function describeIntegration(instance: GatewayInstance) {
  if (!instance.integration)
    throw apiError("UnsupportedInstanceType", readInstanceId(instance), "ToConnectVpcIpBlock");
  return instance.integration;
}

function connectBlock(instance: GatewayInstance, value: unknown): void {
  const integration = describeIntegration(instance);
  const fields = new JsonFields("ToConnectVpcIpBlock", value);
  const block = fields.text("CidrBlock") ?? "";
  if (!parseCidr(block)) throw apiError("InvalidInstanceCidr", block);
  fields.text("Customized");
  fields.text("VswitchId");
  fields.text("ZoneId");
  fields.finish();
  integration.connectCidrBlocks = [...new Set([...integration.connectCidrBlocks, block])];
}

/** Succeeds for a block that is not connected: the provider sends the last deleted block with every change. */
function disconnectBlock(instance: GatewayInstance, block: string): void {
  const integration = describeIntegration(instance);
  integration.connectCidrBlocks = integration.connectCidrBlocks.filter((one) => one !== block);
}

function describeInstance(call: Call, instance: GatewayInstance) {
  const { aclId, aclType, chargeType = "PayAsYouGo" } = instance;
  const list = aclId === undefined ? undefined : call.store.accessControlLists.get(aclId);
  return {
    InstanceId: readInstanceId(instance),
    InstanceName: instance.name,
    InstanceType: instance.type,
    DedicatedInstanceType: readDedicatedType(instance),
    InstanceSpec: instance.spec,
    InstanceChargeType: chargeType,
    InstanceRpsLimit: 500,
    Status: readStatus(call, instance),
    RegionId: instance.regionId,
    ZoneId: instance.zoneId,
    ZoneLocalName: instance.zoneId,
    CreatedTime: instance.createdTime,
    ExpiredTime: "",
    HttpsPolicies: instance.httpsPolicy,
    VpcEgressAddress: instance.vpcEgressAddress,
    NewVpcEgressAddress: instance.newVpcEgressAddress,
    InternetEgressAddress: instance.internetEgressAddress,
    ClassicEgressAddress: "",
    IntranetSegments: instance.intranetSegments ?? "[]",
    InstanceCidrBlock: instance.integration?.cidrBlock ?? "",
    ConnectCidrBlocks: JSON.stringify(instance.integration?.connectCidrBlocks ?? []),
    ConnectVpcId: instance.integration?.vpcId ?? "",
    UserVpcId: instance.ingress?.vpcId ?? "",
    UserVswitchId: instance.ingress?.vswitchId ?? "",
    // Absent without a VPC: the provider would treat it as an argument.
    ...(instance.ingress && { VpcOwnerId: instance.ingress.ownerId }),
    VpcIntranetEnable: instance.ingress !== undefined,
    VpcSlbIntranetEnable: instance.vpcSlbIntranet ?? false,
    SupportIpv6: supportsIpv6(instance),
    EgressIpv6Enable: instance.egressIpv6 ?? instance.vpcEgressAddress.includes(":"),
    ...(instance.ipv6 && { VipTypeList: "VPC_INTERNET_IPV6" }),
    MaintainStartTime: instance.maintenance?.start ?? "22:00Z",
    MaintainEndTime: instance.maintenance?.end ?? "23:00Z",
    ...{ IPV6AclId: "", IPV6AclName: "", IPV6AclStatus: "", IPV6AclType: "", InstanceClusterId: "" },
    NetworkInterfaceAttributes: {
      NetworkInterfaceAttribute: (instance.integration?.interfaces ?? []).map((one) => ({
        ZoneId: one.zoneId,
        VswitchId: one.vswitchId,
        CidrBlock: one.cidrBlock,
        SecurityGroupId: one.securityGroupId,
      })),
    },
    InstanceSpecAttributes: { SpecAttribute: [] },
    PrivateDnsList: { PrivateDns: [] },
    // Absent without a list: the Terraform provider treats any text as bound.
    ...(aclId !== undefined && {
      AclId: aclId,
      AclName: list?.name ?? "",
      AclType: aclType,
      AclStatus: "on",
    }),
    Tags: { TagInfo: keyValueTags(instance.tags) },
  };
}

function readDedicatedType(instance: GatewayInstance): string {
  if (instance.type !== "VPC_DEDICATED") return "";
  return instance.integration ? "vpc_connect" : "normal";
}

const supportsIpv6 = ({ type, vpcEgressAddress }: GatewayInstance): boolean =>
  type === "VPC_DEDICATED" || vpcEgressAddress.includes(":");
