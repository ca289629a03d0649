import type { IpamPool, Vpc } from "../../store/model";
import type { Store } from "../../store/store";
import type { Call } from "../common/call";
import { type Cidr, contains, formatAddress, lastAddress, overlaps, parseCidr } from "../common/cidr";
import { ipamError } from "./errors";

export function findPool(call: Call, id: string): IpamPool {
  const pool = call.store.ipamPools.get(id);
  if (!pool) throw ipamError("ResourceNotFound.IpamPool", id);
  return pool;
}

/** VPCs whose block is from a pool. */
export const listVpcs = (store: Store, poolId: string): Vpc[] =>
  store.vpcs.filter(({ ipamPoolId }) => ipamPoolId === poolId);

const parseBlocks = (texts: readonly string[]): Cidr[] => texts.flatMap((text) => parseCidr(text) ?? []);

/** The first free block with a mask in the blocks of a pool. */
function freeBlock(outer: readonly string[], used: readonly string[], bits: number): string | undefined {
  const taken = parseBlocks(used);
  const size = 2 ** (32 - bits);
  for (const block of parseBlocks(outer)) {
    for (let base = block.base; base + size - 1 <= lastAddress(block); base += size) {
      const wanted = { base, bits };
      const obstacle = taken.find((one) => overlaps(one, wanted));
      if (!obstacle) return `${formatAddress(base)}/${bits}`;
    }
  }
  return undefined;
}

/** Blocks of a pool that VPCs and other pools use. */
function usedBlocks(store: Store, poolId: string): string[] {
  const pools = store.ipamPools.filter(({ sourcePoolId }) => sourcePoolId === poolId);
  return [
    ...listVpcs(store, poolId).map(({ cidrBlock }) => cidrBlock),
    ...pools.flatMap(({ cidrs }) => cidrs),
  ];
}

/**
 * A block of a pool for a VPC or another pool: the wanted one, or a free one with the wanted mask.
 *
 * @throws ApiError if the pool has no such block, or if it is in use
 */
export function allocate(call: Call, poolId: string, wanted: { cidr?: string; bits?: number }): string {
  const pool = findPool(call, poolId);
  const used = usedBlocks(call.store, pool.id);
  if (wanted.cidr) {
    const block = parseCidr(wanted.cidr);
    const isInside = block && parseBlocks(pool.cidrs).some((outer) => contains(outer, block));
    const isFree = block && !parseBlocks(used).some((one) => overlaps(one, block));
    if (!isInside || !isFree) throw ipamError("OperationDenied.CidrNotEnough", pool.id, wanted.cidr);
    return wanted.cidr;
  }
  const bits = wanted.bits ?? pool.defaultMask ?? 24;
  const inRange = bits >= (pool.minMask ?? 0) && bits <= (pool.maxMask ?? 32);
  const found = inRange && freeBlock(pool.cidrs, used, bits);
  if (!found) throw ipamError("OperationDenied.CidrNotEnough", pool.id, bits);
  return found;
}
