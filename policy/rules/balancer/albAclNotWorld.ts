import { accessListRule } from "./accessLists";

export const albAclNotWorld = accessListRule(
  {
    name: "alb-acl-not-world",
    title: "An access list of an ALB is not the whole Internet",
    description:
      "An access list of an ALB has no block that is all addresses, or a sixteenth of the Internet or more.",
    tags: ["alb-acl-public-access-check", "CKV_ALI_29"],
    type: "alicloud:alb/acl:Acl",
    paths: ["aclEntries[].entry"],
  },
  (entry) => ({ aclName: "offices", aclEntries: [{ entry }] }),
);
