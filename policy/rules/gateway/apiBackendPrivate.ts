import { strings } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { complies, violates, whenKnown } from "../../core/verdict";
import { vpcAccessType } from "../backEndTypes";
import { access, api } from "./exampleResources";
import { apiType as type } from "./stages";

const property = "httpServiceConfig.address";

export const apiBackendPrivate = resourceRule({
  name: "api-backend-private",
  title: "Back ends are called in a VPC",
  description:
    "An API calls a back end over the Internet only if the option allowedPublicBackends lists its host, " +
    "and only over HTTPS or secure WebSocket.",
  why:
    "Everybody can call a back end that the gateway calls over the Internet, without authentication and " +
    "throttling.",
  severity: "high",
  level: "mandatory",
  tags: [],
  coveredBy: ["api-backend-of-stack-private"],
  hint: 'Set serviceType to "HTTP-VPC", with a VPC access authorization.',
  argument: "routes",
  type,
  reads: { [type]: ["serviceType", property] },
  scope: {
    reads: { [type]: [], [vpcAccessType]: [] },
    // A gateway without a back end in a VPC is a proxy of public services.
    find: (stack) =>
      new Map(
        stack.ofType(vpcAccessType).length === 0
          ? []
          : stack.ofType(type).map(({ urn }) => [urn, true] as const),
      ),
  },
  options: {
    allowedPublicBackends: strings(
      [],
      "Hosts that the gateway may call over the Internet, by HTTPS (https://) or secure WebSocket (wss://). A host with a port, such as api.example.com:8443, allows this port only.",
    ),
  },
  evaluate(resource, { allowedPublicBackends }) {
    return whenKnown("serviceType", resource.get("serviceType"), (serviceType) => {
      if (serviceType !== "HTTP") return complies;
      // Without allowed hosts, an unknown address is a violation too.
      if (allowedPublicBackends.length === 0)
        return violates({ property: "serviceType", actual: serviceType, expected: '"HTTP-VPC"' });
      return whenKnown(property, resource.get(property), (address) => {
        const url = parseUrl(String(address));
        if (
          url &&
          encryptedSchemes.includes(url.protocol) &&
          allowedPublicBackends.some((host) => matchesHost(url, host))
        )
          return complies;
        const hosts = allowedPublicBackends.map((host) => `${schemeLike(url)}//${host}`).join(" or ");
        return violates({ property, actual: url?.origin ?? "no address", expected: hosts });
      });
    });
  },
  examples: {
    fails: [
      access(),
      api({
        serviceType: "HTTP",
        httpServiceConfig: { address: "http://203.0.113.7", path: "/", method: "GET", timeout: 10_000 },
      }),
    ],
    passes: [access(), api()],
  },
});

const encryptedSchemes = ["https:", "wss:"];

/** Returns the encrypted scheme of the protocol of a URL. The provider accepts any scheme. */
const schemeLike = (url: URL | undefined): string =>
  url?.protocol === "ws:" || url?.protocol === "wss:" ? "wss:" : "https:";

const parseUrl = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

/** Whether a URL has a host, ignoring case, and also its port if the host includes one. */
function matchesHost(url: URL, host: string): boolean {
  const allowed = parseUrl(`${url.protocol}//${host}`);
  if (!allowed || allowed.hostname !== url.hostname) return false;
  return !/:\d+$/.test(host) || allowed.port === url.port;
}
