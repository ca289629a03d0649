import { defineErrors } from "../../rpc/errors";
import type { AnycastEip } from "../../store/model";
import { anycastOperation, type Call, type CloudOperation } from "../common/call";
import { newResourceId } from "../common/ids";
import { checkResourceGroup, moveOperation } from "../common/resourceGroups";
import { createTags, keyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { freePublicAddress } from "../vpc/publicAddresses";

const fail = defineErrors({
  "ResourceNotFound.AnycastInstance": { status: 404, message: "The Anycast EIP {0} does not exist." },
  "QuotaExceeded.Anycast": { status: 400, message: "No address is left: 203.0.113.0/24 is full." },
});

const anycastId = { AnycastId: { type: "string", required: true } } as const;
const nameParameter = { type: "string", maxLength: 128 } as const;
const descriptionParameter = { type: "string", maxLength: 256 } as const;
const bandwidth = { type: "integer", min: 200, max: 1000 } as const;

function findAnycastEip(call: Call, id: string): AnycastEip {
  const eip = call.store.anycastEips.get(id);
  if (!eip) throw fail("ResourceNotFound.AnycastInstance", id);
  return eip;
}

/** All implemented actions of Anycast EIP (2020-03-09). An address cannot be associated. */
export const anycastOperations: readonly CloudOperation[] = [
  anycastOperation({
    action: "AllocateAnycastEipAddress",
    parameters: {
      ServiceLocation: { type: "string", required: true, enum: ["international", "ChineseMainland"] },
      Bandwidth: bandwidth,
      Name: nameParameter,
      Description: descriptionParameter,
      InternetChargeType: { type: "string", implemented: ["PayByTraffic"] },
      InstanceChargeType: { type: "string", implemented: ["PostPaid"] },
      ResourceGroupId: { type: "string" },
      ClientToken: { type: "string", maxLength: 64 },
      Tag: tagParameter,
    },
    handle(call, p) {
      const ipAddress = freePublicAddress(call.store);
      if (!ipAddress) throw fail("QuotaExceeded.Anycast");
      const eip = call.store.anycastEips.put({
        id: newResourceId("aeip", call.regionId),
        regionId: call.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(p.Tag),
        name: p.Name ?? "",
        description: p.Description ?? "",
        ipAddress,
        bandwidth: p.Bandwidth ?? 1000,
        serviceLocation: p.ServiceLocation,
        internetChargeType: p.InternetChargeType || "PayByTraffic",
        resourceGroupId: checkResourceGroup(call, p.ResourceGroupId),
      });
      return { AnycastId: eip.id, IpAddress: eip.ipAddress, OrderId: "" };
    },
  }),
  anycastOperation({
    action: "DescribeAnycastEipAddress",
    parameters: anycastId,
    handle(call, p) {
      const eip = findAnycastEip(call, p.AnycastId);
      return {
        AnycastId: eip.id,
        IpAddress: eip.ipAddress,
        Name: eip.name,
        Description: eip.description,
        Bandwidth: eip.bandwidth,
        ServiceLocation: eip.serviceLocation,
        InternetChargeType: eip.internetChargeType,
        InstanceChargeType: "PostPaid",
        Status: "Allocated",
        BusinessStatus: "Normal",
        ResourceGroupId: eip.resourceGroupId,
        CreateTime: eip.createdTime,
        ServiceManaged: 0,
        AnycastEipBindInfoList: [],
        Tags: keyValueTags(eip.tags),
      };
    },
  }),
  anycastOperation({
    action: "ModifyAnycastEipAddressAttribute",
    parameters: { ...anycastId, Name: nameParameter, Description: descriptionParameter },
    handle(call, p) {
      const eip = findAnycastEip(call, p.AnycastId);
      eip.name = p.Name ?? eip.name;
      eip.description = p.Description ?? eip.description;
      return {};
    },
  }),
  anycastOperation({
    action: "ModifyAnycastEipAddressSpec",
    parameters: { ...anycastId, Bandwidth: { ...bandwidth, required: true } },
    handle(call, p) {
      findAnycastEip(call, p.AnycastId).bandwidth = p.Bandwidth;
      return {};
    },
  }),
  anycastOperation({
    action: "ReleaseAnycastEipAddress",
    parameters: { ...anycastId, ClientToken: { type: "string", maxLength: 64 } },
    handle(call, p) {
      const { id } = findAnycastEip(call, p.AnycastId);
      call.store.anycastEips.delete(id);
      return {};
    },
  }),
  moveOperation({
    define: anycastOperation,
    action: "ChangeResourceGroup",
    groupParameter: "NewResourceGroupId",
    types: { ANYCASTEIPADDRESS: findAnycastEip },
  }),
];
