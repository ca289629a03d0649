import type { NatGateway } from "../../store/model";
import { type Call, inScope, vpcOperation } from "../common/call";
import { newResourceId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { requireRegion } from "../common/regions";
import { createTags, hasTags, tagKeyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { freeAddress } from "./addresses";
import { vpcError } from "./errors";
import { availableVpc } from "./vpcs";

const gatewayId = { type: "string", required: true } as const;
const nameParameter = { type: "string", maxLength: 128 } as const;
const descriptionParameter = { type: "string", maxLength: 256 } as const;
const clientToken = { type: "string", maxLength: 64 } as const;
const eipBindModes = ["MULTI_BINDED", "NAT"] as const;

export function findNatGateway(call: Call, id: string): NatGateway {
  const gateway = call.store.natGateways.get(id);
  if (!gateway) throw vpcError("InvalidNatGatewayId.NotFound", id);
  return gateway;
}

/** Elastic IP addresses of a gateway. */
export const listAddresses = ({ store }: Call, gatewayIdOf: string) =>
  store.eips.filter(({ instance }) => instance?.id === gatewayIdOf);

function describeGateway(call: Call, gateway: NatGateway) {
  const snat = call.store.snatEntries.filter(({ tableId }) => tableId === gateway.snatTableId);
  const forward = call.store.forwardEntries.filter(({ tableId }) => tableId === gateway.forwardTableId);
  const usesOf = (ip: string) => [
    ...(snat.some(({ snatIp }) => snatIp.split(",").includes(ip)) ? ["UsedBySnatTable"] : []),
    ...(forward.some(({ externalIp }) => externalIp === ip) ? ["UsedByForwardTable"] : []),
  ];
  return {
    NatGatewayId: gateway.id,
    Name: gateway.name,
    Description: gateway.description,
    RegionId: gateway.regionId,
    VpcId: gateway.vpcId,
    NatType: "Enhanced",
    NetworkType: gateway.networkType,
    Spec: "",
    InstanceChargeType: "PostPaid",
    InternetChargeType: "PayByLcu",
    AutoPay: false,
    BusinessStatus: "Normal",
    Status: "Available",
    CreationTime: gateway.createdTime,
    ExpiredTime: "",
    DeletionProtection: gateway.deletionProtection,
    EcsMetricEnabled: true,
    EipBindMode: gateway.eipBindMode,
    EnableSessionLog: "false",
    IcmpReplyEnabled: gateway.icmpReplyEnabled,
    PrivateLinkEnabled: false,
    SecurityProtectionEnabled: false,
    ResourceGroupId: call.store.vpcs.get(gateway.vpcId)?.resourceGroupId ?? "",
    ForwardTableIds: { ForwardTableId: [gateway.forwardTableId] },
    SnatTableIds: { SnatTableId: [gateway.snatTableId] },
    FullNatTableIds: { FullNatTableId: [] },
    IpLists: {
      IpList: listAddresses(call, gateway.id).map(({ id, ipAddress }) => ({
        AllocationId: id,
        IpAddress: ipAddress,
        PrivateIpAddress: gateway.eipBindMode === "NAT" ? gateway.privateIp : "",
        SnatEntryEnabled: usesOf(ipAddress).includes("UsedBySnatTable"),
        UsingStatus: usesOf(ipAddress)[0] ?? "Idle",
      })),
    },
    IpPrefixList: { IpPrefixList: [] },
    NatGatewayPrivateInfo: {
      VswitchId: gateway.vswitchId,
      IzNo: call.store.vswitches.get(gateway.vswitchId)?.zoneId ?? "",
      PrivateIpAddress: gateway.privateIp,
      EniInstanceId: gateway.interfaceId,
      EniType: "indirect",
      MaxBandwidth: 5120,
      MaxSessionEstablishRate: 100_000,
      MaxSessionQuota: 2_000_000,
    },
    Tags: { Tag: tagKeyValueTags(gateway.tags) },
  };
}

/** NAT gateways. No packet of the local cloud leaves its VPC, so that they and their entries exist in the model only. */
export const natGateways = [
  vpcOperation({
    action: "CreateNatGateway",
    parameters: {
      VpcId: { type: "string", required: true },
      VSwitchId: { type: "string" },
      Name: nameParameter,
      Description: descriptionParameter,
      NatType: { type: "string", implemented: ["Enhanced"] },
      NetworkType: { type: "string", enum: ["internet", "intranet"] },
      InstanceChargeType: { type: "string", implemented: ["PostPaid"] },
      InternetChargeType: { type: "string", implemented: ["PayByLcu"] },
      EipBindMode: { type: "string", enum: eipBindModes },
      IcmpReplyEnabled: { type: "boolean" },
      PrivateLinkEnabled: { type: "boolean", implemented: [false] },
      SecurityProtectionEnabled: { type: "boolean", implemented: [false] },
      AutoPay: { type: "boolean" },
      ClientToken: clientToken,
      Tag: tagParameter,
    },
    handle(call, p) {
      const vpc = availableVpc(call, p.VpcId);
      if (!p.VSwitchId) throw vpcError("MissingVSwitchId");
      const vswitch = call.store.vswitches.get(p.VSwitchId);
      if (vswitch?.vpcId !== vpc.id) throw vpcError("InvalidVSwitchId.NotFound", p.VSwitchId);
      const privateIp = freeAddress(call.store, vswitch);
      if (!privateIp) throw vpcError("InvalidVSwitch.IpNotEnough", vswitch.id);
      const { regionId } = vpc;
      const gateway = call.store.natGateways.put({
        id: newResourceId("ngw", regionId),
        regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(p.Tag),
        name: p.Name ?? "",
        description: p.Description ?? "",
        vpcId: vpc.id,
        vswitchId: vswitch.id,
        privateIp,
        interfaceId: newResourceId("eni", regionId),
        networkType: p.NetworkType ?? "internet",
        eipBindMode: p.EipBindMode ?? "MULTI_BINDED",
        icmpReplyEnabled: p.IcmpReplyEnabled ?? true,
        deletionProtection: false,
        snatTableId: newResourceId("stb", regionId),
        forwardTableId: newResourceId("ftb", regionId),
      });
      return {
        NatGatewayId: gateway.id,
        ForwardTableIds: { ForwardTableId: [gateway.forwardTableId] },
        SnatTableIds: { SnatTableId: [gateway.snatTableId] },
        FullNatTableIds: { FullNatTableId: [] },
      };
    },
  }),
  vpcOperation({
    action: "DescribeNatGateways",
    parameters: {
      NatGatewayId: { type: "string" },
      VpcId: { type: "string" },
      Name: { type: "string" },
      NatType: { type: "string" },
      NetworkType: { type: "string", enum: ["internet", "intranet"] },
      InstanceChargeType: { type: "string" },
      Spec: { type: "string" },
      Status: { type: "string" },
      ZoneId: { type: "string" },
      ResourceGroupId: { type: "string" },
      DryRun: { type: "boolean", implemented: [false] },
      Tag: tagParameter,
      ...paging,
    },
    handle(call, p) {
      const found = call.store.natGateways
        .filter((gateway) => inScope(call, gateway) && hasTags(gateway, p.Tag))
        .map((gateway) => describeGateway(call, gateway))
        .filter(
          (row) =>
            (!p.NatGatewayId || row.NatGatewayId === p.NatGatewayId) &&
            (!p.VpcId || row.VpcId === p.VpcId) &&
            (!p.Name || row.Name === p.Name) &&
            (!p.NatType || row.NatType === p.NatType) &&
            (!p.NetworkType || row.NetworkType === p.NetworkType) &&
            (!p.InstanceChargeType || row.InstanceChargeType === p.InstanceChargeType) &&
            (!p.Spec || row.Spec === p.Spec) &&
            (!p.Status || row.Status === p.Status) &&
            (!p.ZoneId || row.NatGatewayPrivateInfo.IzNo === p.ZoneId) &&
            (!p.ResourceGroupId || row.ResourceGroupId === p.ResourceGroupId),
        );
      const page = takePage(found, p);
      return { ...pageFields(page), NatGateways: { NatGateway: page.items } };
    },
  }),
  vpcOperation({
    action: "ModifyNatGatewayAttribute",
    parameters: {
      NatGatewayId: gatewayId,
      Name: nameParameter,
      Description: descriptionParameter,
      EipBindMode: { type: "string", enum: eipBindModes },
      IcmpReplyEnabled: { type: "boolean" },
    },
    handle(call, p) {
      const gateway = findNatGateway(call, p.NatGatewayId);
      gateway.name = p.Name ?? gateway.name;
      gateway.description = p.Description ?? gateway.description;
      gateway.eipBindMode = p.EipBindMode ?? gateway.eipBindMode;
      gateway.icmpReplyEnabled = p.IcmpReplyEnabled ?? gateway.icmpReplyEnabled;
      return {};
    },
  }),
  vpcOperation({
    action: "DeleteNatGateway",
    parameters: { NatGatewayId: gatewayId, Force: { type: "boolean" } },
    handle(call, p) {
      const { store } = call;
      const gateway = findNatGateway(call, p.NatGatewayId);
      if (gateway.deletionProtection) throw vpcError("OperationDenied.DeletionProtection", gateway.id);
      const addresses = listAddresses(call, gateway.id);
      const snat = store.snatEntries.filter(({ tableId }) => tableId === gateway.snatTableId);
      const forward = store.forwardEntries.filter(({ tableId }) => tableId === gateway.forwardTableId);
      const routes = store.routeEntries.filter(({ nextHopId }) => nextHopId === gateway.id);
      if (!p.Force) {
        const [eip] = addresses;
        if (eip) throw vpcError("DependencyViolation.EIPS", gateway.id, eip.id);
        const [entry] = [...snat, ...forward, ...routes];
        if (entry) throw vpcError("DependencyViolation.NatEntry", gateway.id, entry.id);
      }
      for (const eip of addresses) delete eip.instance;
      for (const { id } of snat) store.snatEntries.delete(id);
      for (const { id } of forward) store.forwardEntries.delete(id);
      for (const { id } of routes) store.routeEntries.delete(id);
      store.natGateways.delete(gateway.id);
      return {};
    },
  }),
  // The name of the action has this spelling.
  vpcOperation({
    action: "ListEnhanhcedNatGatewayAvailableZones",
    parameters: {
      Filter: { type: "objects", max: 1, fields: { Key: { type: "string" }, Value: { type: "string" } } },
    },
    handle: (call) => ({
      Zones: requireRegion(call.regionId).zones.map((ZoneId) => ({ ZoneId, LocalName: ZoneId })),
    }),
  }),
];
