import { isWorld } from "../../core/cidr";
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
  evaluate: (stack): Evaluation[] =>
    stack.ofType(type).map((resource) => ({ resource, ...checkInstance(stack, resource) })),
  examples: { fails: [instance()], passes: [instance(), list, attachment] },
});

function checkInstance(stack: Stack, resource: StackResource): Verdict {
  const attachments = stack.ofType(attachmentType).flatMap((one) => {
    const { isCertain, targets } = resolveReference(stack, one, "instanceId", { [type]: ["id"] });
    const mayBe = targets.includes(resource) || (!isCertain && targets.length === 0);
    return mayBe ? [{ one, aclType: one.get("aclType"), isOwn: isCertain }] : [];
  });
  const allowLists = attachments.filter(({ isOwn, aclType }) => isOwn && aclType === "white");
  const [candidate] = attachments.filter(
    ({ isOwn, aclType }) => isUnknown(aclType) || (!isOwn && aclType === "white"),
  );
  if (allowLists.length > 0)
    return checkLists(
      stack,
      allowLists.map(({ one }) => one),
    );
  if (candidate) {
    const what = candidate.isOwn ? "the aclType" : "the instance";
    return undecided(`${what} of ${candidate.one.name} is unknown at preview`);
  }
  const [other] = attachments;
  const property = other ? `aclType of ${other.one.name}` : "the access control list";
  return violates({ property, actual: other?.aclType, expected: other ? '"white"' : "a list of type white" });
}

/** Checks all lists of type white together: a caller needs to be on one of them only. */
function checkLists(stack: Stack, attachments: readonly StackResource[]): Verdict {
  const lists = attachments.map((one) => ({ one, acl: stack.findReferenced(one, "aclId", listType)[0] }));
  const own = [...new Set(lists.flatMap(({ acl }) => acl ?? []))];
  const external = lists
    .filter(({ acl }) => acl === undefined)
    .map(({ one }) => undecided(`the access control list of ${one.name} is not in this stack`));
  const entries = own.flatMap((acl) => findEntries(stack, acl));
  const open = stack
    .ofType(entryType)
    .filter((one) => mayMatchAny(stack, one))
    .map((one) => undecided(`the access control list of ${one.name} is unknown at preview`));
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
      return violates({ property: at, actual: entry, expected: "a block smaller than 1/16 of the Internet" });
    }),
    ...external,
    ...open,
  ]);
}

/** Whether it is unknown which list an entry belongs to. */
const mayMatchAny = (stack: Stack, entry: StackResource): boolean =>
  !resolveReference(stack, entry, "aclId", { [listType]: ["id"] }).isCertain;

function findEntries(stack: Stack, acl: StackResource): { at: string; entry: unknown }[] {
  const own = acl.get("aclEntrys");
  const inside = (Array.isArray(own) ? (own as unknown[]) : isUnknown(own) ? [own] : []).map((one) => ({
    at: `aclEntrys of ${acl.name}`,
    entry: isUnknown(one) ? one : (one as { aclEntryIp?: unknown }).aclEntryIp,
  }));
  const attached = stack
    .ofType(entryType)
    .filter((one) => stack.findReferenced(one, "aclId", listType).includes(acl))
    .map((one) => ({ at: `entry of ${one.name}`, entry: one.get("entry") }));
  return [...inside, ...attached];
}
