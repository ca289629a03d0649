import type { ParametersOf } from "../../rpc/parameterTypes";
import type { NetworkAcl, NetworkAclEntry } from "../../store/model";
import { type Call, inScope, vpcOperation } from "../common/call";
import { newResourceId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { createTags, hasTags, keyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { vpcError } from "./errors";
import { availableVpc } from "./vpcs";

const text = { type: "string" } as const;
const aclId = { type: "string", required: true } as const;
const clientToken = { type: "string" } as const;
const dryRun = { type: "boolean", implemented: [false] } as const;
const common = { ClientToken: clientToken, DryRun: dryRun } as const;
const entry = {
  NetworkAclEntryId: text,
  NetworkAclEntryName: { type: "string", maxLength: 128 },
  Description: { type: "string", maxLength: 256 },
  Policy: { type: "string", enum: ["accept", "drop"] },
  Protocol: {
    type: "string",
    pattern: /^(all|icmp|gre|tcp|udp|icmpv6)$/i,
    form: "all, icmp, gre, tcp or udp",
  },
  Port: { type: "string", pattern: /^-1\/-1$|^\d+\/\d+$/, form: "-1/-1 or a range such as 80/80" },
  EntryType: { type: "string", enum: ["custom", "system", "service"] },
  IpVersion: { type: "string", pattern: /^(ipv4|ipv6)$/i, form: "IPV4 or IPV6" },
} as const;
const resources = {
  type: "objects",
  max: 30,
  required: true,
  fields: {
    ResourceId: { type: "string", required: true },
    ResourceType: { type: "string", enum: ["VSwitch"] },
  },
} as const;

function findAcl(call: Call, id: string): NetworkAcl {
  const acl = call.store.networkAcls.get(id);
  if (!acl) throw vpcError("InvalidNetworkAcl.NotFound", id);
  return acl;
}

type GivenEntry = ParametersOf<typeof entry> & { SourceCidrIp?: string; DestinationCidrIp?: string };

const newEntry = (call: Call, given: GivenEntry): NetworkAclEntry => ({
  id: newResourceId("nae", call.regionId),
  name: given.NetworkAclEntryName ?? "",
  description: given.Description ?? "",
  policy: given.Policy ?? "accept",
  protocol: (given.Protocol ?? "all").toLowerCase(),
  port: given.Port ?? "-1/-1",
  cidr: given.SourceCidrIp ?? given.DestinationCidrIp ?? "0.0.0.0/0",
  type: given.EntryType ?? "custom",
  ipVersion: given.IpVersion?.toUpperCase() || "IPV4",
});

const describeEntry = (one: NetworkAclEntry, cidrName: string) => ({
  NetworkAclEntryId: one.id,
  NetworkAclEntryName: one.name,
  Description: one.description,
  Policy: one.policy,
  Protocol: one.protocol,
  Port: one.port,
  [cidrName]: one.cidr,
  EntryType: one.type,
  IpVersion: one.ipVersion,
});

const describe = (acl: NetworkAcl) => ({
  NetworkAclId: acl.id,
  NetworkAclName: acl.name,
  Description: acl.description,
  VpcId: acl.vpcId,
  RegionId: acl.regionId,
  OwnerId: 0,
  Status: "Available",
  CreationTime: acl.createdTime,
  IngressAclEntries: { IngressAclEntry: acl.ingress.map((one) => describeEntry(one, "SourceCidrIp")) },
  EgressAclEntries: { EgressAclEntry: acl.egress.map((one) => describeEntry(one, "DestinationCidrIp")) },
  Resources: {
    Resource: acl.vswitchIds.map((ResourceId) => ({ ResourceId, ResourceType: "VSwitch", Status: "BINDED" })),
  },
  Tags: { Tag: keyValueTags(acl.tags) },
});

/** The network ACL of a vSwitch. Empty without one. */
export const networkAclOf = ({ store }: Pick<Call, "store">, vswitchId: string): string =>
  store.networkAcls.find(({ vswitchIds }) => vswitchIds.includes(vswitchId))?.id ?? "";

/** Network ACLs. The fabric applies their inbound rules to connections into a vSwitch. */
export const networkAcls = [
  vpcOperation({
    action: "CreateNetworkAcl",
    parameters: {
      ...common,
      VpcId: { type: "string", required: true },
      NetworkAclName: { type: "string", maxLength: 128 },
      Description: { type: "string", maxLength: 256 },
      Tag: tagParameter,
      Tags: tagParameter,
    },
    handle(call, p) {
      const vpc = availableVpc(call, p.VpcId);
      const acl = call.store.networkAcls.put({
        id: newResourceId("nacl", vpc.regionId),
        regionId: vpc.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags([...p.Tag, ...p.Tags]),
        name: p.NetworkAclName ?? "",
        description: p.Description ?? "",
        vpcId: vpc.id,
        // A new list accepts everything. Source: "Overview of network ACLs".
        ingress: [newEntry(call, {})],
        egress: [newEntry(call, {})],
        vswitchIds: [],
      });
      return { NetworkAclId: acl.id, NetworkAclAttribute: describe(acl) };
    },
  }),
  vpcOperation({
    action: "DescribeNetworkAclAttributes",
    parameters: { ClientToken: clientToken, NetworkAclId: aclId },
    handle: (call, p) => ({ NetworkAclAttribute: describe(findAcl(call, p.NetworkAclId)) }),
  }),
  vpcOperation({
    action: "DescribeNetworkAcls",
    parameters: {
      ClientToken: clientToken,
      NetworkAclId: text,
      NetworkAclName: text,
      VpcId: text,
      ResourceId: text,
      ResourceType: { type: "string", enum: ["VSwitch"] },
      Tags: tagParameter,
      ...paging,
    },
    handle(call, p) {
      const found = call.store.networkAcls.filter(
        (acl) =>
          inScope(call, acl) &&
          (!p.NetworkAclId || acl.id === p.NetworkAclId) &&
          (!p.NetworkAclName || acl.name === p.NetworkAclName) &&
          (!p.VpcId || acl.vpcId === p.VpcId) &&
          (!p.ResourceId || acl.vswitchIds.includes(p.ResourceId)) &&
          hasTags(acl, p.Tags),
      );
      const { items, TotalCount, PageNumber, PageSize } = takePage(found, p);
      return {
        ...pageFields({ items, TotalCount, PageNumber, PageSize }),
        NetworkAcls: { NetworkAcl: items.map(describe) },
      };
    },
  }),
  vpcOperation({
    action: "ModifyNetworkAclAttributes",
    parameters: {
      ...common,
      NetworkAclId: aclId,
      NetworkAclName: { type: "string", maxLength: 128 },
      Description: { type: "string", maxLength: 256 },
    },
    handle(call, p) {
      const acl = findAcl(call, p.NetworkAclId);
      acl.name = p.NetworkAclName ?? acl.name;
      acl.description = p.Description ?? acl.description;
      return {};
    },
  }),
  vpcOperation({
    action: "UpdateNetworkAclEntries",
    parameters: {
      ...common,
      NetworkAclId: aclId,
      UpdateIngressAclEntries: { type: "boolean" },
      UpdateEgressAclEntries: { type: "boolean" },
      IngressAclEntries: { type: "objects", fields: { ...entry, SourceCidrIp: text } },
      EgressAclEntries: { type: "objects", fields: { ...entry, DestinationCidrIp: text } },
    },
    handle(call, p) {
      const acl = findAcl(call, p.NetworkAclId);
      if (p.UpdateIngressAclEntries) acl.ingress = p.IngressAclEntries.map((one) => newEntry(call, one));
      if (p.UpdateEgressAclEntries) acl.egress = p.EgressAclEntries.map((one) => newEntry(call, one));
      return {};
    },
  }),
  vpcOperation({
    action: "CopyNetworkAclEntries",
    parameters: { ...common, NetworkAclId: aclId, SourceNetworkAclId: aclId },
    handle(call, p) {
      const acl = findAcl(call, p.NetworkAclId);
      const { ingress, egress } = findAcl(call, p.SourceNetworkAclId);
      const copy = (entries: readonly NetworkAclEntry[]) =>
        entries.map((one) => ({ ...one, id: newResourceId("nae", call.regionId) }));
      Object.assign(acl, { ingress: copy(ingress), egress: copy(egress) });
      return {};
    },
  }),
  vpcOperation({
    action: "AssociateNetworkAcl",
    parameters: { ...common, NetworkAclId: aclId, Resource: resources },
    handle(call, p) {
      const acl = findAcl(call, p.NetworkAclId);
      const ids = p.Resource.map(({ ResourceId }) => ResourceId);
      for (const id of ids) {
        const vswitch = call.store.vswitches.get(id);
        if (vswitch?.vpcId !== acl.vpcId) throw vpcError("InvalidVSwitchId.NotFound", id);
        const other = networkAclOf(call, id);
        if (other !== "" && other !== acl.id) throw vpcError("OperationDenied.OtherNetworkAcl", id, other);
      }
      acl.vswitchIds = [...new Set([...acl.vswitchIds, ...ids])];
      return {};
    },
  }),
  vpcOperation({
    action: "UnassociateNetworkAcl",
    parameters: { ...common, NetworkAclId: aclId, Resource: resources },
    handle(call, p) {
      const acl = findAcl(call, p.NetworkAclId);
      const ids = p.Resource.map(({ ResourceId }) => ResourceId);
      acl.vswitchIds = acl.vswitchIds.filter((id) => !ids.includes(id));
      return {};
    },
  }),
  vpcOperation({
    action: "DeleteNetworkAcl",
    parameters: { ...common, NetworkAclId: aclId },
    handle(call, p) {
      const acl = findAcl(call, p.NetworkAclId);
      const [vswitchId] = acl.vswitchIds;
      if (vswitchId !== undefined) throw vpcError("DependencyViolation.NetworkAcl", acl.id, vswitchId);
      call.store.networkAcls.delete(acl.id);
      return {};
    },
  }),
];
