import { resourceRule } from "../../core/rule";
import { entriesVerdict } from "./accessLists";

const type = "alicloud:alb/acl:Acl";

export const albAclNotWorld = resourceRule({
  name: "alb-acl-not-world",
  title: "An access list of an ALB is not the whole Internet",
  description: "An access list of an ALB has no block that is all addresses.",
  why: "A list with the whole Internet in it lets everybody in, whatever else it has.",
  severity: "high",
  level: "advisory",
  tags: ["alb-acl-public-access-check", "CKV_ALI_29"],
  remedy: "Name those who may call, by address or block.",
  type,
  reads: { [type]: ["aclEntries[].entry"] },
  options: {},
  judge: (list) => entriesVerdict(list, "aclEntries"),
  examples: {
    fails: [{ type, name: "offices", props: { aclName: "offices", aclEntries: [{ entry: "0.0.0.0/0" }] } }],
    passes: [
      { type, name: "offices", props: { aclName: "offices", aclEntries: [{ entry: "203.0.113.0/24" }] } },
    ],
  },
});
