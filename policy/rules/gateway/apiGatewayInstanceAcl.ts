import { isWorld } from "../../core/cidr";
import { isUnknown } from "../../core/facts";
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
    [type]: ["instanceName"],
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
  const attachments = stack
    .ofType(attachmentType)
    .filter((one) => stack.linked(one, "instanceId", type).includes(resource));
  const white = attachments.find((one) => one.at("aclType") === "white");
  if (!white) {
    const seen = resource.at("instanceName");
    return violates({ property: "instanceName", seen, wanted: "the name of an instance with a white list" });
  }
  const [acl] = stack.linked(white, "aclId", listType);
  if (!acl) return undecided(`the list that ${white.name} attaches is not in this stack`);
  const entries = entriesOf(stack, acl);
  if (entries.length === 0)
    return violates({
      property: "aclEntrys",
      seen: undefined,
      wanted: `entries of ${acl.name}: without any it has no effect`,
    });
  return all(
    entries.map(({ at, entry }) => {
      if (isUnknown(entry)) return undecided(`an entry of ${acl.name} is not known yet`);
      if (!isWorld(String(entry))) return complies;
      return violates({ property: at, seen: entry, wanted: "less than the whole Internet" });
    }),
  );
}

function entriesOf(stack: Stack, acl: Node): { at: string; entry: unknown }[] {
  const own = acl.at("aclEntrys");
  const inside = (Array.isArray(own) ? (own as unknown[]) : isUnknown(own) ? [own] : []).map((one) => ({
    at: "aclEntrys",
    entry: isUnknown(one) ? one : (one as { aclEntryIp?: unknown }).aclEntryIp,
  }));
  const attached = stack
    .ofType(entryType)
    .filter((one) => stack.linked(one, "aclId", listType).includes(acl))
    .map((one) => ({ at: `entry of ${one.name}`, entry: one.at("entry") }));
  return [...inside, ...attached];
}
