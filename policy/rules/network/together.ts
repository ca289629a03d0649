import { Addresses, areWorld } from "../../core/cidr";
import { every, type Ports } from "./ports";

/** Addresses that are let through on ports. */
export interface Opening {
  readonly ports: Ports;
  /** A CIDR block; undefined while something of it is not known, so that it may be any. */
  readonly block: string | undefined;
}

/** Ports on which openings let the world through, or may, and those openings. */
export interface Opened<Each extends Opening> {
  readonly ports: Ports;
  readonly by: readonly Each[];
  /** Whether they do by what is known. */
  readonly isSure: boolean;
}

/** The ports on which openings are the world, whichever of them; cut wherever one begins or ends. */
export function openedBy<Each extends Opening>(openings: readonly Each[]): Opened<Each>[] {
  const bounds = openings.flatMap(({ ports }) => [ports.from, ports.to + 1]);
  const cuts = [...new Set(bounds)].sort((one, other) => one - other);
  return cuts.slice(0, -1).flatMap((from, index) => {
    const ports = { from, to: (cuts[index + 1] ?? from + 1) - 1 };
    const by = openings.filter((one) => one.ports.from <= ports.from && ports.to <= one.ports.to);
    const isSure = areWorld(by.flatMap(({ block }) => block ?? []));
    return isSure || by.some(({ block }) => block === undefined) ? [{ ports, by, isSure }] : [];
  });
}

/** The ports on which several openings are the world, none of which is that by itself. */
export function openedTogether<Each extends Opening>(openings: readonly Each[]): Opened<Each>[] {
  // What no address of the Internet is in adds nothing.
  const parts = openings.filter(
    ({ block }) => block === undefined || (!areWorld([block]) && new Addresses([block]).publicShare() > 0),
  );
  return openedBy(parts).filter(({ by }) => new Set(by.map(({ block }) => block)).size > 1);
}

/** Whether ranges that follow each other leave out no port. */
export function areEveryPort(ranges: readonly Ports[]): boolean {
  let next = every.from;
  for (const { from, to } of ranges) {
    if (from > next) return false;
    next = Math.max(next, to + 1);
  }
  return next > every.to;
}
