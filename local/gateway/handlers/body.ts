import type { Handler } from "../context";

/** Reads the body up to its limit. */
export const readBody: Handler = {
  name: "body",
  title: "The body is within its limit",
  handle(context) {
    const body = context.body();
    return body instanceof Promise ? body.then(() => undefined) : undefined;
  },
};
