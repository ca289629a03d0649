import { accessListRule } from "./accessLists";

export const albAclEntryNotWorld = accessListRule(
  {
    name: "alb-acl-entry-not-world",
    title: "An entry of an ALB's access list is not the whole Internet",
    description:
      "An entry of an ALB's access list has no block that is all addresses, or a sixteenth of the Internet or more.",
    tags: ["alb-acl-public-access-check", "CKV_ALI_29"],
    type: "alicloud:alb/aclEntryAttachment:AclEntryAttachment",
    paths: ["entry", "entries[].entry"],
  },
  (entry) => ({ aclId: "acl-1", entry }),
);
