import { isWorld } from "../../core/cidr";
import { hasUnknown } from "../../core/facts";
import { resourceRule } from "../../core/rule";
import { all, complies, undecided, violates, whenKnown } from "../../core/verdict";
import { ingress } from "./exampleResources";
import { addressProperties, letsThrough, groupRuleType as type } from "./groupRules";
import { areAll, portsOf } from "./ports";

const egress = (props: Record<string, unknown>) => ingress({ type: "egress", ...props });

export const sgEgressNotAll = resourceRule({
  name: "sg-egress-not-all",
  title: "Instances may not call everything",
  description: "No rule of a security group lets instances connect to every port of every address.",
  why: "What breaks into an instance must call home. A web server needs its package mirrors and little more.",
  severity: "low",
  level: "advisory",
  tags: ["ecs-security-group-egress-not-all-access"],
  remedy: "Name the ports or the addresses that the instances need.",
  type,
  reads: { [type]: ["type", "policy", "ipProtocol", "portRange", ...addressProperties] },
  options: {},
  judge(rule) {
    const [protocol, portRange] = [rule.at("ipProtocol"), rule.at("portRange")];
    if (!letsThrough(rule, "egress")) return complies;
    const circumstances = [rule.at("type"), rule.at("policy"), protocol, portRange];
    return all(
      addressProperties.map((property) =>
        whenKnown(property, rule.at(property), (seen) => {
          if (typeof seen !== "string" || !isWorld(seen)) return complies;
          if (hasUnknown(circumstances)) return undecided("its direction, ports or policy are not known yet");
          return protocol === "all" || areAll(portsOf(portRange))
            ? violates({ property, seen, wanted: "certain addresses, or certain ports of every one" })
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
