import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { checkRequest } from "../../../local/gateway/handlers/request";
import { createContext, refusal } from "./context";

describe("gateway: request", () => {
  for (const target of ["/", "/a/b%20c?d=%zz", "/a;b=c/~d"]) {
    it(`accepts ${target}`, async () => {
      assert.equal(await refusal(checkRequest, createContext({ target })), "");
    });
  }

  it("refuses methods that it does not know", async () => {
    assert.equal(
      await refusal(checkRequest, createContext({ method: "PROPFIND" })),
      "405 I405UM: Unsupported Method `PROPFIND`",
    );
  });

  for (const target of ["/a%2", "/a|b", "http://x/"]) {
    it(`rejects ${target}, which RFC 3986 does not allow as a path`, async () => {
      assert.equal(
        await refusal(checkRequest, createContext({ target })),
        "400 I400PH: Invalid Request Path",
      );
    });
  }

  it("rejects URLs beyond the limit", async () => {
    assert.equal(
      await refusal(checkRequest, createContext({ target: "/abcdef", limits: { urlBytes: 5 } })),
      "413 I413UL: Request URL too Large",
    );
  });
});
