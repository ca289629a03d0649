import { accessListRule } from "./accessLists";

export const clbAclNotWorld = accessListRule(
  {
    name: "clb-acl-not-world",
    title: "An access list of a CLB is not the whole Internet",
    description:
      "An access list of a CLB has no block that is all addresses, or a sixteenth of the Internet or more.",
    tags: ["slb-acl-public-access-check"],
    type: "alicloud:slb/acl:Acl",
    paths: ["entryLists[].entry"],
  },
  (entry) => ({ name: "offices", entryLists: [{ entry }] }),
);
