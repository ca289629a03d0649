import type { ResourceGroup } from "../../store/model";
import { type Call, type CloudOperation, resourceManagerOperation } from "../common/call";
import { newResourceGroupId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { accountId, regions } from "../common/regions";
import { allResourceGroups, builtInResourceGroups, resourceInGroup } from "../common/resourceGroups";
import {
  createTags,
  hasTags,
  tagKeyParameter,
  tagKeyValueTags,
  tagParameter,
  withTags,
} from "../common/tags";
import { isoSeconds } from "../common/times";
import { resourceManagerError } from "./errors";

const groupId = { type: "string", required: true } as const;
const displayName = { type: "string", required: true, maxLength: 50 } as const;
const resourceType = {
  type: "string",
  required: true,
  implemented: ["resourcegroup", "ResourceGroup"],
} as const;
const resourceIds = { type: "list", item: { type: "string" }, max: 50 } as const;

function findGroup(call: Call, id: string): ResourceGroup {
  const group = allResourceGroups(call.store).find((one) => one.id === id);
  if (!group) throw resourceManagerError("EntityNotExists.ResourceGroup", id);
  return group;
}

/** Finds a group that the user created. */
function findOwnGroup(call: Call, id: string): ResourceGroup {
  const group = findGroup(call, id);
  if (builtInResourceGroups.includes(group))
    throw resourceManagerError("NoPermission.ResourceGroup.BuiltIn", id);
  return group;
}

const describeGroup = (group: ResourceGroup) => ({
  Id: group.id,
  Name: group.name,
  DisplayName: group.displayName,
  AccountId: accountId,
  Status: "OK",
  CreateDate: group.createdTime,
});

/** GetResourceGroup, CreateResourceGroup and DeleteResourceGroup also list the state in every region. */
const describeWithRegions = (group: ResourceGroup) => ({
  ...describeGroup(group),
  RegionStatuses: { RegionStatus: regions.map(({ id }) => ({ RegionId: id, Status: "OK" })) },
});

/** All implemented actions of Resource Management (2020-03-31). Resource groups belong to no region. */
export const resourceManagerOperations: readonly CloudOperation[] = [
  resourceManagerOperation({
    action: "CreateResourceGroup",
    parameters: {
      Name: {
        type: "string",
        required: true,
        pattern: /^[A-Za-z][A-Za-z0-9_-]{1,49}$/,
        form: "2 to 50 letters, digits, underscores, hyphens, a letter first",
      },
      DisplayName: displayName,
      Tag: tagParameter,
    },
    handle(call, p) {
      if (allResourceGroups(call.store).some(({ name }) => name === p.Name))
        throw resourceManagerError("EntityAlreadyExists.ResourceGroup", p.Name);
      const group = call.store.resourceGroups.put({
        id: newResourceGroupId(),
        regionId: "",
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags(p.Tag),
        name: p.Name,
        displayName: p.DisplayName,
      });
      return { ResourceGroup: describeWithRegions(group) };
    },
  }),
  resourceManagerOperation({
    action: "GetResourceGroup",
    parameters: { ResourceGroupId: groupId, IncludeTags: { type: "boolean" } },
    handle(call, p) {
      const group = findGroup(call, p.ResourceGroupId);
      const tags = p.IncludeTags ? { Tags: { Tag: tagKeyValueTags(group.tags) } } : {};
      return { ResourceGroup: { ...describeWithRegions(group), ...tags } };
    },
  }),
  resourceManagerOperation({
    action: "ListResourceGroups",
    parameters: {
      ResourceGroupId: { type: "string" },
      ResourceGroupIds: { type: "list", item: { type: "string" }, max: 100 },
      Name: { type: "string" },
      DisplayName: { type: "string" },
      Status: { type: "string", enum: ["Creating", "OK", "PendingDelete"] },
      IncludeTags: { type: "boolean" },
      Tag: tagParameter,
      ...paging,
    },
    handle(call, p) {
      const found = allResourceGroups(call.store).filter(
        (group) =>
          (!p.ResourceGroupId || group.id === p.ResourceGroupId) &&
          (p.ResourceGroupIds.length === 0 || p.ResourceGroupIds.includes(group.id)) &&
          group.name.includes(p.Name ?? "") &&
          group.displayName.includes(p.DisplayName ?? "") &&
          (!p.Status || p.Status === "OK") &&
          hasTags(group, p.Tag),
      );
      const page = takePage(found, p);
      const rows = page.items.map((group) => ({
        ...describeGroup(group),
        ...(p.IncludeTags && { Tags: { Tag: tagKeyValueTags(group.tags) } }),
      }));
      return { ...pageFields(page), ResourceGroups: { ResourceGroup: rows } };
    },
  }),
  resourceManagerOperation({
    action: "UpdateResourceGroup",
    parameters: { ResourceGroupId: groupId, NewDisplayName: displayName },
    handle(call, p) {
      const group = findOwnGroup(call, p.ResourceGroupId);
      group.displayName = p.NewDisplayName;
      return { ResourceGroup: describeGroup(group) };
    },
  }),
  resourceManagerOperation({
    action: "DeleteResourceGroup",
    parameters: { ResourceGroupId: groupId },
    handle(call, p) {
      const group = findOwnGroup(call, p.ResourceGroupId);
      const user = resourceInGroup(call.store, group.id);
      if (user) throw resourceManagerError("DeleteConflict.ResourceGroup.Resource", group.id, user);
      call.store.resourceGroups.delete(group.id);
      return { ResourceGroup: { ...describeWithRegions(group), Status: "PendingDelete" } };
    },
  }),
  resourceManagerOperation({
    action: "TagResources",
    parameters: {
      ResourceType: resourceType,
      ResourceId: { ...resourceIds, required: true },
      Tag: { ...tagParameter, required: true },
    },
    handle(call, p) {
      const groups = p.ResourceId.map((id) => findOwnGroup(call, id));
      const changes = groups.map((group) => ({ group, tags: withTags(group.tags, p.Tag) }));
      for (const { group, tags } of changes) group.tags = tags;
      return {};
    },
  }),
  // The Terraform provider removes the tags of a resource group with the second spelling.
  ...(["UntagResources", "UnTagResources"] as const).map((action) =>
    resourceManagerOperation({
      action,
      parameters: {
        ResourceType: resourceType,
        ResourceId: { ...resourceIds, required: true },
        TagKey: tagKeyParameter,
        All: { type: "boolean" },
      },
      handle(call, p) {
        for (const group of p.ResourceId.map((id) => findOwnGroup(call, id)))
          group.tags = p.TagKey.length === 0 ? [] : group.tags.filter(({ key }) => !p.TagKey.includes(key));
        return {};
      },
    }),
  ),
  resourceManagerOperation({
    action: "ListTagResources",
    parameters: {
      ResourceType: resourceType,
      ResourceId: resourceIds,
      Tag: tagParameter,
      NextToken: { type: "string", implemented: [] },
      MaxResults: { type: "integer", min: 1, max: 100 },
    },
    handle(call, p) {
      const rows = allResourceGroups(call.store)
        .filter(({ id }) => p.ResourceId.length === 0 || p.ResourceId.includes(id))
        .filter((group) => hasTags(group, p.Tag))
        .flatMap(({ id, tags }) =>
          tags.map(({ key, value }) => ({
            ResourceId: id,
            ResourceType: p.ResourceType,
            TagKey: key,
            TagValue: value,
          })),
        );
      // NextToken is absent on the last page: the Terraform provider asks again for as long as the field exists.
      return { TagResources: rows };
    },
  }),
];
