import { isWorld } from "../../core/cidr";
import { isUnknown } from "../../core/facts";
import { referenceOf } from "../../core/reference";
import { type Judgement, stackRule } from "../../core/rule";
import type { Node, Stack } from "../../core/stack";
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
  title: "A gateway instance has a list of those who may call it",
  description: "A gateway instance has a white list, with entries of which none is the whole Internet.",
  why: "What is cut off before the gateway can neither guess an AppCode nor use up what the instance may take.",
  severity: "medium",
  level: "advisory",
  tags: ["apigateway-ipv4-public-access-check", "apigateway-ipv6-public-access-check"],
  remedy: "Attach an access control list of type white that names those who may call.",
  argument: 'gateway: { accessList: { allow: ["203.0.113.0/24"] } }',
  type,
  reads: {
    [type]: [],
    [attachmentType]: ["instanceId", "aclId", "aclType"],
    [listType]: ["aclEntrys[].aclEntryIp"],
    [entryType]: ["aclId", "entry"],
  },
  options: {},
  judge: (stack): Judgement[] =>
    stack.ofType(type).map((resource) => ({ resource, ...verdictOf(stack, resource) })),
  examples: { fails: [instance()], passes: [instance(), list, attachment] },
});

function verdictOf(stack: Stack, resource: Node): Verdict {
  const attachments = stack.ofType(attachmentType).flatMap((one) => {
    const { isSure, targets } = referenceOf(stack, one, "instanceId", { [type]: ["id"] });
    const mayBe = targets.includes(resource) || (!isSure && targets.length === 0);
    return mayBe ? [{ one, aclType: one.at("aclType"), isOwn: isSure }] : [];
  });
  const white = attachments.filter(({ isOwn, aclType }) => isOwn && aclType === "white");
  const [perhaps] = attachments.filter(
    ({ isOwn, aclType }) => isUnknown(aclType) || (!isOwn && aclType === "white"),
  );
  if (white.length > 0)
    return verdictOfLists(
      stack,
      white.map(({ one }) => one),
    );
  if (perhaps) {
    const what = perhaps.isOwn ? "the aclType" : "the instance";
    return undecided(`${what} of ${perhaps.one.name} is not known yet`);
  }
  const [other] = attachments;
  const property = other ? `aclType of ${other.one.name}` : "the access control list";
  return violates({ property, seen: other?.aclType, wanted: other ? '"white"' : "one of type white" });
}

/** All white lists count together: whoever is on one of them may call. */
function verdictOfLists(stack: Stack, attachments: readonly Node[]): Verdict {
  const lists = attachments.map((one) => ({ one, acl: stack.linked(one, "aclId", listType)[0] }));
  const own = [...new Set(lists.flatMap(({ acl }) => acl ?? []))];
  const foreign = lists
    .filter(({ acl }) => acl === undefined)
    .map(({ one }) => undecided(`the list that ${one.name} attaches is not in this stack`));
  const entries = own.flatMap((acl) => entriesOf(stack, acl));
  const open = stack
    .ofType(entryType)
    .filter((one) => isAnybodys(stack, one))
    .map((one) => undecided(`the list of ${one.name} is not known yet`));
  if (entries.length === 0 && foreign.length + open.length === 0) {
    const property = `aclEntrys of ${own.map(({ name }) => name).join(", ")}`;
    return violates({ property, seen: undefined, wanted: "entries: without any it has no effect" });
  }
  return all([
    ...entries.map(({ at, entry }) => {
      if (isUnknown(entry)) return undecided(`an entry in ${at} is not known yet`);
      if (!isWorld(String(entry))) return complies;
      return violates({ property: at, seen: entry, wanted: "less than the whole Internet" });
    }),
    ...foreign,
    ...open,
  ]);
}

function isAnybodys(stack: Stack, entry: Node): boolean {
  const { isSure, targets } = referenceOf(stack, entry, "aclId", { [listType]: ["id"] });
  return !isSure && targets.length === 0;
}

function entriesOf(stack: Stack, acl: Node): { at: string; entry: unknown }[] {
  const own = acl.at("aclEntrys");
  const inside = (Array.isArray(own) ? (own as unknown[]) : isUnknown(own) ? [own] : []).map((one) => ({
    at: `aclEntrys of ${acl.name}`,
    entry: isUnknown(one) ? one : (one as { aclEntryIp?: unknown }).aclEntryIp,
  }));
  const attached = stack
    .ofType(entryType)
    .filter((one) => stack.linked(one, "aclId", listType).includes(acl))
    .map((one) => ({ at: `entry of ${one.name}`, entry: one.at("entry") }));
  return [...inside, ...attached];
}
