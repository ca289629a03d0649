import type { Fields } from "./fields";

/** Pages of other origins that may call, and the headers that they may read. */
export interface Cors {
  /** Origins, or `*` for all. */
  allowOrigins: string[];
  allowMethods: string[];
  allowHeaders: string[];
  exposeHeaders: string[];
  allowCredentials: boolean;
  /** Seconds for which a browser may cache the answer to a preflight. */
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
