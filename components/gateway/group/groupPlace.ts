import type * as pulumi from "@pulumi/pulumi";
import { findOriginal } from "../../component/claims";

/** Where an API group answers. */
export interface GroupPlace {
  basePath: string;
  instanceId: pulumi.Input<string>;
}

const places = new WeakMap<object, GroupPlace>();

/** Lets the components that are given the id of a group know where it answers, before the group exists. */
export function declarePlace(groupId: pulumi.Output<string>, place: GroupPlace): void {
  places.set(groupId, place);
}

/** Where a group of this program answers; undefined of one that exists elsewhere. */
export const placeOf = (groupId: pulumi.Input<string>): GroupPlace | undefined =>
  typeof groupId === "string" ? undefined : places.get(findOriginal(groupId) as object);
