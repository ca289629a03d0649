import type { GatewayInstance } from "../../store/model";
import { type Call, cloudApiOperation } from "../common/call";
import { newHexId } from "../common/ids";
import { pageFields, pageOf } from "../common/paging";
import { hasTags, keyValueTags, tagParameter, tagsOf } from "../common/tags";
import { isoSeconds } from "../common/times";
import { apiError } from "./errors";
import { dedicatedInstance, freeEgressBlock, instanceIdOf, multiZones, statusOf } from "./gatewayInstances";
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
          (!p.InstanceId || instanceIdOf(instance) === p.InstanceId) &&
          (!p.InstanceType || instance.type === p.InstanceType) &&
          hasTags(instance, p.Tag),
      );
      const page = pageOf(found, { PageSize: 100 });
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
      InstanceType: { type: "string", implemented: ["normal"] },
      ZoneId: { type: "string", required: true },
      Tag: tagParameter,
    },
    handle(call, p) {
      const { regionId, store } = call;
      const zones = multiZones(regionId).map(({ id }) => id);
      if (!zones.includes(p.ZoneId)) throw apiError("InvalidZoneId", p.ZoneId, regionId, zones.join(" "));
      const id = `apigateway-${regionId}-${newHexId().slice(0, 12)}`;
      store.gatewayInstances.put({
        id: `${regionId}/${id}`,
        regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: tagsOf(p.Tag),
        name: p.InstanceName,
        spec: p.InstanceSpec,
        type: "VPC_DEDICATED",
        status: "CREATING",
        ...(call.settleMs > 0 && { creationMs: call.settleMs }),
        httpsPolicy: p.HttpsPolicy,
        zoneId: p.ZoneId,
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
      EgressIpv6Enable: { type: "boolean", implemented: [false] },
      VpcSlbIntranetEnable: { type: "boolean", implemented: [false] },
      IPV6Enabled: { type: "boolean", implemented: [false] },
    },
    handle(call, p) {
      const instance = dedicatedInstance(call, p.InstanceId, "ModifyInstanceAttribute");
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

function describeInstance(call: Call, instance: GatewayInstance) {
  const { aclId, aclType, chargeType = "PayAsYouGo" } = instance;
  const list = aclId === undefined ? undefined : call.store.accessControlLists.get(aclId);
  return {
    InstanceId: instanceIdOf(instance),
    InstanceName: instance.name,
    InstanceType: instance.type,
    DedicatedInstanceType: instance.type === "VPC_DEDICATED" ? "normal" : "",
    InstanceSpec: instance.spec,
    InstanceChargeType: chargeType,
    InstanceRpsLimit: 500,
    Status: statusOf(call, instance),
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
    IntranetSegments: "[]",
    InstanceCidrBlock: "",
    ConnectCidrBlocks: "[]",
    ConnectVpcId: "",
    // VpcOwnerId, the owner of that VPC, is omitted: the provider would treat it as an argument.
    UserVpcId: "",
    UserVswitchId: "",
    VpcIntranetEnable: false,
    VpcSlbIntranetEnable: false,
    SupportIpv6: instance.vpcEgressAddress.includes(":"),
    EgressIpv6Enable: instance.vpcEgressAddress.includes(":"),
    MaintainStartTime: "22:00Z",
    MaintainEndTime: "23:00Z",
    NetworkInterfaceAttributes: { NetworkInterfaceAttribute: [] },
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
