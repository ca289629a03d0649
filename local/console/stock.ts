import { parseJson } from "../parsing";
import { regions } from "../services/common/regions";
import { soldBalancers } from "../services/common/stock";
import { instanceTypes } from "../services/ecs/catalogue";
import type { Store } from "../store/store";
import { Refusal } from "./refusal";

/** Instance types and kinds of load balancers that a zone does not offer, by zone. */
export type SoldOutByZone = Record<string, string[]>;

/** Products that zones do not offer at present. */
export function describeStock({ soldOut }: Store): { soldOut: SoldOutByZone } {
  const byZone: SoldOutByZone = {};
  for (const { zoneId, product } of soldOut.all()) {
    byZone[zoneId] = [...(byZone[zoneId] ?? []), product];
  }
  return { soldOut: byZone };
}

/**
 * Replaces the list of products that zones do not offer. In the real cloud, this list changes without any action of the
 * user.
 *
 * @throws Refusal 400 with the name of the zone or type that does not exist
 */
export function changeStock(store: Store, json: string): void {
  const rows = read(json);
  for (const { id } of store.soldOut.all()) store.soldOut.delete(id);
  for (const [zoneId, product] of rows) {
    store.soldOut.put({ id: `${zoneId}/${product}`, zoneId, product });
  }
}

function read(json: string): (readonly [zoneId: string, product: string])[] {
  const zones = Object.entries(readSoldOut(json));
  return zones.flatMap(([zone, types]) => {
    const zoneId = readChoice(
      zone,
      regions.flatMap((region) => region.zones),
    );
    if (!Array.isArray(types))
      throw new Refusal(400, `"soldOut" of ${zoneId} must be a list of instance types, clb or alb.`);
    const known = [...instanceTypes.map(({ id }) => id), ...soldBalancers];
    return types.map((type: unknown) => [zoneId, readChoice(type, known)] as const);
  });
}

function readSoldOut(json: string): object {
  try {
    const stock = parseJson(json);
    const soldOut =
      typeof stock === "object" && stock !== null && "soldOut" in stock ? stock.soldOut : undefined;
    if (typeof soldOut === "object" && soldOut !== null) return soldOut;
  } catch {
    // The refusal below describes the expected format.
  }
  throw new Refusal(400, 'A stock is JSON such as {"soldOut":{"cn-hangzhou-h":["ecs.c7.large"]}}.');
}

function readChoice(value: unknown, possible: readonly string[]): string {
  const found = possible.find((it) => it === value);
  if (found === undefined)
    throw new Refusal(400, `"${value}" does not exist here. Use ${possible.join(", ")}.`);
  return found;
}
