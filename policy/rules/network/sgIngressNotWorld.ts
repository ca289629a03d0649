import { hasUnknown } from "../../core/facts";
import { integers } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { all, complies, undecided, violates, whenKnown } from "../../core/verdict";
import { isWorld } from "./addresses";
import { ingress } from "./exampleResources";
import { addressProperties, letsThrough, groupRuleType as type } from "./groupRules";
import { areAllIn, portsOf } from "./ports";

/** Protocols that have no ports: they lead to no service. */
const withoutPorts = ["icmp", "icmpv6"];

export const sgIngressNotWorld = resourceRule({
  name: "sg-ingress-not-world",
  title: "No port is open to the world",
  description:
    "A security group lets no connections in from every address, in any spelling and by any port range.",
  why:
    "Only the gateway, or the balancer that it leads to, has to reach the service. A port that is open to every address " +
    "can be called past the gateway as soon as the instance has a public address.",
  severity: "critical",
  level: "mandatory",
  tags: ["sg-public-access-check", "ecs-security-group-not-internet-cidr-access", "sg-risky-ports-check"],
  remedy: "Name the addresses that may connect, or a prefix list with them.",
  argument: "the gateway's addresses are let in by themselves",
  type,
  reads: { [type]: ["type", "policy", "ipProtocol", "portRange", ...addressProperties] },
  options: {
    worldPorts: integers([], { minimum: 1, maximum: 65_535 }, "Ports that may be open to every address."),
  },
  judge(rule, { worldPorts }) {
    const [protocol, portRange] = [rule.at("ipProtocol"), rule.at("portRange")];
    if (!letsThrough(rule, "ingress") || withoutPorts.includes(String(protocol))) return complies;
    const circumstances = [rule.at("type"), rule.at("policy"), protocol, portRange];
    const areOpen = protocol !== "all" && areAllIn(portsOf(portRange), worldPorts);
    return all(
      addressProperties.map((property) =>
        whenKnown(property, rule.at(property), (seen) => {
          if (typeof seen !== "string" || !isWorld(seen) || areOpen) return complies;
          if (hasUnknown(circumstances)) return undecided("its direction, ports or policy are not known yet");
          const ports = protocol === "all" ? "every protocol" : `${String(protocol)} ${portRange ?? "-1/-1"}`;
          return violates({ property, seen, wanted: `certain addresses alone for ${ports}` });
        }),
      ),
    );
  },
  examples: {
    fails: [ingress({ cidrIp: "0.0.0.0/0" })],
    passes: [ingress({ cidrIp: "10.0.0.0/16" })],
  },
});
