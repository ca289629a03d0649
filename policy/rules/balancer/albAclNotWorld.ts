import { accessListRule } from "./accessLists";

export const albAclNotWorld = accessListRule(
  {
    name: "alb-acl-not-world",
    title: "ALB access control list is not the whole Internet",
    description: "No entry of an ALB access control list covers 1/16 or more of all public addresses.",
    tags: ["alb-acl-public-access-check", "CKV_ALI_29"],
    type: "alicloud:alb/acl:Acl",
    paths: ["aclEntries[].entry"],
  },
  (entry) => ({ aclName: "offices", aclEntries: [{ entry }] }),
);
