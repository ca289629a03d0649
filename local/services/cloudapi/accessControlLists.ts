import ipaddr from "ipaddr.js";
import type { AccessControlList } from "../../store/model";
import { type Call, cloudApiOperation } from "../common/call";
import { newResourceId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { isoSeconds } from "../common/times";
import { apiError } from "./errors";
import { dedicatedInstance, readInstanceId } from "./gatewayInstances";
import { requiredId } from "./names";

/** Source: the page on instance-level access control. */
const maxLists = 5;
const maxEntriesAtOnce = 50;

const ipVersion = { type: "string", enum: ["ipv4", "ipv6"] } as const;
const entries = { type: "json", required: true } as const;

function findList(call: Call, id: string): AccessControlList {
  const list = call.store.accessControlLists.get(id);
  if (!list) throw apiError("NotFoundAccessControlList", id);
  return list;
}

/** Reads the members of a JSON list. Keys may be in upper or lower case, because the Terraform provider sends both. */
function readEntries(value: unknown, version: AccessControlList["ipVersion"]): AccessControlList["entries"] {
  if (!Array.isArray(value)) throw apiError("InvalidAclEntrys.Malformed", "is not a JSON list");
  if (value.length === 0 || value.length > maxEntriesAtOnce)
    throw apiError(
      "InvalidAclEntrys.Malformed",
      `has ${value.length} members; give 1 to ${maxEntriesAtOnce}`,
    );
  return value.map((member: unknown) => {
    const fields = new Map(
      Object.entries(member ?? {}).map(([key, text]) => [key.toLowerCase(), String(text ?? "")]),
    );
    const cidr = fields.get("entry") ?? "";
    const parser = version === "ipv4" ? ipaddr.IPv4 : ipaddr.IPv6;
    if (!parser.isValidCIDR(cidr))
      throw apiError("InvalidAclEntrys.Malformed", `has "${cidr}", which is no CIDR block of ${version}`);
    return { cidr, comment: fields.get("comment") ?? "" };
  });
}

export const accessControlLists = [
  cloudApiOperation({
    action: "CreateAccessControlList",
    parameters: {
      AclName: {
        type: "string",
        required: true,
        maxLength: 30,
        pattern: /^[\w./-]+$/,
        form: "1 to 30 letters, digits, periods, hyphens, slashes, underscores",
      },
      AddressIPVersion: ipVersion,
    },
    handle(call, p) {
      const lists = call.store.accessControlLists.filter(({ regionId }) => regionId === call.regionId);
      if (lists.some(({ name }) => name === p.AclName)) throw apiError("DuplicateAclName", p.AclName);
      if (lists.length >= maxLists) throw apiError("QuotaExceeded.AccessControlList", maxLists);
      const { id } = call.store.accessControlLists.put({
        id: newResourceId("acl", call.regionId),
        regionId: call.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: [],
        name: p.AclName,
        ipVersion: p.AddressIPVersion ?? "ipv4",
        entries: [],
      });
      return { AclId: id };
    },
  }),
  cloudApiOperation({
    action: "DescribeAccessControlLists",
    parameters: { AclName: { type: "string" }, AddressIPVersion: ipVersion, ...paging },
    handle(call, p) {
      const found = call.store.accessControlLists.filter(
        (list) =>
          list.regionId === call.regionId &&
          (!p.AclName || list.name === p.AclName) &&
          (!p.AddressIPVersion || list.ipVersion === p.AddressIPVersion),
      );
      const page = takePage(found, p);
      const rows = page.items.map(({ id, name, ipVersion: version }) => ({
        AclId: id,
        AclName: name,
        AddressIPVersion: version,
      }));
      return { ...pageFields(page), Acls: { Acl: rows } };
    },
  }),
  cloudApiOperation({
    action: "DescribeAccessControlListAttribute",
    parameters: { AclId: requiredId },
    handle(call, p) {
      const { id, name, ipVersion: version, entries: listed } = findList(call, p.AclId);
      const rows = listed.map(({ cidr, comment }) => ({ AclEntryIp: cidr, AclEntryComment: comment }));
      return { AclId: id, AclName: name, AddressIPVersion: version, AclEntrys: { AclEntry: rows } };
    },
  }),
  cloudApiOperation({
    // Entries that are already on the list are not added again.
    action: "AddAccessControlListEntry",
    parameters: { AclId: requiredId, AclEntrys: entries },
    handle(call, p) {
      const list = findList(call, p.AclId);
      const known = new Set(list.entries.map(({ cidr }) => cidr));
      list.entries = [
        ...list.entries,
        ...readEntries(p.AclEntrys, list.ipVersion).filter(({ cidr }) => !known.has(cidr)),
      ];
      return {};
    },
  }),
  cloudApiOperation({
    action: "RemoveAccessControlListEntry",
    parameters: { AclId: requiredId, AclEntrys: entries },
    handle(call, p) {
      const list = findList(call, p.AclId);
      const gone = new Set(readEntries(p.AclEntrys, list.ipVersion).map(({ cidr }) => cidr));
      list.entries = list.entries.filter(({ cidr }) => !gone.has(cidr));
      return {};
    },
  }),
  cloudApiOperation({
    action: "DeleteAccessControlList",
    parameters: { AclId: requiredId },
    handle(call, p) {
      const list = findList(call, p.AclId);
      const bound = call.store.gatewayInstances.find(({ aclId }) => aclId === list.id);
      if (bound) throw apiError("AccessControlListInUse", list.id, readInstanceId(bound));
      call.store.accessControlLists.delete(list.id);
      return {};
    },
  }),
  cloudApiOperation({
    action: "EnableInstanceAccessControl",
    parameters: {
      InstanceId: requiredId,
      AclId: requiredId,
      AclType: { type: "string", required: true, enum: ["white", "black"] },
      AddressIPVersion: { type: "string", implemented: ["ipv4"] },
    },
    handle(call, p) {
      const instance = dedicatedInstance(call, p.InstanceId, "EnableInstanceAccessControl");
      const list = findList(call, p.AclId);
      if (list.ipVersion !== "ipv4")
        throw apiError("InvalidAclEntrys.Malformed", `of ${list.id} are of ${list.ipVersion}, not of ipv4`);
      if (instance.aclId !== undefined) throw apiError("InstanceAclExists", p.InstanceId, instance.aclId);
      Object.assign(instance, { aclId: list.id, aclType: p.AclType });
      return {};
    },
  }),
  cloudApiOperation({
    action: "DisableInstanceAccessControl",
    parameters: {
      InstanceId: requiredId,
      AclId: requiredId,
      AddressIPVersion: { type: "string", implemented: ["ipv4"] },
    },
    handle(call, p) {
      const instance = dedicatedInstance(call, p.InstanceId, "DisableInstanceAccessControl");
      if (instance.aclId !== p.AclId) throw apiError("NotFoundInstanceAcl", p.InstanceId, p.AclId);
      delete instance.aclId;
      delete instance.aclType;
      return {};
    },
  }),
];
