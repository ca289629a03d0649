import type * as pulumi from "@pulumi/pulumi";
import { findOriginal } from "../../component/claims";

interface GroupPlace {
  basePath: string;
  instanceId: pulumi.Input<string>;
}

const places = new WeakMap<object, GroupPlace>();

/** Registers the place of a group, for components that receive only its ID, before the group exists. */
export function declareGroupPlace(groupId: pulumi.Output<string>, place: GroupPlace): void {
  places.set(groupId, place);
}

/** Returns the place of a group of this program. Undefined for an existing group. */
export const findGroupPlace = (groupId: pulumi.Input<string>): GroupPlace | undefined =>
  typeof groupId === "string" ? undefined : places.get(findOriginal(groupId) as object);
