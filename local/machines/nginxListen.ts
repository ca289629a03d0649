import type { GuestEndpoint, RewriteOptions } from "./nginxConfig";
import { judgePath } from "./nginxPaths";
import type { Directive } from "./nginxSyntax";

/** Parameters of `listen` without a meaning for a mapped loopback address. */
const DROPPED_PARAMETERS = /^(ipv6only=.*|bind|reuseport|setfib=.*|backlog=.*|fastopen=.*|accept_filter=.*)$/;

const ALLOWED_PARAMETERS =
  /^(default_server|default|ssl|http2|proxy_protocol|deferred|(rcvbuf|sndbuf|so_keepalive)=[\w:]*)$/;

const UDP_PARAMETERS = /^(quic|udp)$/;

/** Address of a `listen` directive in the guest. */
export type ListenAddress =
  | { kind: "endpoint"; endpoint: GuestEndpoint }
  | { kind: "unix"; path: string }
  | { kind: "refused"; reason: string };

/**
 * Reads the first argument of `listen`: a port, an address, both, or `unix:` and a path.
 *
 * @param own - The guest's private address.
 */
export function readListen(value: string, own: string): ListenAddress {
  if (value.startsWith("unix:")) return { kind: "unix", path: value.slice(5) };
  const match = /^(?:(\[[^\]]*\]|[^:[\]]*?):)?(\d+)$/.exec(value) ?? /^(\[[^\]]*\]|[^:]+)()$/.exec(value);
  if (!match) return { kind: "refused", reason: "is neither a port, an address nor both" };
  const host = match[1] ?? "*";
  const port = match[2] === "" ? 80 : Number(match[2]);
  if (port < 1 || port > 65535) return { kind: "refused", reason: "a port is 1 to 65535" };
  if (["*", "0.0.0.0", "[::]", own].includes(host)) {
    return { kind: "endpoint", endpoint: { port, scope: "network" } };
  }
  if (["localhost", "[::1]"].includes(host) || host.startsWith("127.")) {
    return { kind: "endpoint", endpoint: { port, scope: "loopback" } };
  }
  return { kind: "refused", reason: `the instance has no address ${host}; its own is ${own}` };
}

/**
 * Maps every `listen` directive of a `server` to a loopback port of this computer. Directives with the same port, such
 * as IPv4 and IPv6 of one port, are merged with all their parameters.
 */
export function rewriteListens(
  block: readonly Directive[],
  at: string,
  options: Pick<RewriteOptions, "address" | "root" | "loopbackPort">,
): { directives: Directive[]; problems: string[] } {
  const problems: string[] = [];
  const listens = block.filter((directive) => directive.name === "listen");
  // Without a listen directive, an Nginx started by root listens on port 80.
  const wanted: Directive[] = listens.length > 0 ? listens : [{ name: "listen", args: ["80"], at }];
  const merged = new Map<string, Directive>();
  for (const listen of wanted) {
    const value = listen.args[0] ?? "";
    const address = readListen(value, options.address);
    const parameters = listen.args.slice(1).filter((word) => !DROPPED_PARAMETERS.test(word));
    const strange = parameters.find((word) => !ALLOWED_PARAMETERS.test(word));
    const judged = mapAddress(address, options);
    if ("problem" in judged) problems.push(`${listen.at}: listen ${value}: ${judged.problem}`);
    else if (strange !== undefined && UDP_PARAMETERS.test(strange)) {
      problems.push(
        `${listen.at}: listen ${value}: UDP is not carried by the local cloud. Remove "${strange}".`,
      );
    } else if (strange !== undefined) {
      problems.push(`${listen.at}: listen ${value}: unknown parameter "${strange}". Remove it.`);
    } else {
      const target = judged.value;
      const known = merged.get(target)?.args.slice(1) ?? [];
      const added = parameters.filter((word) => !known.includes(word));
      merged.set(target, { ...listen, args: [target, ...known, ...added] });
    }
  }
  const others = block.filter((directive) => directive.name !== "listen");
  return { directives: [...merged.values(), ...others], problems };
}

/** The corresponding address on this computer. */
function mapAddress(
  address: ListenAddress,
  { root, loopbackPort }: Pick<RewriteOptions, "root" | "loopbackPort">,
) {
  switch (address.kind) {
    case "refused":
      return { problem: address.reason };
    case "endpoint":
      return { value: `127.0.0.1:${loopbackPort(address.endpoint)}` };
    case "unix": {
      if (!address.path.startsWith("/")) return { problem: "the path of a socket begins with a slash" };
      const judged = judgePath(address.path, { root, base: "/", variables: false });
      return "problem" in judged ? judged : { value: `unix:${judged.value}` };
    }
  }
}
