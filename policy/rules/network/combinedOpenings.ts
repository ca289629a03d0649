import { AddressSet, areWorld } from "../../core/cidr";
import { every, type Ports } from "./ports";

/** Ports that are open to a CIDR block. */
export interface Opening {
  readonly ports: Ports;
  /** The CIDR block; undefined while part of the rule is unknown, so it may be any. */
  readonly block: string | undefined;
}

/** Ports that are open or may be open to the world, and the openings of these ports. */
export interface OpenPorts<Each extends Opening> {
  readonly ports: Ports;
  readonly by: readonly Each[];
  /** Whether the known blocks alone are the world. */
  readonly isCertain: boolean;
}

/** Finds ports that openings together open to the world. Ranges are split where an opening begins or ends. */
export function findOpenPorts<Each extends Opening>(openings: readonly Each[]): OpenPorts<Each>[] {
  const bounds = openings.flatMap(({ ports }) => [ports.from, ports.to + 1]);
  const cuts = [...new Set(bounds)].sort((one, other) => one - other);
  return cuts.slice(0, -1).flatMap((from, index) => {
    const ports = { from, to: (cuts[index + 1] ?? from + 1) - 1 };
    const by = openings.filter((one) => one.ports.from <= ports.from && ports.to <= one.ports.to);
    const isCertain = areWorld(by.flatMap(({ block }) => block ?? []));
    return isCertain || by.some(({ block }) => block === undefined) ? [{ ports, by, isCertain }] : [];
  });
}

/** Finds ports that several openings together open to the world, but none by itself. */
export function findCombinedOpenPorts<Each extends Opening>(openings: readonly Each[]): OpenPorts<Each>[] {
  // Blocks without public addresses do not count.
  const parts = openings.filter(
    ({ block }) => block === undefined || (!areWorld([block]) && new AddressSet([block]).publicShare() > 0),
  );
  return findOpenPorts(parts).filter(({ by }) => new Set(by.map(({ block }) => block)).size > 1);
}

/** Whether sorted ranges together contain all ports. */
export function coverEveryPort(ranges: readonly Ports[]): boolean {
  let next = every.from;
  for (const { from, to } of ranges) {
    if (from > next) return false;
    next = Math.max(next, to + 1);
  }
  return next > every.to;
}
