import type { ClbListener } from "../../store/model";

export type Protocol = ClbListener["protocol"];

interface ListenerAttribute {
  /** Format in an answer. Clients fail on a number that is a text, and vice versa. */
  answered: "number" | "text" | "boolean";
  /** Default values by protocol. Only these protocols have the attribute. Null for one without a default. */
  defaults: Partial<Record<Protocol, string | null>>;
}

type Defaults = ListenerAttribute["defaults"];

const layer7 = (value: string | null): Defaults => ({ http: value, https: value });
const layer4 = (value: string | null): Defaults => ({ tcp: value, udp: value });
const everywhere = (value: string | null): Defaults => ({
  ...layer7(value),
  ...layer4(value),
});

/**
 * The attributes of a listener by protocol. The Terraform provider also sends attributes of other protocols
 * (`provider-api`, section 4.2). They are accepted, but have no meaning and are not stored.
 */
export const listenerAttributes: Readonly<Record<string, ListenerAttribute>> = {
  Description: { answered: "text", defaults: everywhere("") },
  Bandwidth: { answered: "number", defaults: everywhere("-1") },
  AclStatus: { answered: "text", defaults: everywhere("off") },
  AclType: { answered: "text", defaults: everywhere(null) },
  AclId: { answered: "text", defaults: everywhere(null) },
  ProxyProtocolV2Enabled: { answered: "boolean", defaults: layer4("false") },
  HealthyThreshold: { answered: "number", defaults: everywhere("3") },
  UnhealthyThreshold: { answered: "number", defaults: everywhere("3") },
  HealthCheckInterval: { answered: "number", defaults: everywhere("2") },
  HealthCheckConnectPort: { answered: "number", defaults: everywhere("0") },
  // Layer 4 has another name for the time-out, and for the switch of the check.
  HealthCheckConnectTimeout: { answered: "number", defaults: layer4("5") },
  HealthCheckSwitch: { answered: "text", defaults: layer4("on") },
  HealthCheckTimeout: { answered: "number", defaults: layer7("5") },
  HealthCheck: { answered: "text", defaults: layer7("on") },
  HealthCheckType: { answered: "text", defaults: { tcp: "tcp", udp: "udp" } },
  HealthCheckURI: { answered: "text", defaults: { ...layer7("/"), tcp: "/" } },
  HealthCheckDomain: { answered: "text", defaults: { ...layer7(""), tcp: "" } },
  HealthCheckHttpCode: { answered: "text", defaults: { ...layer7("http_2xx"), tcp: "http_2xx" } },
  HealthCheckMethod: { answered: "text", defaults: { ...layer7("head"), tcp: "head" } },
  PersistenceTimeout: { answered: "number", defaults: layer4("0") },
  EstablishedTimeout: { answered: "number", defaults: { tcp: "900" } },
  StickySession: { answered: "text", defaults: layer7("off") },
  StickySessionType: { answered: "text", defaults: layer7(null) },
  CookieTimeout: { answered: "number", defaults: layer7(null) },
  Cookie: { answered: "text", defaults: layer7(null) },
  ListenerForward: { answered: "text", defaults: { http: "off" } },
  ForwardPort: { answered: "number", defaults: { http: null } },
  ServerCertificateId: { answered: "text", defaults: { https: null } },
  CACertificateId: { answered: "text", defaults: { https: null } },
  EnableHttp2: { answered: "text", defaults: { https: "on" } },
  TLSCipherPolicy: { answered: "text", defaults: { https: "tls_cipher_policy_1_0" } },
  IdleTimeout: { answered: "number", defaults: layer7("15") },
  RequestTimeout: { answered: "number", defaults: layer7("60") },
  Gzip: { answered: "text", defaults: layer7("on") },
  XForwardedFor: { answered: "text", defaults: layer7("on") },
  XForwardedFor_SLBIP: { answered: "text", defaults: layer7("off") },
  XForwardedFor_SLBID: { answered: "text", defaults: layer7("off") },
  XForwardedFor_proto: { answered: "text", defaults: layer7("off") },
};

/** Default attributes of a new listener by protocol. */
export function defaultAttributes(protocol: Protocol): Record<string, string> {
  return applicable(protocol, (_name, { defaults }) => defaults[protocol] ?? undefined);
}

/** The given attributes of the protocol, as texts to store. */
export function keptAttributes(
  protocol: Protocol,
  given: Readonly<Record<string, unknown>>,
): Record<string, string> {
  return applicable(protocol, (name) => (given[name] === undefined ? undefined : String(given[name])));
}

function applicable(
  protocol: Protocol,
  textFor: (name: string, attribute: ListenerAttribute) => string | undefined,
): Record<string, string> {
  const entries = Object.entries(listenerAttributes).flatMap(([name, attribute]): [string, string][] => {
    const value = attribute.defaults[protocol] === undefined ? undefined : textFor(name, attribute);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
}

const httpCheckAttributes = ["HealthCheckURI", "HealthCheckHttpCode"];

/** The only attributes of an HTTP listener that forwards to an HTTPS listener. */
const forwardingAttributes = [
  "Description",
  "AclStatus",
  "AclType",
  "AclId",
  "ListenerForward",
  "ForwardPort",
];

/** Attributes in the format of an answer. */
export function answeredAttributes(
  attributes: Readonly<Record<string, string>>,
): Record<string, string | number | boolean> {
  // A check of TCP connections has an empty URI and no codes, also after a change from a check over HTTP.
  const isUnused = (name: string) =>
    attributes.HealthCheckType === "tcp" && httpCheckAttributes.includes(name);
  const forwards = attributes.ListenerForward === "on";
  const answered = Object.entries(attributes).filter(
    ([name]) => !forwards || forwardingAttributes.includes(name),
  );
  const entries = answered.map(([name, text]): [string, string | number | boolean] => [
    name,
    isUnused(name) ? "" : toAnswer(listenerAttributes[name]?.answered, text),
  ]);
  return Object.fromEntries(entries);
}

function toAnswer(
  format: ListenerAttribute["answered"] | undefined,
  text: string,
): string | number | boolean {
  if (format === "number") return Number(text);
  return format === "boolean" ? text === "true" : text;
}
