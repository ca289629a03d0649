import type { Tag } from "../../store/model";
import type { Store } from "../../store/store";
import { type CloudOperation, ecsOperation, inScope } from "../common/call";
import { pageFields, paging, takePage } from "../common/paging";
import { moveOperation } from "../common/resourceGroups";
import { tagOperations } from "../common/tagOperations";
import { hasTags, tagParameter } from "../common/tags";
import { autoSnapshotPolicies } from "./autoSnapshotPolicies";
import { catalogueOperations } from "./catalogueOperations";
import { taggedDisks } from "./diskRecords";
import { disks } from "./disks";
import { images } from "./images";
import { instanceChanges } from "./instanceChanges";
import { instanceNetwork } from "./instanceNetwork";
import { instanceParts } from "./instanceParts";
import { instanceRoles } from "./instanceRoles";
import { instanceSpec } from "./instanceSpec";
import { instanceQueries } from "./instances";
import { ipv6Operations } from "./ipv6";
import { findKeyPair, keyPairs, taggedKeyPairs } from "./keyPairs";
import { launch } from "./launch";
import { launchTemplates } from "./launchTemplates";
import { maintenance } from "./maintenance";
import { networkInterfaces } from "./networkInterfaces";
import { placement } from "./placement";
import { prefixLists } from "./prefixLists";
import { releases } from "./release";
import { reservations } from "./reservations";
import { securityGroupRules } from "./ruleOperations";
import { securityGroups } from "./securityGroups";
import { snapshots } from "./snapshots";
import { subscriptions } from "./subscriptions";
import { systemDisks } from "./systemDisks";

/** Resource types whose tags DescribeTags counts. */
const taggedTypes = {
  eni: (store: Store) => store.networkInterfaces.all(),
  keypair: taggedKeyPairs,
  instance: (store: Store) => store.instances.all(),
  securitygroup: (store: Store) => store.securityGroups.all(),
  image: (store: Store) => store.customImages.all(),
};

const tags = tagOperations({
  define: ecsOperation,
  untagAction: "UntagResources",
  types: {
    ...taggedTypes,
    prefixlist: (store) => store.prefixLists.all(),
    disk: taggedDisks,
    snapshot: (store) => store.snapshots.all(),
    snapshotpolicy: (store) => store.autoSnapshotPolicies.all(),
    launchtemplate: (store) => store.launchTemplates.all(),
  },
  notFoundCode: "InvalidResourceId.NotFound",
});

const countedTypes = ["instance", "securitygroup", "eni", "keypair", "image"] as const;

const describeTags = ecsOperation({
  action: "DescribeTags",
  parameters: {
    ResourceType: { type: "string" },
    ResourceId: { type: "string" },
    Tag: tagParameter,
    ...paging,
  },
  handle(call, p) {
    const wanted = p.ResourceType?.toLowerCase();
    const counts = new Map<string, { tag: Tag } & Record<(typeof countedTypes)[number], number>>();
    for (const type of countedTypes) {
      if (wanted && wanted !== type) continue;
      const things = taggedTypes[type](call.store).filter(
        (thing) =>
          inScope(call, thing) && (!p.ResourceId || thing.id === p.ResourceId) && hasTags(thing, p.Tag),
      );
      for (const tag of things.flatMap((thing) => thing.tags)) {
        const key = JSON.stringify([tag.key, tag.value]);
        const count = counts.get(key) ?? { tag, instance: 0, securitygroup: 0, eni: 0, keypair: 0, image: 0 };
        count[type] += 1;
        counts.set(key, count);
      }
    }
    const page = takePage([...counts.values()], p);
    const rows = page.items.map(({ tag, instance, securitygroup, eni, keypair, image }) => ({
      TagKey: tag.key,
      TagValue: tag.value,
      ResourceTypeCount: {
        ...{ Instance: instance, Securitygroup: securitygroup, Eni: eni, KeyPair: keypair },
        ...{ Image: image, Ddh: 0, Disk: 0, LaunchTemplate: 0, ReservedInstance: 0, Snapshot: 0 },
        ...{ SnapshotPolicy: 0, Volume: 0 },
      },
    }));
    return { ...pageFields(page), Tags: { Tag: rows } };
  },
});

const join = moveOperation({
  define: ecsOperation,
  action: "JoinResourceGroup",
  groupParameter: "ResourceGroupId",
  types: {
    instance: ({ store }, id) => store.instances.get(id),
    securitygroup: ({ store }, id) => store.securityGroups.get(id),
    eni: ({ store }, id) => store.networkInterfaces.get(id),
    keypair: (call, name) => findKeyPair(call, call.regionId, name),
    disk: ({ store }, id) => store.disks.get(id),
    image: ({ store }, id) => store.customImages.get(id),
    snapshot: ({ store }, id) => store.snapshots.get(id),
    snapshotpolicy: ({ store }, id) => store.autoSnapshotPolicies.get(id),
    launchtemplate: ({ store }, id) => store.launchTemplates.get(id),
  },
});

/** All implemented actions of ECS (2014-05-26). */
export const ecsOperations: readonly CloudOperation[] = [
  ...securityGroups,
  ...securityGroupRules,
  ...prefixLists,
  ...launch,
  ...instanceQueries,
  ...instanceParts,
  ...maintenance,
  ...instanceChanges,
  ...instanceSpec,
  ...disks,
  ...snapshots,
  ...images,
  ...autoSnapshotPolicies,
  ...systemDisks,
  ...instanceNetwork,
  ...instanceRoles,
  ...placement,
  ...releases,
  ...reservations,
  ...subscriptions,
  ...launchTemplates,
  ...ipv6Operations,
  ...networkInterfaces,
  ...catalogueOperations,
  ...keyPairs,
  ...tags,
  describeTags,
  join,
];
