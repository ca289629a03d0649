import { accessListRule } from "./accessLists";

export const clbAclEntryNotWorld = accessListRule(
  {
    name: "clb-acl-entry-not-world",
    title: "An entry of a CLB's access list is not the whole Internet",
    description:
      "An entry of a CLB's access list has no block that is all addresses, or a sixteenth of the Internet or more.",
    tags: ["slb-acl-public-access-check"],
    type: "alicloud:slb/aclEntryAttachment:AclEntryAttachment",
    paths: ["entry"],
  },
  (entry) => ({ aclId: "acl-1", entry }),
);
