import { resourceRule } from "../../core/rule";
import { entriesVerdict } from "./accessLists";

const type = "alicloud:slb/aclEntryAttachment:AclEntryAttachment";

export const clbAclEntryNotWorld = resourceRule({
  name: "clb-acl-entry-not-world",
  title: "An entry of a CLB's access list is not the whole Internet",
  description: "An entry of a CLB's access list has no block that is all addresses.",
  why: "A list with the whole Internet in it lets everybody in, whatever else it has.",
  severity: "high",
  level: "advisory",
  tags: ["slb-acl-public-access-check"],
  remedy: "Name those who may call, by address or block.",
  type,
  reads: { [type]: ["entry"] },
  options: {},
  judge: (list) => entriesVerdict(list, "entry"),
  examples: {
    fails: [{ type, name: "offices", props: { aclId: "acl-1", entry: "0.0.0.0/0" } }],
    passes: [{ type, name: "offices", props: { aclId: "acl-1", entry: "203.0.113.0/24" } }],
  },
});
