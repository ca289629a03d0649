/** Ports from one to another, both included. */
export interface Ports {
  readonly from: number;
  readonly to: number;
}

/** Every port. */
export const every: Ports = { from: 1, to: 65_535 };

/** The ports of a security group rule: `80/80`, `1/65535`; `-1/-1`, none and what cannot be read are every port. */
export function portsOf(portRange: unknown): Ports {
  const [, from, to] = /^\s*(\d+)\s*\/\s*(\d+)\s*$/.exec(String(portRange)) ?? [];
  if (from === undefined || to === undefined) return every;
  return { from: Math.min(Number(from), Number(to)), to: Math.max(Number(from), Number(to)) };
}

/** Whether every one of the ports is in a list. */
export function areAllIn({ from, to }: Ports, ports: readonly number[]): boolean {
  const within = new Set(ports.filter((port) => port >= from && port <= to));
  return within.size === to - from + 1;
}

/** Whether they are every port. */
export const areAll = ({ from, to }: Ports): boolean => from <= every.from && to >= every.to;

/** As a security group rule has it. */
export const rangeOf = ({ from, to }: Ports): string => `${from}/${to}`;
