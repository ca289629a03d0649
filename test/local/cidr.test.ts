import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type Cidr,
  contains,
  formatAddress,
  lastAddress,
  overlaps,
  parseCidr,
} from "../../local/services/common/cidr";

const formatCidr = ({ base, bits }: Cidr): string => `${formatAddress(base)}/${bits}`;

const cidr = fc
  .record({ address: fc.nat(2 ** 31 - 1), top: fc.boolean(), bits: fc.integer({ min: 0, max: 32 }) })
  .map(({ address, top, bits }): Cidr => {
    const size = 2 ** (32 - bits);
    const whole = address + (top ? 2 ** 31 : 0);
    return { base: Math.floor(whole / size) * size, bits };
  });

describe("CIDR arithmetic", () => {
  it("reads what it writes", () => {
    fc.assert(fc.property(cidr, (block) => assert.deepEqual(parseCidr(formatCidr(block)), block)));
  });

  it("finds an overlap exactly where one block contains the other", () => {
    fc.assert(
      fc.property(cidr, cidr, (a, b) => {
        assert.equal(overlaps(a, b), contains(a, b) || contains(b, a));
        assert.equal(overlaps(a, b), overlaps(b, a));
      }),
    );
  });

  it("halves do not overlap, and the whole contains both", () => {
    fc.assert(
      fc.property(
        cidr.filter(({ bits }) => bits < 32),
        (whole) => {
          const lower = { base: whole.base, bits: whole.bits + 1 };
          const upper = { base: lastAddress(lower) + 1, bits: whole.bits + 1 };
          assert.equal(overlaps(lower, upper), false);
          assert.ok(contains(whole, lower) && contains(whole, upper));
        },
      ),
    );
  });

  it("refuses a block with bits beyond its prefix", () => {
    fc.assert(
      fc.property(
        cidr.filter(({ bits }) => bits < 32),
        (block) => assert.equal(parseCidr(formatCidr({ base: block.base + 1, bits: block.bits })), undefined),
      ),
    );
  });

  it("refuses what is no block", () => {
    for (const text of [
      "",
      "10.0.0.0",
      "10.0.0/8",
      "10.0.0.0/",
      "256.0.0.0/8",
      "10.0.0.0/-1",
      "1.2.3.4/32 ",
      "::/0",
      "1e1.0.0.0/8",
    ]) {
      assert.equal(parseCidr(text), undefined, text);
    }
  });
});
