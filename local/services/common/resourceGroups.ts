import { defineErrors } from "../../rpc/errors";
import type { OperationEntry } from "../../rpc/operation";
import type { ParameterTable } from "../../rpc/parameterTypes";
import type { ResourceGroup } from "../../store/model";
import type { Store } from "../../store/store";
import type { Call, CloudOperation } from "./call";

const fail = defineErrors({
  "InvalidResourceGroup.NotFound": {
    status: 404,
    message: "The specified resource group {0} does not exist.",
  },
  "InvalidResourceId.NotFound": {
    status: 404,
    message: "The specified resource {0} of type {1} does not exist.",
  },
  "InvalidResourceType.NotSupported": {
    status: 400,
    message: "Resources of type {0} have no resource group here; the local cloud moves: {1}.",
  },
});

const builtIn = (id: string, name: string, displayName: string): ResourceGroup => ({
  ...{ id, name, displayName },
  regionId: "",
  createdTime: "2026-01-01T00:00:00Z",
  tags: [],
});

/** The group of a resource whose call names no group. Every account has it. */
export const defaultResourceGroupId = "rg-acfm0000default";

/**
 * Groups of every account. A real account starts with the first one only. The second one lets a program move a
 * resource without a group of its own.
 */
export const builtInResourceGroups: readonly ResourceGroup[] = [
  builtIn(defaultResourceGroupId, "default", "default resource group"),
  builtIn("rg-acfm00000second", "second", "second resource group"),
];

export function allResourceGroups(store: Store): ResourceGroup[] {
  return [...builtInResourceGroups, ...store.resourceGroups.all()];
}

/**
 * The group of a new resource.
 *
 * @throws ApiError if the group does not exist
 */
export function checkResourceGroup(call: Call, id: string | undefined): string {
  if (!id) return defaultResourceGroupId;
  if (!allResourceGroups(call.store).some((group) => group.id === id))
    throw fail("InvalidResourceGroup.NotFound", id);
  return id;
}

/** A resource in any table that belongs to the group. */
export function resourceInGroup(store: Store, groupId: string): string | undefined {
  for (const { table } of store.tables()) {
    const user = table
      .all()
      .find((record) => "resourceGroupId" in record && record.resourceGroupId === groupId);
    if (user) return user.id;
  }
  return undefined;
}

/** Differences between the actions of products that move a resource to another group. */
export interface MoveOperationOptions {
  define: <const T extends ParameterTable>(entry: OperationEntry<Call, T>) => CloudOperation;
  action: "MoveResourceGroup" | "JoinResourceGroup" | "ChangeResourceGroup";
  /** Parameter with the new group. */
  groupParameter: "NewResourceGroupId" | "ResourceGroupId";
  /** ResourceType (case-insensitive) → finds a resource of that type by ID. */
  types: Record<string, (call: Call, id: string) => { resourceGroupId: string } | undefined>;
}

/** The action of a product that moves a resource to another group. */
export function moveOperation(options: MoveOperationOptions): CloudOperation {
  const typeNames = Object.keys(options.types);
  const group = { type: "string", required: true } as const;
  return options.define({
    action: options.action,
    parameters: {
      ResourceId: { type: "string", required: true },
      ResourceType: { type: "string", required: true },
      [options.groupParameter]: group,
      ClientToken: { type: "string" },
      DryRun: { type: "boolean", implemented: [false] },
    },
    handle(call, p) {
      const name = typeNames.find((known) => known.toLowerCase() === String(p.ResourceType).toLowerCase());
      const find = name === undefined ? undefined : options.types[name];
      if (!find) throw fail("InvalidResourceType.NotSupported", p.ResourceType, typeNames.join(", "));
      const thing = find(call, String(p.ResourceId));
      if (!thing) throw fail("InvalidResourceId.NotFound", p.ResourceId, p.ResourceType);
      thing.resourceGroupId = checkResourceGroup(call, String(p[options.groupParameter]));
      return {};
    },
  });
}
