import { type Evaluation, stackRule } from "../../core/rule";
import { isUnknown } from "../../core/values";
import { complies, undecided, violates } from "../../core/verdict";
import { albType, clbType, formerClbType } from "../balancer/backEnds";
import { ecsType } from "../instance/backEnds";
import { api } from "./exampleResources";
import { apiType as type } from "./stages";

const property = "httpServiceConfig.address";
const eipType = "alicloud:ecs/eipAddress:EipAddress";
const nlbType = "alicloud:nlb/loadBalancer:LoadBalancer";

/** Types that may be a back end, and their properties with an address. */
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
  title: "Back ends of the stack are called in their VPC",
  description:
    "An API does not call an instance, load balancer or address of the same stack over the Internet.",
  why:
    "The gateway can call a back end of the same stack in its VPC. If it calls it over the Internet, " +
    "everybody else can call it too, without authentication and throttling. The rule also applies to " +
    "hosts that api-backend-private allows.",
  severity: "high",
  level: "mandatory",
  tags: [],
  hint: 'Set serviceType to "HTTP-VPC", with a VPC access authorization for the back end.',
  argument: "routes",
  type,
  reads: { [type]: ["serviceType", property], ...addresses },
  options: {},
  evaluate(stack): Evaluation[] {
    const byHost = new Map<unknown, string>();
    for (const [other, paths] of Object.entries(addresses)) {
      for (const node of stack.ofType(other)) {
        for (const path of paths) byHost.set(node.get(path), node.name);
      }
    }
    return stack.ofType(type).map((resource) => {
      const serviceType = resource.get("serviceType");
      if (serviceType !== "HTTP" && !isUnknown(serviceType)) return { resource, ...complies };
      const address = resource.get(property);
      const host = typeof address === "string" ? parseHost(address) : undefined;
      const sources = isUnknown(address)
        ? resource.dependencies(property).filter((it) => it.type in addresses)
        : [];
      const name = (host === undefined ? undefined : byHost.get(host)) ?? sources[0]?.name;
      if (name === undefined) {
        const open = undecided(`${property} is unknown at preview`);
        return { resource, ...(isUnknown(address) ? open : complies) };
      }
      const verdict = isUnknown(serviceType)
        ? undecided("serviceType is unknown at preview")
        : violates({
            property: "serviceType",
            actual: serviceType,
            expected: `"HTTP-VPC", because its back end ${name} is in this stack`,
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

/** Parses the host of an address, which may have no scheme. */
function parseHost(address: string): string | undefined {
  const url = address.includes("://") ? address : `http://${address}`;
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
