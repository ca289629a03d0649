import type { StoredResource } from "../../store/model";
import { type Call, inScope, vpcOperation } from "../common/call";
import { newResourceId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { storedKind } from "../common/stored";
import { hasTags, keyValueTags, tagParameter } from "../common/tags";
import { vpcError } from "./errors";
import { assignableIpv6, forgetReleasedIpv6, freeIpv6Addresses, ipv6AddressKind } from "./ipv6";
import { availableVSwitch } from "./vswitches";

const text = { type: "string" } as const;
const required = { type: "string", required: true } as const;
const bandwidthParameter = { type: "integer", min: 1, max: 5000, required: true } as const;
const kindOfBandwidth = "vpc IPv6 internet bandwidth";

export const ipv6Address = storedKind({
  define: vpcOperation,
  kind: ipv6AddressKind,
  idName: "Ipv6AddressId",
  newId: "ipv6",
  notFound: "InvalidIpv6AddressId.NotFound",
  fields: {
    Ipv6AddressName: { type: "string", maxLength: 128 },
    Ipv6AddressDescription: { type: "string", maxLength: 256 },
  },
  defaults: { AddressType: "IPv6Address", AssociatedInstanceId: "", AssociatedInstanceType: "" },
});

/** Addresses of instances and interfaces get a record when a call first asks for them. */
function addAddressesInUse(call: Call): void {
  const users = [
    ...call.store.instances.all().map((one) => ({ ...one, type: "EcsInstance" })),
    ...call.store.networkInterfaces.all().map((one) => ({ ...one, type: "NetworkInterface" })),
  ];
  const known = new Map(ipv6Address.all(call.store).map((one) => [one.values.Ipv6Address, one]));
  for (const { id, type, vswitchId, regionId, ipv6Addresses = [] } of users) {
    for (const address of ipv6Addresses) {
      const user = { AssociatedInstanceId: id, AssociatedInstanceType: type };
      const record = known.get(address);
      if (record) {
        if (record.values.AssociatedInstanceId !== id) ipv6Address.change(record, user);
      } else ipv6Address.put({ ...call, regionId }, { ...user, Ipv6Address: address, VSwitchId: vswitchId });
    }
  }
  forgetReleasedIpv6(call.store);
}

const bandwidthOf = (call: Call, addressId: string): StoredResource | undefined =>
  call.store.storedResources.find(
    ({ kind, values }) => kind === kindOfBandwidth && values.Ipv6AddressId === addressId,
  );

function describe(call: Call, address: StoredResource) {
  const { values } = address;
  const vpcId = call.store.vswitches.get(String(values.VSwitchId))?.vpcId ?? "";
  const bandwidth = bandwidthOf(call, address.id);
  const isPublic = bandwidth !== undefined;
  return {
    Ipv6AddressId: address.id,
    Ipv6Address: values.Ipv6Address,
    Ipv6AddressName: values.Ipv6AddressName ?? "",
    Ipv6AddressDescription: values.Ipv6AddressDescription ?? "",
    AddressType: values.AddressType,
    AllocationTime: address.createdTime,
    AssociatedInstanceId: values.AssociatedInstanceId,
    AssociatedInstanceType: values.AssociatedInstanceType,
    Ipv6GatewayId: call.store.ipv6Gateways.find((one) => one.vpcId === vpcId)?.id ?? "",
    Ipv6Isp: "BGP",
    NetworkType: isPublic ? "Public" : "Private",
    RealBandwidth: isPublic ? Number(bandwidth.values.Bandwidth) : 0,
    ResourceGroupId: address.resourceGroupId ?? "",
    ServiceManaged: 0,
    Status: "Available",
    VSwitchId: values.VSwitchId,
    VpcId: vpcId,
    Ipv6InternetBandwidth: {
      Bandwidth: isPublic ? Number(bandwidth.values.Bandwidth) : 0,
      Ipv6InternetBandwidthId: bandwidth?.id ?? "",
      InternetChargeType: isPublic ? bandwidth.values.InternetChargeType : "",
      InstanceChargeType: isPublic ? "PostPaid" : "",
      BusinessStatus: isPublic ? "Normal" : "",
      HasReservationData: "false",
      ReservationActiveTime: "",
      ReservationBandwidth: 0,
      ReservationInternetChargeType: "",
      ReservationOrderType: "",
    },
    Tags: { Tag: keyValueTags(address.tags) },
  };
}

/** IPv6 addresses and their bandwidth to the internet. Nobody outside reaches an address of the local cloud. */
export const ipv6Addresses = [
  ipv6Address.create("AllocateIpv6Address", {
    fixed: { VSwitchId: text, Ipv6Address: text, AddressType: text, ResourceGroupId: text },
    required: ["VSwitchId"],
    prepare(call, given) {
      const vswitch = availableVSwitch(call, String(given.VSwitchId));
      if (!vswitch.ipv6CidrBlock) throw vpcError("OperationDenied.VSwitchIpv6NotEnabled", vswitch.id);
      if (given.AddressType === "IPv6Prefix") return { Ipv6Address: given.Ipv6Address || "" };
      const taken = ipv6Address.all(call.store).map(({ values }) => values.Ipv6Address);
      const free = freeIpv6Addresses(call.store, vswitch, taken.length + 1).find(
        (one) => !taken.includes(one),
      );
      const wanted = given.Ipv6Address
        ? assignableIpv6(call.store, vswitch, String(given.Ipv6Address))
        : free;
      if (wanted === undefined || taken.includes(wanted))
        throw vpcError("InvalidIpv6Address.NotAssignable", given.Ipv6Address, vswitch.id);
      return { Ipv6Address: wanted };
    },
    answer: (_call, { id, values, resourceGroupId }) => ({
      Ipv6AddressId: id,
      Ipv6Address: values.Ipv6Address,
      ResourceGroupId: resourceGroupId,
    }),
  }),
  vpcOperation({
    action: "DescribeIpv6Addresses",
    // Addresses of instances get their records here.
    writes: true,
    parameters: {
      Ipv6AddressId: text,
      Ipv6Address: text,
      Ipv6InternetBandwidthId: text,
      AddressType: text,
      AssociatedInstanceId: text,
      AssociatedInstanceType: text,
      Name: text,
      NetworkType: text,
      ResourceGroupId: text,
      VSwitchId: text,
      VpcId: text,
      Tag: tagParameter,
      ...paging,
    },
    handle(call, p) {
      addAddressesInUse(call);
      const filters = [
        ...(["Ipv6AddressId", "Ipv6Address", "AddressType", "AssociatedInstanceId", "VSwitchId"] as const),
        ...(["AssociatedInstanceType", "NetworkType", "ResourceGroupId", "VpcId"] as const),
      ];
      const rows = ipv6Address
        .all(call.store)
        .filter((one) => inScope(call, one) && hasTags(one, p.Tag))
        .map((one) => describe(call, one))
        .filter(
          (row) =>
            filters.every((name) => !p[name] || p[name] === row[name]) &&
            (!p.Name || p.Name === row.Ipv6AddressName) &&
            (!p.Ipv6InternetBandwidthId ||
              p.Ipv6InternetBandwidthId === row.Ipv6InternetBandwidth.Ipv6InternetBandwidthId),
        );
      const page = takePage(rows, p);
      return { ...pageFields(page), Ipv6Addresses: { Ipv6Address: page.items } };
    },
  }),
  vpcOperation({
    action: "ModifyIpv6AddressAttribute",
    parameters: { ClientToken: text, Ipv6AddressId: required, Name: text, Description: text },
    handle(call, p) {
      ipv6Address.change(ipv6Address.find(call, p.Ipv6AddressId), {
        ...(p.Name !== undefined && { Ipv6AddressName: p.Name }),
        ...(p.Description !== undefined && { Ipv6AddressDescription: p.Description }),
      });
      return {};
    },
  }),
  ipv6Address.remove("ReleaseIpv6Address"),
  vpcOperation({
    action: "AllocateIpv6InternetBandwidth",
    parameters: {
      ClientToken: text,
      Ipv6AddressId: required,
      Ipv6GatewayId: required,
      Bandwidth: bandwidthParameter,
      InternetChargeType: { type: "string", enum: ["PayByTraffic", "PayByBandwidth"] },
    },
    handle(call, p) {
      addAddressesInUse(call);
      const address = ipv6Address.find(call, p.Ipv6AddressId);
      if (!call.store.ipv6Gateways.get(p.Ipv6GatewayId))
        throw vpcError("InvalidIpv6GatewayId.NotFound", p.Ipv6GatewayId);
      const present = bandwidthOf(call, address.id);
      if (present) throw vpcError("OperationDenied.HasBandwidth", address.id, present.id);
      const { id } = call.store.storedResources.put({
        id: newResourceId("ipv6bw", address.regionId),
        kind: kindOfBandwidth,
        regionId: address.regionId,
        createdTime: address.createdTime,
        tags: [],
        values: {
          Ipv6AddressId: address.id,
          Bandwidth: p.Bandwidth,
          InternetChargeType: p.InternetChargeType ?? "PayByBandwidth",
        },
      });
      return { InternetBandwidthId: id, Ipv6AddressId: address.id };
    },
  }),
  ...(["ModifyIpv6InternetBandwidth", "DeleteIpv6InternetBandwidth"] as const).map((action) =>
    vpcOperation({
      action,
      parameters: {
        ClientToken: text,
        Ipv6AddressId: text,
        Ipv6InternetBandwidthId: text,
        ...(action === "ModifyIpv6InternetBandwidth" && { Bandwidth: bandwidthParameter }),
      },
      handle(call, p) {
        const byId = call.store.storedResources.get(p.Ipv6InternetBandwidthId ?? "");
        const found = byId ?? bandwidthOf(call, p.Ipv6AddressId ?? "");
        if (found?.kind !== kindOfBandwidth)
          throw vpcError("InvalidIpv6InternetBandwidthId.NotFound", p.Ipv6InternetBandwidthId);
        if (action === "DeleteIpv6InternetBandwidth") call.store.storedResources.delete(found.id);
        else found.values = { ...found.values, Bandwidth: p.Bandwidth };
        return {};
      },
    }),
  ),
];
