import type { Handler } from "../context";

/** Reads the body up to its limit. */
export const readBody: Handler = {
  name: "body",
  async handle(context) {
    await context.body();
  },
};
