import { strings } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { complies, violates, whenKnown } from "../../core/verdict";
import { api } from "./exampleResources";
import { apiType as type } from "./stages";

const property = "httpServiceConfig.address";

export const apiBackendPrivate = resourceRule({
  name: "api-backend-private",
  title: "The gateway calls its back ends in a VPC",
  description:
    "The gateway calls no back end over the Internet, but those that are named, and those over HTTPS.",
  why:
    "A back end that the gateway calls over the Internet can be called by everybody else as well, past authentication " +
    "and throttling.",
  severity: "high",
  level: "mandatory",
  tags: [],
  remedy: "Let serviceType be HTTP-VPC, with a VPC access authorization.",
  argument: "routes makes back ends in the VPC",
  type,
  reads: { [type]: ["serviceType", property] },
  options: {
    allowedPublicBackends: strings(
      [],
      "Hosts that the gateway may call over the Internet, by HTTPS; with a port only on that, as in api.example.com:8443.",
    ),
  },
  judge(resource, { allowedPublicBackends }) {
    return whenKnown("serviceType", resource.at("serviceType"), (serviceType) => {
      if (serviceType !== "HTTP") return complies;
      // Wherever it leads, also while that is not known: nothing is allowed.
      if (allowedPublicBackends.length === 0)
        return violates({ property: "serviceType", seen: serviceType, wanted: '"HTTP-VPC"' });
      return whenKnown(property, resource.at(property), (address) => {
        const url = urlOf(String(address));
        if (url?.protocol === "https:" && allowedPublicBackends.some((host) => isAt(url, host)))
          return complies;
        const hosts = allowedPublicBackends.map((host) => `https://${host}`).join(" or ");
        return violates({ property, seen: url?.origin ?? "no address", wanted: hosts });
      });
    });
  },
  examples: {
    fails: [
      api({
        serviceType: "HTTP",
        httpServiceConfig: { address: "http://203.0.113.7", path: "/", method: "GET", timeout: 10_000 },
      }),
    ],
    passes: [api()],
  },
});

const urlOf = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

/** Whether an address is at a host, in whatever case; a port that is named must be the address's. */
function isAt(url: URL, host: string): boolean {
  const named = urlOf(`https://${host}`);
  if (!named || named.hostname !== url.hostname) return false;
  return !/:\d+$/.test(host) || named.port === url.port;
}
