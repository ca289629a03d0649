import { isUnknown } from "../../core/facts";
import { type Judgement, stackRule } from "../../core/rule";
import { complies, undecided, violates } from "../../core/verdict";
import { albType, clbType, formerClbType } from "../balancer/backEnds";
import { ecsType } from "../instance/backEnds";
import { api } from "./exampleResources";
import { apiType as type } from "./stages";

const property = "httpServiceConfig.address";
const eipType = "alicloud:ecs/eipAddress:EipAddress";
const nlbType = "alicloud:nlb/loadBalancer:LoadBalancer";

/** What a stack may itself call over the Internet, and where its addresses stand. */
const addresses: Readonly<Record<string, readonly string[]>> = {
  [ecsType]: ["publicIp", "privateIp"],
  [eipType]: ["ipAddress"],
  [albType]: ["dnsName"],
  [nlbType]: ["dnsName"],
  [clbType]: ["address"],
  [formerClbType]: ["address"],
};

const balancer = {
  type: clbType,
  name: "clb",
  props: { loadBalancerName: "shop", addressType: "internet", address: "203.0.113.7" },
};
const serviceConfig = (address: unknown) => ({ address, path: "/", method: "GET", timeout: 10_000 });

export const apiBackendOfStackPrivate = stackRule({
  name: "api-backend-of-stack-private",
  title: "The gateway calls the stack's own back ends in their VPC",
  description: "The gateway calls no instance, balancer or address of the same stack over the Internet.",
  why:
    "What a stack makes as a back end of its own can be called in its VPC. Over the Internet everybody else can call it " +
    "as well, past authentication and throttling, also where hosts of others are allowed.",
  severity: "high",
  level: "mandatory",
  tags: [],
  remedy: "Let serviceType be HTTP-VPC, with a VPC access authorization that leads to the back end.",
  argument: "routes makes back ends in the VPC",
  type,
  reads: { [type]: ["serviceType", property], ...addresses },
  options: {},
  judge(stack): Judgement[] {
    const byHost = new Map<unknown, string>();
    for (const [other, paths] of Object.entries(addresses)) {
      for (const node of stack.ofType(other)) {
        for (const path of paths) byHost.set(node.at(path), node.name);
      }
    }
    return stack.ofType(type).map((resource) => {
      const serviceType = resource.at("serviceType");
      if (serviceType !== "HTTP" && !isUnknown(serviceType)) return { resource, ...complies };
      const address = resource.at(property);
      const host = typeof address === "string" ? hostIn(address) : undefined;
      const sources = isUnknown(address) ? resource.from(property).filter((it) => it.type in addresses) : [];
      const name = (host === undefined ? undefined : byHost.get(host)) ?? sources[0]?.name;
      if (name === undefined) {
        const open = undecided(`${property} is not known yet`);
        return { resource, ...(isUnknown(address) ? open : complies) };
      }
      const verdict = isUnknown(serviceType)
        ? undecided("serviceType is not known yet")
        : violates({
            property: "serviceType",
            seen: serviceType,
            wanted: `"HTTP-VPC", as its back end ${name} is of this stack`,
          });
      return { resource, ...verdict };
    });
  },
  examples: {
    fails: [
      balancer,
      api({ serviceType: "HTTP", httpServiceConfig: serviceConfig({ ref: "clb", output: "address" }) }),
    ],
    passes: [
      balancer,
      api({ serviceType: "HTTP", httpServiceConfig: serviceConfig("https://api.example.com") }),
    ],
  },
});

/** The host in an address, which may have no scheme. */
function hostIn(address: string): string | undefined {
  const url = address.includes("://") ? address : `http://${address}`;
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
