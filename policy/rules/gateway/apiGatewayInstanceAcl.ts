import { isWorld } from "../../core/cidr";
import { addToList } from "../../core/lists";
import { resolveReference } from "../../core/reference";
import { type Evaluation, stackRule } from "../../core/rule";
import type { Stack, StackResource } from "../../core/stack";
import { isUnknown } from "../../core/values";
import { all, complies, undecided, type Verdict, violates } from "../../core/verdict";
import { instance } from "./exampleResources";

const type = "alicloud:apigateway/instance:Instance";
const attachmentType = "alicloud:apigateway/instanceAclAttachment:InstanceAclAttachment";
const listType = "alicloud:apigateway/accessControlList:AccessControlList";
const entryType = "alicloud:apigateway/aclEntryAttachment:AclEntryAttachment";

const list = {
  type: listType,
  name: "list",
  props: { accessControlListName: "offices", aclEntrys: [{ aclEntryIp: "203.0.113.0/24" }] },
};
const attachment = {
  type: attachmentType,
  name: "list-attachment",
  props: { instanceId: { ref: "gateway" }, aclId: { ref: "list" }, aclType: "white" },
};

export const apiGatewayInstanceAcl = stackRule({
  name: "api-gateway-instance-acl",
  title: "Gateway instance has an allow list",
  description:
    "A gateway instance has an access control list of type white whose entries do not cover the whole " +
    "Internet.",
  why:
    "Requests that are rejected before they reach the gateway can neither guess an AppCode nor use up the " +
    "quota of the instance.",
  severity: "medium",
  level: "advisory",
  tags: ["apigateway-ipv4-public-access-check", "apigateway-ipv6-public-access-check"],
  hint: 'Attach an access control list of type "white" with the addresses that may call the instance.',
  argument: 'gateway: { accessList: { allow: ["203.0.113.0/24"] } }',
  type,
  reads: {
    [type]: [],
    [attachmentType]: ["instanceId", "aclId", "aclType"],
    [listType]: ["aclEntrys[].aclEntryIp"],
    [entryType]: ["aclId", "entry"],
  },
  options: {},
  evaluate(stack): Evaluation[] {
    const lists = new AccessLists(stack);
    return stack.ofType(type).map((resource) => ({ resource, ...lists.check(resource) }));
  },
  examples: { fails: [instance()], passes: [instance(), list, attachment] },
});

/** Indexes attachments of access control lists by instance, and entries by list. */
class AccessLists {
  private readonly attachments = new Map<StackResource, StackResource[]>();
  /** Attachments that may belong to an instance. */
  private readonly possible = new Map<StackResource, StackResource[]>();
  /** One of the attachments that may belong to any instance, of type white if there is one. */
  private readonly open: readonly StackResource[];
  private readonly entries = new Map<StackResource, StackResource[]>();
  /** An entry that may belong to any list. */
  private readonly openEntry: StackResource | undefined;

  constructor(private readonly stack: Stack) {
    const open: StackResource[] = [];
    for (const one of stack.ofType(attachmentType)) {
      const { isCertain, targets } = resolveReference(stack, one, "instanceId", { [type]: ["id"] });
      for (const instance of targets) addToList(isCertain ? this.attachments : this.possible, instance, one);
      if (!isCertain && targets.length === 0) open.push(one);
    }
    this.open = [open.find(mayBeWhite) ?? open[0] ?? []].flat();
    const entries = stack.ofType(entryType);
    for (const entry of entries)
      for (const acl of stack.findReferenced(entry, "aclId", listType)) addToList(this.entries, acl, entry);
    this.openEntry = entries.find(
      (entry) => !resolveReference(stack, entry, "aclId", { [listType]: ["id"] }).isCertain,
    );
  }

  check(instance: StackResource): Verdict {
    const own = this.attachments.get(instance) ?? [];
    const possible = [...(this.possible.get(instance) ?? []), ...this.open];
    const allowLists = own.filter((one) => one.get("aclType") === "white");
    if (allowLists.length > 0) return this.checkLists(allowLists);
    const unknownType = own.find(mayBeWhite);
    if (unknownType) return undecided(`the aclType of ${unknownType.name} is unknown at preview`);
    const candidate = possible.find(mayBeWhite);
    if (candidate) return undecided(`the instance of ${candidate.name} is unknown at preview`);
    const [other] = [...own, ...possible];
    const property = other ? `aclType of ${other.name}` : "the access control list";
    return violates({
      property,
      actual: other?.get("aclType"),
      expected: other ? '"white"' : "a list of type white",
    });
  }

  /** Checks all lists of type white together: a caller needs to be on one of them only. */
  private checkLists(attachments: readonly StackResource[]): Verdict {
    const lists = attachments.map((one) => ({
      one,
      acl: this.stack.findReferenced(one, "aclId", listType)[0],
    }));
    const own = [...new Set(lists.flatMap(({ acl }) => acl ?? []))];
    const external = lists
      .filter(({ acl }) => acl === undefined)
      .map(({ one }) => undecided(`the access control list of ${one.name} is not in this stack`));
    const open = this.openEntry
      ? [undecided(`the access control list of ${this.openEntry.name} is unknown at preview`)]
      : [];
    const entries = own.flatMap((acl) => this.listEntries(acl));
    if (entries.length === 0 && external.length + open.length === 0) {
      const property = `aclEntrys of ${own.map(({ name }) => name).join(", ")}`;
      return violates({
        property,
        actual: undefined,
        expected: "at least one entry: an empty list has no effect",
      });
    }
    return all([
      ...entries.map(({ at, entry }) => {
        if (isUnknown(entry)) return undecided(`an entry in ${at} is unknown at preview`);
        if (!isWorld(String(entry))) return complies;
        return violates({
          property: at,
          actual: entry,
          expected: "a block smaller than 1/16 of the Internet",
        });
      }),
      ...external,
      ...open,
    ]);
  }

  private listEntries(acl: StackResource): { at: string; entry: unknown }[] {
    const own = acl.get("aclEntrys");
    const inside = (Array.isArray(own) ? (own as unknown[]) : isUnknown(own) ? [own] : []).map((one) => ({
      at: `aclEntrys of ${acl.name}`,
      entry: isUnknown(one) ? one : (one as { aclEntryIp?: unknown }).aclEntryIp,
    }));
    const attached = (this.entries.get(acl) ?? []).map((one) => ({
      at: `entry of ${one.name}`,
      entry: one.get("entry"),
    }));
    return [...inside, ...attached];
  }
}

const mayBeWhite = (attachment: StackResource): boolean => {
  const aclType = attachment.get("aclType");
  return isUnknown(aclType) || aclType === "white";
};
