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

  for (const [problem, text] of [
    ["an empty text", ""],
    ["an address without a prefix length", "10.0.0.0"],
    ["an address of three numbers", "10.0.0/8"],
    ["a missing prefix length", "10.0.0.0/"],
    ["a number above 255", "256.0.0.0/8"],
    ["a negative prefix length", "10.0.0.0/-1"],
    ["a space at the end", "1.2.3.4/32 "],
    ["an IPv6 block", "::/0"],
    ["a number with an exponent", "1e1.0.0.0/8"],
  ] as const) {
    it(`rejects ${problem}`, () => {
      assert.equal(parseCidr(text), undefined);
    });
  }
});
