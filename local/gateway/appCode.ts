import type { Pairs } from "./query";

/** Where an API accepts an AppCode. */
export type AppCodeMode = "DISABLE" | "HEADER" | "HEADER_QUERY";

/**
 * The AppCode of a request: after the word `APPCODE` in `Authorization`, otherwise in the query parameter `AppCode`.
 * Assumption: names and the word are case-insensitive.
 */
export function readAppCode(
  mode: AppCodeMode,
  authorization: string | undefined,
  query: () => Pairs,
): string | undefined {
  if (mode === "DISABLE") return undefined;
  const inHeader = /^appcode\s+(\S+)\s*$/i.exec(authorization ?? "")?.[1];
  if (inHeader !== undefined || mode === "HEADER") return inHeader;
  return query().find(([name]) => name.toLowerCase() === "appcode")?.[1];
}
