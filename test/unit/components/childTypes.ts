import { children } from "../../../cli/children";

type Role = keyof typeof children;

/** Type token of each kind of child. */
export const childTypes = Object.fromEntries(
  Object.entries(children).map(([role, { type }]) => [role, type]),
) as { [Key in Role]: (typeof children)[Key]["type"] };
