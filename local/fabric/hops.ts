/** The stations of a connection into a VPC, in their order. */
export type HopKind =
  | "target"
  | "clb"
  | "alb"
  | "listener"
  | "rule"
  | "backend"
  | "instance"
  | "security-group"
  | "machine-port";

export interface Hop {
  kind: HopKind;
  /** The resource: an id, or `<id>:<port>` for listeners and ports. */
  id: string;
  /** What was found there. */
  detail: string;
}

export interface ConnectRequest {
  regionId: string;
  vpcId: string;
  /** Where the connection comes from. */
  from: {
    address: string;
    /** Where one to an IPv6 address comes from; absent where the caller has none. */
    ipv6Address?: string;
  };
  /** Id of an instance or CLB, or the private IPv4 address of one or of an ALB, or the IPv6 address of the latter two. */
  to: string;
  port: number;
}

/** How the connection reaches the instance: straight, through a layer-4 or through a layer-7 listener. */
export type Via = "direct" | "tcp" | "http";

export interface Connected {
  ok: true;
  /** The address to call; always loopback. */
  host: "127.0.0.1";
  port: number;
  hops: Hop[];
  /** The address that the instance sees as its peer. */
  source: string;
  via: Via;
  /** The private address that was connected to. */
  targetAddress: string;
}

export interface Refused {
  ok: false;
  stoppedAt: Hop;
  reason: string;
  hops: Hop[];
  /** The private address that was to be connected to; the request's own words when it names nothing. */
  targetAddress: string;
}

export type Connection = Connected | Refused;

/** Thrown inside the fabric where a connection stops. */
export class Stop extends Error {
  constructor(
    readonly hop: Omit<Hop, "detail">,
    readonly reason: string,
  ) {
    super(reason);
  }
}
