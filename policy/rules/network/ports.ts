/** A port range; both ends are included. */
export interface Ports {
  readonly from: number;
  readonly to: number;
}

/** All ports. */
export const every: Ports = { from: 1, to: 65_535 };

/** Parses the port range of a rule, such as `80/80`. `-1/-1`, a missing and an invalid range are all ports. */
export function parsePorts(portRange: unknown): Ports {
  const [, from, to] = /^\s*(\d+)\s*\/\s*(\d+)\s*$/.exec(String(portRange)) ?? [];
  if (from === undefined || to === undefined) return every;
  return { from: Math.min(Number(from), Number(to)), to: Math.max(Number(from), Number(to)) };
}

/** Whether a list contains every port of a range. */
export function areAllAllowed({ from, to }: Ports, ports: readonly number[]): boolean {
  const within = new Set(ports.filter((port) => port >= from && port <= to));
  return within.size === to - from + 1;
}

/** Whether a range contains all ports. */
export const isEveryPort = ({ from, to }: Ports): boolean => from <= every.from && to >= every.to;

/** Formats a port range as in a security group rule. */
export const formatPorts = ({ from, to }: Ports): string => `${from}/${to}`;
