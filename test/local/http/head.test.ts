import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, it } from "mocha";
import { HeadReader, readFieldName } from "../../../local/http/head";

describe("HTTP: heads", () => {
  it("of many messages with other names are not kept in memory", () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const used = (): number => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = used();
    const rest = "x".repeat(60_000);
    for (let i = 0; i < 2_000; i++) {
      const name = `x-name-of-one-message-${i}`;
      const text = `GET / HTTP/1.1\r\n${name}: the-value-of-one-message\r\nx-rest: ${rest}\r\n\r\n`;
      // Like a message that arrives.
      const [sent = "", value = ""] =
        new HeadReader().read(Buffer.from(text).toString("latin1"))?.fields ?? [];
      assert.equal(readFieldName(sent).format(value), `${name}: ${value}\r\n`);
    }
    assert.ok(used() - before < 40_000_000);
  });
});
