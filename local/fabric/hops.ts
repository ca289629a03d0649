/** The hops of a connection into a VPC, in their order. */
export type HopKind =
  | "target"
  | "clb"
  | "alb"
  | "listener"
  | "rule"
  | "backend"
  | "instance"
  | "network-acl"
  | "security-group"
  | "machine-port";

export interface Hop {
  kind: HopKind;
  /** ID of the resource, or `<id>:<port>` for listeners and ports. */
  id: string;
  /** Result of the check. */
  detail: string;
}

export interface ConnectRequest {
  regionId: string;
  vpcId: string;
  /** Source of the connection. */
  from: {
    address: string;
    /** Source address of a connection to an IPv6 address. Absent if the caller has none. */
    ipv6Address?: string;
  };
  /**
   * ID of an instance or CLB, private IPv4 address of an instance, CLB or ALB, or IPv6 address of an instance or ALB.
   */
  to: string;
  port: number;
}

export interface HttpRequest {
  method: string;
  /** Path and query. */
  target: string;
  /** By names in lower case. */
  headers: Readonly<Record<string, string | readonly string[]>>;
  /** @default the address of the target */
  host?: string;
}

/** What a listener changes in a request. */
export interface RequestChange {
  /** Path and query. */
  target?: string;
  host?: string;
  /** In their order. A header without a value is removed. */
  headers?: readonly { name: string; value: string | undefined }[];
}

/** The answer of a listener that calls no server. */
export interface FixedAnswer {
  status: number;
  /** Names and values. */
  headers: readonly string[];
  body: string;
}

/** How the connection reaches the instance: directly, or through a layer-4 or layer-7 listener. */
export type Via = "direct" | "tcp" | "http";

export interface Connected {
  ok: true;
  /** The address to connect to, always loopback. */
  host: "127.0.0.1";
  port: number;
  hops: readonly Hop[];
  /** The source address that the instance sees. */
  source: string;
  via: Via;
  /** The private address of the target. */
  targetAddress: string;
  change?: RequestChange;
  /** Whether a layer-7 listener uses TLS to the instance. @default false */
  tls?: boolean;
  answer?: undefined;
}

/** A rule of the listener answers itself. */
export interface Answered {
  ok: true;
  answer: FixedAnswer;
  hops: readonly Hop[];
  targetAddress: string;
}

export interface Refused {
  ok: false;
  stoppedAt: Hop;
  reason: string;
  hops: readonly Hop[];
  /** The private address of the target. The requested text if it names no resource. */
  targetAddress: string;
}

export type Connection = Connected | Answered | Refused;

/** Thrown inside the fabric to block a connection. */
export class Stop extends Error {
  constructor(
    readonly hop: Omit<Hop, "detail">,
    readonly reason: string,
  ) {
    super(reason);
  }
}
