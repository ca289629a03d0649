import { accessListRule } from "./accessLists";

export const albAclEntryNotWorld = accessListRule(
  {
    name: "alb-acl-entry-not-world",
    title: "ALB access control list entry is not the whole Internet",
    description: "An entry of an ALB access control list covers less than 1/16 of all public addresses.",
    tags: ["alb-acl-public-access-check", "CKV_ALI_29"],
    type: "alicloud:alb/aclEntryAttachment:AclEntryAttachment",
    paths: ["entry", "entries[].entry"],
  },
  (entry) => ({ aclId: "acl-1", entry }),
);
