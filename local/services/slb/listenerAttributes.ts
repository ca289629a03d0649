import type { ClbListener } from "../../store/model";

export type Protocol = ClbListener["protocol"];

interface ListenerAttribute {
  /** Format in an answer. Clients fail on a number that is a text, and vice versa. */
  answered: "number" | "text";
  /** Default values by protocol. Only these protocols have the attribute. */
  defaults: Partial<Record<Protocol, string>>;
}

const layer7 = (value: string): Partial<Record<Protocol, string>> => ({ http: value, https: value });
const layer4 = (value: string): Partial<Record<Protocol, string>> => ({ tcp: value, udp: value });
const everywhere = (value: string): Partial<Record<Protocol, string>> => ({
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
  return applicable(protocol, (_name, { defaults }) => defaults[protocol]);
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

/** Attributes in the format of an answer. */
export function answeredAttributes(
  attributes: Readonly<Record<string, string>>,
): Record<string, string | number> {
  const entries = Object.entries(attributes).map(([name, text]): [string, string | number] => [
    name,
    listenerAttributes[name]?.answered === "number" ? Number(text) : text,
  ]);
  return Object.fromEntries(entries);
}
