import { resolveReference } from "../../core/reference";
import { type Evaluation, stackRule } from "../../core/rule";
import type { StackResource } from "../../core/stack";
import { all, complies, decideIf, requireValue, type Verdict, whenKnown } from "../../core/verdict";
import { backEndReads, clbBackEnds, clbType, formerClbType } from "./backEnds";
import { accessTo, clb } from "./exampleResources";

const type = "alicloud:slb/listener:Listener";
const listener = (props: Readonly<Record<string, unknown>>) => ({
  type,
  name: "listener",
  props: {
    loadBalancerId: { ref: "clb" },
    protocol: "http",
    frontendPort: 80,
    backendPort: 80,
    bandwidth: -1,
    ...props,
  },
});

export const clbBackendCallersLimited = stackRule({
  name: "clb-backend-callers-limited",
  title: "HTTP listener of a CLB behind the gateway limits its callers",
  description:
    "An HTTP or HTTPS listener of a CLB that a VPC access authorization names has an access control list of type white.",
  why:
    "Without a list, every resource in the VPC can call the CLB and bypass the authentication and throttling of the " +
    "gateway. Behind an HTTP listener, the security group of an instance sees the address of the CLB, which it always " +
    "admits. Behind a TCP listener it sees the caller and decides itself.",
  severity: "medium",
  level: "advisory",
  tags: [],
  hint: 'Set aclStatus to "on", aclType to "white" and aclIds to a list of the egress addresses of the gateway, or use a TCP listener.',
  type,
  reads: {
    ...backEndReads,
    [type]: ["loadBalancerId", "protocol", "aclStatus", "aclType"],
  },
  options: {},
  evaluate(stack): Evaluation[] {
    const backEnds = new Map(clbBackEnds(stack).all.map((backEnd) => [backEnd.balancer, backEnd]));
    return stack.ofType(type).flatMap((resource) => {
      const { isCertain, targets } = resolveReference(stack, resource, "loadBalancerId", {
        [clbType]: ["id"],
        [formerClbType]: ["id"],
      });
      const [backEnd] = targets.flatMap((target) => backEnds.get(target) ?? []);
      if (!backEnd) return [];
      const reason = `it is not certain that the gateway calls ${backEnd.balancer.name}`;
      return [{ resource, ...decideIf(isCertain && backEnd.isCertain, checkList(resource), reason) }];
    });
  },
  examples: {
    fails: [clb(), accessTo({ ref: "clb" }), listener({})],
    passes: [
      clb(),
      accessTo({ ref: "clb" }),
      listener({ aclStatus: "on", aclType: "white", aclIds: ["acl-1"] }),
    ],
  },
});

function checkList(listener: StackResource): Verdict {
  const [protocol, aclType] = [listener.get("protocol"), listener.get("aclType")];
  return whenKnown("protocol", protocol, (value) => {
    if (value !== "http" && value !== "https") return complies;
    const status = requireValue("aclStatus", listener.get("aclStatus"), "on");
    if (status.violations.length > 0) return status;
    return all([status, requireValue("aclType", aclType, "white")]);
  });
}
