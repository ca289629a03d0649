import { resourceRule } from "../../core/rule";
import { all } from "../../core/verdict";
import { entriesVerdict } from "./accessLists";

const type = "alicloud:alb/aclEntryAttachment:AclEntryAttachment";

export const albAclEntryNotWorld = resourceRule({
  name: "alb-acl-entry-not-world",
  title: "An entry of an ALB's access list is not the whole Internet",
  description: "An entry of an ALB's access list has no block that is all addresses.",
  why: "A list with the whole Internet in it lets everybody in, whatever else it has.",
  severity: "high",
  level: "advisory",
  tags: ["alb-acl-public-access-check", "CKV_ALI_29"],
  remedy: "Name those who may call, by address or block.",
  type,
  reads: { [type]: ["entry", "entries[].entry"] },
  options: {},
  judge: (list) => all(["entry", "entries"].map((path) => entriesVerdict(list, path))),
  examples: {
    fails: [{ type, name: "offices", props: { aclId: "acl-1", entry: "0.0.0.0/0" } }],
    passes: [{ type, name: "offices", props: { aclId: "acl-1", entry: "203.0.113.0/24" } }],
  },
});
