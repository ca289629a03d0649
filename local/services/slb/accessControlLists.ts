import ipaddr from "ipaddr.js";
import type { ClbAccessControlList } from "../../store/model";
import { type Call, inScope, slbOperation } from "../common/call";
import { newResourceId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { checkResourceGroup } from "../common/resourceGroups";
import { createTags, hasTags, tagKeyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { slbError } from "./errors";

const aclId = { type: "string", required: true } as const;
const aclName = { type: "string", required: true, maxLength: 80 } as const;
const aclEntries = { type: "json", required: true } as const;

const maxEntries = 300;
const maxEntriesPerCall = 50;

export function findAcl(call: Call, id: string): ClbAccessControlList {
  const acl = call.store.clbAccessControlLists.get(id);
  if (!acl) throw slbError("AclNotExist", id);
  return acl;
}

/** Listeners that use a list. */
function listenersWith(call: Call, id: string) {
  return call.store.loadBalancers
    .all()
    .flatMap((balancer) => balancer.listeners.map((listener) => ({ balancer, listener })))
    .filter(({ listener }) => readAclIds(listener.attributes).includes(id));
}

/** IDs of the lists of a listener. They have no effect while its AclStatus is off. */
export const readAclIds = (attributes: Readonly<Record<string, string>>): string[] =>
  (attributes.AclId ?? "").split(",").filter((id) => id !== "");

type Entry = ClbAccessControlList["entries"][number];

/** `[{"entry":"10.0.0.0/24","comment":"office"}]` */
function readEntries(value: unknown, version: ClbAccessControlList["ipVersion"]): Entry[] {
  if (!Array.isArray(value)) throw slbError("InvalidAclEntrys.Malformed", "it is not a list");
  if (value.length > maxEntriesPerCall) throw slbError("AclEntryLimitExceeded", maxEntriesPerCall);
  return value.map((item: unknown) => {
    const fields = new Map(typeof item === "object" && item !== null ? Object.entries(item) : []);
    const cidr = String(fields.get("entry") ?? "");
    const valid = version === "ipv4" ? ipaddr.IPv4.isValidCIDR(cidr) : ipaddr.IPv6.isValidCIDR(cidr);
    if (!valid)
      throw slbError("InvalidAclEntrys.Malformed", `entry "${cidr}" is not an ${version} CIDR block`);
    return { cidr, comment: String(fields.get("comment") ?? "") };
  });
}

function describeAcl(acl: ClbAccessControlList) {
  return {
    AclId: acl.id,
    AclName: acl.name,
    AddressIPVersion: acl.ipVersion,
    ResourceGroupId: acl.resourceGroupId,
    CreateTime: acl.createdTime,
    Tags: { Tag: tagKeyValueTags(acl.tags) },
  };
}

/** Access control lists of CLB listeners. */
export const accessControlLists = [
  slbOperation({
    action: "CreateAccessControlList",
    parameters: {
      AclName: aclName,
      AddressIPVersion: { type: "string", enum: ["ipv4", "ipv6"] },
      ResourceGroupId: { type: "string" },
      Tag: tagParameter,
    },
    handle(call, p) {
      const acl = call.store.clbAccessControlLists.put({
        id: newResourceId("acl", call.regionId),
        regionId: call.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(p.Tag),
        name: p.AclName,
        ipVersion: p.AddressIPVersion ?? "ipv4",
        entries: [],
        resourceGroupId: checkResourceGroup(call, p.ResourceGroupId),
      });
      return { AclId: acl.id };
    },
  }),
  slbOperation({
    action: "DescribeAccessControlListAttribute",
    parameters: { AclId: aclId, AclEntryComment: { type: "string" } },
    handle(call, p) {
      const acl = findAcl(call, p.AclId);
      const entries = acl.entries.filter(({ comment }) => comment.includes(p.AclEntryComment ?? ""));
      return {
        ...describeAcl(acl),
        TotalAclEntry: acl.entries.length,
        AclEntrys: {
          AclEntry: entries.map(({ cidr, comment }) => ({ AclEntryIP: cidr, AclEntryComment: comment })),
        },
        RelatedListeners: {
          RelatedListener: listenersWith(call, acl.id).map(({ balancer, listener }) => ({
            LoadBalancerId: balancer.id,
            ListenerPort: listener.port,
            Protocol: listener.protocol,
            AclType: listener.attributes.AclType ?? "",
          })),
        },
      };
    },
  }),
  slbOperation({
    action: "DescribeAccessControlLists",
    parameters: {
      AclName: { type: "string" },
      AddressIPVersion: { type: "string", enum: ["ipv4", "ipv6"] },
      ResourceGroupId: { type: "string" },
      Tag: tagParameter,
      ...paging,
    },
    handle(call, p) {
      const found = call.store.clbAccessControlLists.filter(
        (acl) =>
          inScope(call, acl) &&
          acl.name.includes(p.AclName ?? "") &&
          (!p.AddressIPVersion || acl.ipVersion === p.AddressIPVersion) &&
          (!p.ResourceGroupId || acl.resourceGroupId === p.ResourceGroupId) &&
          hasTags(acl, p.Tag),
      );
      const page = takePage(found, p);
      return { ...pageFields(page), Count: page.items.length, Acls: { Acl: page.items.map(describeAcl) } };
    },
  }),
  slbOperation({
    action: "SetAccessControlListAttribute",
    parameters: { AclId: aclId, AclName: aclName },
    handle(call, p) {
      findAcl(call, p.AclId).name = p.AclName;
      return { AclId: p.AclId };
    },
  }),
  slbOperation({
    action: "AddAccessControlListEntry",
    parameters: { AclId: aclId, AclEntrys: aclEntries },
    handle(call, p) {
      const acl = findAcl(call, p.AclId);
      const added = readEntries(p.AclEntrys, acl.ipVersion);
      const known = added.find(({ cidr }) => acl.entries.some((entry) => entry.cidr === cidr));
      if (known) throw slbError("AclEntryExists", known.cidr, acl.id);
      if (acl.entries.length + added.length > maxEntries) throw slbError("AclEntryLimitExceeded", maxEntries);
      acl.entries = [...acl.entries, ...added];
      return {};
    },
  }),
  slbOperation({
    action: "RemoveAccessControlListEntry",
    parameters: { AclId: aclId, AclEntrys: aclEntries },
    handle(call, p) {
      const acl = findAcl(call, p.AclId);
      const removed = new Set(readEntries(p.AclEntrys, acl.ipVersion).map(({ cidr }) => cidr));
      acl.entries = acl.entries.filter(({ cidr }) => !removed.has(cidr));
      return {};
    },
  }),
  slbOperation({
    action: "DeleteAccessControlList",
    parameters: { AclId: aclId },
    handle(call, p) {
      const acl = findAcl(call, p.AclId);
      const [user] = listenersWith(call, acl.id);
      if (user)
        throw slbError(
          "AclInUsed",
          acl.id,
          `${user.listener.protocol}:${user.listener.port}`,
          user.balancer.id,
        );
      call.store.clbAccessControlLists.delete(acl.id);
      return {};
    },
  }),
];
