import { accessListRule } from "./accessLists";

export const clbAclNotWorld = accessListRule(
  {
    name: "clb-acl-not-world",
    title: "CLB access control list is not the whole Internet",
    description: "No entry of a CLB access control list covers 1/16 or more of all public addresses.",
    tags: ["slb-acl-public-access-check"],
    type: "alicloud:slb/acl:Acl",
    paths: ["entryLists[].entry"],
  },
  (entry) => ({ name: "offices", entryLists: [{ entry }] }),
);
