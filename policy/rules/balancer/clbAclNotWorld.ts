import { resourceRule } from "../../core/rule";
import { entriesVerdict } from "./accessLists";

const type = "alicloud:slb/acl:Acl";

export const clbAclNotWorld = resourceRule({
  name: "clb-acl-not-world",
  title: "An access list of a CLB is not the whole Internet",
  description: "An access list of a CLB has no block that is all addresses.",
  why: "A list with the whole Internet in it lets everybody in, whatever else it has.",
  severity: "high",
  level: "advisory",
  tags: ["slb-acl-public-access-check"],
  remedy: "Name those who may call, by address or block.",
  type,
  reads: { [type]: ["entryLists[].entry"] },
  options: {},
  judge: (list) => entriesVerdict(list, "entryLists"),
  examples: {
    fails: [{ type, name: "offices", props: { name: "offices", entryLists: [{ entry: "0.0.0.0/0" }] } }],
    passes: [
      { type, name: "offices", props: { name: "offices", entryLists: [{ entry: "203.0.113.0/24" }] } },
    ],
  },
});
