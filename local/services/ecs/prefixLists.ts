import ipaddr from "ipaddr.js";
import type { PrefixList } from "../../store/model";
import { type Call, ecsOperation, inScope } from "../common/call";
import { parseCidr } from "../common/cidr";
import { newResourceId } from "../common/ids";
import { defaultResourceGroupId } from "../common/resourceGroups";
import { createTags, hasTags, tagKeyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { ecsError } from "./errors";

const prefixListId = { type: "string", required: true } as const;
const nameParameter = {
  type: "string",
  maxLength: 128,
  pattern: /^(?!https?:\/\/|com\.aliyun|com\.alibabacloud)\p{L}[\p{L}\p{N}:_.-]+$/u,
  form: "2 to 128 letters, digits, colons, underscores, periods, hyphens, a letter first",
} as const;
const descriptionParameter = { type: "string", maxLength: 256 } as const;
const entryFields = {
  Cidr: { type: "string", required: true },
  Description: { type: "string", maxLength: 32 },
} as const;
const noToken = { type: "string", implemented: [] } as const;

/** Finds a prefix list by ID in any region. */
function findPrefixList(call: Call, id: string): PrefixList {
  const list = call.store.prefixLists.get(id);
  if (!list) throw ecsError("InvalidPrefixListId.NotFound", id);
  return list;
}

type Entry = PrefixList["entries"][number];

function checkEntries(
  family: PrefixList["addressFamily"],
  maxEntries: number,
  entries: readonly Entry[],
): void {
  const seen = new Set<string>();
  for (const { cidr } of entries) {
    const valid = family === "IPv4" ? parseCidr(cidr) !== undefined : ipaddr.IPv6.isValidCIDR(cidr);
    if (!valid) throw ecsError("InvalidAddressFamily.Mismatch", cidr, family);
    if (seen.has(cidr)) throw ecsError("InvalidEntry.Duplicated", cidr);
    seen.add(cidr);
  }
  if (entries.length > maxEntries)
    throw ecsError("PrefixListMaxEntries.LimitExceeded", entries.length, maxEntries);
}

const readEntry = ({ Cidr, Description }: { Cidr: string; Description?: string }): Entry => ({
  cidr: Cidr,
  description: Description ?? "",
});

const groupsWith = (call: Call, id: string) =>
  call.store.securityGroups.filter(({ rules }) => rules.some((rule) => rule.prefixListId === id));

export const prefixLists = [
  ecsOperation({
    action: "CreatePrefixList",
    parameters: {
      PrefixListName: { ...nameParameter, required: true },
      AddressFamily: { type: "string", enum: ["IPv4", "IPv6"], required: true },
      MaxEntries: { type: "integer", min: 1, max: 200, required: true },
      Description: descriptionParameter,
      Entry: { type: "objects", fields: entryFields, max: 200 },
      ClientToken: { type: "string", maxLength: 64 },
      Tag: tagParameter,
    },
    handle(call, p) {
      const entries = p.Entry.map(readEntry);
      checkEntries(p.AddressFamily, p.MaxEntries, entries);
      const list = call.store.prefixLists.put({
        id: newResourceId("pl", call.regionId),
        regionId: call.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(p.Tag),
        name: p.PrefixListName,
        description: p.Description ?? "",
        addressFamily: p.AddressFamily,
        maxEntries: p.MaxEntries,
        entries,
      });
      return { PrefixListId: list.id };
    },
  }),
  ecsOperation({
    action: "DescribePrefixLists",
    parameters: {
      PrefixListId: { type: "list", item: { type: "string" }, max: 100 },
      PrefixListName: { type: "string" },
      AddressFamily: { type: "string", enum: ["IPv4", "IPv6"] },
      MaxResults: { type: "integer", min: 1, max: 100 },
      NextToken: noToken,
      ResourceGroupId: { type: "string" },
      Tag: tagParameter,
    },
    handle(call, p) {
      const found = call.store.prefixLists.filter(
        (list) =>
          inScope(call, list) &&
          (p.PrefixListId.length === 0 || p.PrefixListId.includes(list.id)) &&
          (!p.PrefixListName || list.name === p.PrefixListName) &&
          (!p.AddressFamily || list.addressFamily === p.AddressFamily) &&
          (!p.ResourceGroupId || p.ResourceGroupId === defaultResourceGroupId) &&
          hasTags(list, p.Tag),
      );
      const rows = found.map((list) => ({
        PrefixListId: list.id,
        PrefixListName: list.name,
        Description: list.description,
        AddressFamily: list.addressFamily,
        MaxEntries: list.maxEntries,
        AssociationCount: groupsWith(call, list.id).length,
        CreationTime: list.createdTime,
        ResourceGroupId: defaultResourceGroupId,
        Tags: { Tag: tagKeyValueTags(list.tags) },
      }));
      return { PrefixLists: { PrefixList: rows }, NextToken: "" };
    },
  }),
  ecsOperation({
    action: "DescribePrefixListAttributes",
    parameters: { PrefixListId: prefixListId },
    handle(call, p) {
      const list = findPrefixList(call, p.PrefixListId);
      const entries = list.entries.map(({ cidr, description }) => ({ Cidr: cidr, Description: description }));
      return {
        PrefixListId: list.id,
        PrefixListName: list.name,
        Description: list.description,
        AddressFamily: list.addressFamily,
        MaxEntries: list.maxEntries,
        CreationTime: list.createdTime,
        Entries: { Entry: entries },
      };
    },
  }),
  ecsOperation({
    action: "DescribePrefixListAssociations",
    parameters: {
      PrefixListId: prefixListId,
      MaxResults: { type: "integer", min: 1, max: 100 },
      NextToken: noToken,
    },
    handle(call, p) {
      const list = findPrefixList(call, p.PrefixListId);
      const rows = groupsWith(call, list.id).map(({ id }) => ({
        ResourceId: id,
        ResourceType: "securitygroup",
      }));
      return { PrefixListAssociations: { PrefixListAssociation: rows }, NextToken: "" };
    },
  }),
  ecsOperation({
    action: "ModifyPrefixList",
    parameters: {
      PrefixListId: prefixListId,
      PrefixListName: nameParameter,
      Description: descriptionParameter,
      AddEntry: { type: "objects", fields: entryFields, max: 200 },
      RemoveEntry: { type: "objects", fields: { Cidr: entryFields.Cidr }, max: 200 },
    },
    handle(call, p) {
      const list = findPrefixList(call, p.PrefixListId);
      const removed = new Set(p.RemoveEntry.map(({ Cidr }) => Cidr));
      for (const cidr of removed) {
        if (!list.entries.some((entry) => entry.cidr === cidr))
          throw ecsError("InvalidEntry.NotFound", cidr, list.id);
      }
      const added = p.AddEntry.map(readEntry);
      checkEntries(list.addressFamily, list.maxEntries, added);
      // An existing entry gets the new description.
      const replaced = new Set(added.map(({ cidr }) => cidr));
      const kept = list.entries.filter(({ cidr }) => !removed.has(cidr) && !replaced.has(cidr));
      checkEntries(list.addressFamily, list.maxEntries, [...kept, ...added]);
      list.entries = [...kept, ...added];
      list.name = p.PrefixListName || list.name;
      list.description = p.Description ?? list.description;
      return {};
    },
  }),
  ecsOperation({
    action: "DeletePrefixList",
    parameters: { PrefixListId: prefixListId },
    handle(call, p) {
      const list = findPrefixList(call, p.PrefixListId);
      const [user] = groupsWith(call, list.id);
      if (user) throw ecsError("DependencyViolation.SecurityGroup", list.id, user.id);
      call.store.prefixLists.delete(list.id);
      return {};
    },
  }),
];
