import type { Fields } from "./fields";

/** Which pages of other origins may call, and what they may see. */
export interface Cors {
  /** Origins, or `*` for all. */
  allowOrigins: string[];
  allowMethods: string[];
  allowHeaders: string[];
  exposeHeaders: string[];
  allowCredentials: boolean;
  /** Seconds that a browser may keep the answer to a preflight. */
  maxAge: number | undefined;
}

export function readCors(fields: Fields): Cors {
  const allowOrigins = fields.commaList("allowOrigins");
  if (allowOrigins.length === 0) throw fields.mistake("allowOrigins", "is missing");
  return {
    allowOrigins,
    allowMethods: fields.commaList("allowMethods").map((method) => method.toUpperCase()),
    allowHeaders: fields.commaList("allowHeaders"),
    exposeHeaders: fields.commaList("exposeHeaders"),
    allowCredentials: fields.flag("allowCredentials"),
    maxAge: fields.integer("maxAge", 0, 2 ** 31),
  };
}
