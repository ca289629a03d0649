import ipaddr from "ipaddr.js";
import type { AlbAcl } from "../../store/model";
import { albOperation, type Call, inScope } from "../common/call";
import { newResourceId } from "../common/ids";
import { checkResourceGroup } from "../common/resourceGroups";
import { createTags, hasTags, keyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { albError } from "./errors";
import { newJob } from "./jobs";
import { findListener } from "./listeners";
import { clientToken, dryRun, name } from "./loadBalancers";
import { listed, listParameters } from "./pages";

const aclId = { type: "string", required: true } as const;
const common = { ClientToken: clientToken, DryRun: dryRun } as const;

/** Default quota of entries of one list. */
const maxEntries = 1000;

export function findAcl(call: Call, id: string): AlbAcl {
  const acl = call.store.albAcls.get(id);
  if (!acl) throw albError("ResourceNotFound.Acl", id);
  return acl;
}

const listUsers = (call: Call, id: string) =>
  call.store.albListeners.filter(({ acl }) => (acl?.ids ?? []).includes(id));

const describeAcl = (acl: AlbAcl) => ({
  AclId: acl.id,
  AclName: acl.name,
  AclStatus: "Available",
  AddressIPVersion: "IPv4",
  ConfigManagedEnabled: false,
  ResourceGroupId: acl.resourceGroupId,
  CreateTime: acl.createdTime,
  Tags: keyValueTags(acl.tags),
});

/** Access control lists of ALB listeners. */
export const acls = [
  albOperation({
    action: "CreateAcl",
    parameters: {
      ...common,
      AclName: name,
      ResourceGroupId: { type: "string" },
      Tag: tagParameter,
    },
    handle(call, p) {
      const acl = call.store.albAcls.put({
        id: newResourceId("acl", call.regionId),
        regionId: call.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(p.Tag),
        name: p.AclName ?? "",
        entries: [],
        resourceGroupId: checkResourceGroup(call, p.ResourceGroupId),
      });
      return { AclId: acl.id, ...newJob(call, "CreateAcl", acl, "acl") };
    },
  }),
  albOperation({
    action: "ListAcls",
    parameters: {
      AclIds: { type: "list", item: { type: "string" }, max: 20 },
      AclNames: { type: "list", item: { type: "string" }, max: 10 },
      ResourceGroupId: { type: "string" },
      Tag: tagParameter,
      ...listParameters,
    },
    handle(call, p) {
      const found = call.store.albAcls.filter(
        (acl) =>
          inScope(call, acl) &&
          (p.AclIds.length === 0 || p.AclIds.includes(acl.id)) &&
          (p.AclNames.length === 0 || p.AclNames.includes(acl.name)) &&
          (!p.ResourceGroupId || acl.resourceGroupId === p.ResourceGroupId) &&
          hasTags(acl, p.Tag),
      );
      return listed("Acls", found.map(describeAcl), p);
    },
  }),
  albOperation({
    action: "ListAclEntries",
    parameters: { AclId: aclId, ...listParameters },
    handle(call, p) {
      const { entries } = findAcl(call, p.AclId);
      const rows = entries.map(({ cidr, description }) => ({
        Entry: cidr,
        Description: description,
        Status: "Available",
      }));
      return listed("AclEntries", rows, p);
    },
  }),
  albOperation({
    action: "ListAclRelations",
    parameters: { AclIds: { type: "list", item: { type: "string" }, required: true, max: 10 } },
    handle: (call, p) => ({
      AclRelations: p.AclIds.map((id) => ({
        AclId: findAcl(call, id).id,
        RelatedListeners: listUsers(call, id).map((listener) => ({
          ListenerId: listener.id,
          ListenerPort: listener.port,
          ListenerProtocol: listener.protocol,
          LoadBalancerId: listener.loadBalancerId,
          Status: "Associated",
        })),
      })),
    }),
  }),
  albOperation({
    action: "UpdateAclAttribute",
    parameters: { ...common, AclId: aclId, AclName: { ...name, required: true } },
    handle(call, p) {
      findAcl(call, p.AclId).name = p.AclName;
      return {};
    },
  }),
  albOperation({
    action: "AddEntriesToAcl",
    parameters: {
      ...common,
      AclId: aclId,
      AclEntries: {
        type: "objects",
        required: true,
        max: 20,
        fields: {
          Entry: { type: "string", required: true },
          Description: { type: "string", maxLength: 256 },
        },
      },
    },
    handle(call, p) {
      const acl = findAcl(call, p.AclId);
      for (const { Entry } of p.AclEntries) {
        if (!ipaddr.IPv4.isValidCIDR(Entry))
          throw albError("IllegalParam.AclEntries", `${Entry} is not a CIDR block`);
        if (acl.entries.some(({ cidr }) => cidr === Entry))
          throw albError("ResourceAlreadyExist.AclEntry", Entry, acl.id);
      }
      const added = p.AclEntries.map(({ Entry, Description }) => ({
        cidr: Entry,
        description: Description ?? "",
      }));
      if (acl.entries.length + added.length > maxEntries)
        throw albError("QuotaExceeded.AclEntriesNum", maxEntries);
      acl.entries = [...acl.entries, ...added];
      return newJob(call, "AddEntriesToAcl", acl, "acl");
    },
  }),
  albOperation({
    action: "RemoveEntriesFromAcl",
    parameters: {
      ...common,
      AclId: aclId,
      Entries: { type: "list", item: { type: "string" }, required: true, max: 20 },
    },
    handle(call, p) {
      const acl = findAcl(call, p.AclId);
      acl.entries = acl.entries.filter(({ cidr }) => !p.Entries.includes(cidr));
      return newJob(call, "RemoveEntriesFromAcl", acl, "acl");
    },
  }),
  albOperation({
    action: "DeleteAcl",
    parameters: { ...common, AclId: aclId },
    handle(call, p) {
      const acl = findAcl(call, p.AclId);
      const [user] = listUsers(call, acl.id);
      if (user) throw albError("ResourceInUse.Acl", acl.id, user.id);
      call.store.albAcls.delete(acl.id);
      return newJob(call, "DeleteAcl", acl, "acl");
    },
  }),
  albOperation({
    action: "AssociateAclsWithListener",
    parameters: {
      ...common,
      ListenerId: { type: "string", required: true },
      AclType: { type: "string", enum: ["White", "Black"], required: true },
      AclIds: { type: "list", item: { type: "string" }, required: true, max: 3 },
    },
    handle(call, p) {
      const listener = findListener(call, p.ListenerId);
      const ids = p.AclIds.map((id) => findAcl(call, id).id);
      const { type = p.AclType, ids: present = [] } = listener.acl ?? {};
      if (type !== p.AclType) throw albError("Conflict.AclType", listener.id, type);
      listener.acl = { type, ids: [...new Set([...present, ...ids])] };
      return newJob(call, "AssociateAclsWithListener", listener, "listener");
    },
  }),
  albOperation({
    action: "DissociateAclsFromListener",
    parameters: {
      ...common,
      ListenerId: { type: "string", required: true },
      AclIds: { type: "list", item: { type: "string" }, required: true, max: 3 },
    },
    handle(call, p) {
      const listener = findListener(call, p.ListenerId);
      const { type = "White", ids: present = [] } = listener.acl ?? {};
      const stray = p.AclIds.find((id) => !present.includes(id));
      if (stray) throw albError("ResourceNotAssociated.Acl", listener.id, stray);
      const ids = present.filter((id) => !p.AclIds.includes(id));
      if (ids.length > 0) listener.acl = { type, ids };
      else delete listener.acl;
      return newJob(call, "DissociateAclsFromListener", listener, "listener");
    },
  }),
];
