import { randomBytes, randomInt } from "node:crypto";
import { withoutTraps } from "../../rpc/requestId";
import { requireRegion } from "./regions";

const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

const randomText = (length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");

/** `vpc-bp1…`: prefix, infix of the region, 17 random characters. */
export function newResourceId(prefix: string, regionId: string): string {
  return withoutTraps(() => `${prefix}-${requireRegion(regionId).idInfix}${randomText(17)}`);
}

/** 32 lower-case hex digits, like the IDs of API Gateway. */
export function newHexId(): string {
  return withoutTraps(() => randomBytes(16).toString("hex"));
}

/** A decimal number with `digits` digits as text, without a leading zero. */
export function newDecimalId(digits: number): string {
  return withoutTraps(
    () => `${randomInt(1, 10)}${Array.from({ length: digits - 1 }, () => randomInt(10)).join("")}`,
  );
}

/** `rg-acfm…`: resource groups belong to no region. */
export function newResourceGroupId(): string {
  return withoutTraps(() => `rg-acfm${randomText(11)}`);
}
