import { isWorld } from "../../core/cidr";
import { resourceRule } from "../../core/rule";
import { hasUnknown } from "../../core/values";
import { all, complies, undecided, violates, whenKnown } from "../../core/verdict";
import { ingress } from "./exampleResources";
import { addressProperties, allowsTraffic, groupRuleType as type } from "./groupRules";
import { isEveryPort, parsePorts } from "./ports";

const egress = (props: Record<string, unknown>) => ingress({ type: "egress", ...props });

export const sgEgressNotAll = resourceRule({
  name: "sg-egress-not-all",
  title: "Egress is limited",
  description: "No rule of a security group allows connections to every port of every address.",
  why:
    "An attacker on an instance needs outbound connections. A web server needs its package mirrors and " +
    "little else.",
  severity: "low",
  level: "advisory",
  tags: ["ecs-security-group-egress-not-all-access"],
  hint: "Limit the rule to the ports or addresses that the instances need.",
  type,
  reads: { [type]: ["type", "policy", "ipProtocol", "portRange", ...addressProperties] },
  options: {},
  evaluate(rule) {
    const [protocol, portRange] = [rule.get("ipProtocol"), rule.get("portRange")];
    if (!allowsTraffic(rule, "egress")) return complies;
    const circumstances = [rule.get("type"), rule.get("policy"), protocol, portRange];
    return all(
      addressProperties.map((property) =>
        whenKnown(property, rule.get(property), (actual) => {
          if (typeof actual !== "string" || !isWorld(actual)) return complies;
          if (hasUnknown(circumstances))
            return undecided("its direction, ports or policy are unknown at preview");
          return protocol === "all" || isEveryPort(parsePorts(portRange))
            ? violates({ property, actual, expected: "limited addresses or ports" })
            : complies;
        }),
      ),
    );
  },
  examples: {
    fails: [egress({ ipProtocol: "all", portRange: "-1/-1", cidrIp: "0.0.0.0/0" })],
    passes: [egress({ portRange: "443/443", cidrIp: "0.0.0.0/0" })],
  },
});
