import { accessListRule } from "./accessLists";

export const clbAclEntryNotWorld = accessListRule(
  {
    name: "clb-acl-entry-not-world",
    title: "CLB access control list entry is not the whole Internet",
    description: "An entry of a CLB access control list covers less than 1/16 of all public addresses.",
    tags: ["slb-acl-public-access-check"],
    type: "alicloud:slb/aclEntryAttachment:AclEntryAttachment",
    paths: ["entry"],
  },
  (entry) => ({ aclId: "acl-1", entry }),
);
