import assert from "node:assert/strict";
import fc from "fast-check";
import {
  contains,
  formatIpv4Block,
  type Ipv4Block,
  overlaps,
  parseIpv4Block,
  size,
  subnet,
} from "../../../../components/validation/cidr";

const block = fc
  .tuple(fc.integer({ min: 0, max: 32 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
  .map(([prefix, address]): Ipv4Block => {
    const length = 2 ** (32 - prefix);
    return { first: Math.floor(address / length) * length, prefix };
  });

describe("IPv4 blocks", () => {
  it("are the same after formatting and parsing", () => {
    fc.assert(fc.property(block, (any) => assert.deepEqual(parseIpv4Block(formatIpv4Block(any)), any)));
  });

  it("overlap only if they share an address", () => {
    fc.assert(
      fc.property(block, block, (a, b) => {
        const shared = Math.min(a.first + size(a), b.first + size(b)) - Math.max(a.first, b.first);
        assert.equal(overlaps(a, b), shared > 0);
      }),
    );
  });

  it("are divided into subnets that do not overlap", () => {
    const cut = fc.tuple(block, fc.integer({ min: 0, max: 8 }), fc.nat(300), fc.nat(300));
    fc.assert(
      fc.property(cut, ([outer, bits, i, j]) => {
        const [a, b] = [subnet(outer, outer.prefix + bits, i), subnet(outer, outer.prefix + bits, j)];
        const possible = outer.prefix + bits <= 32 && i < 2 ** bits;
        assert.equal(a !== undefined, possible);
        if (!a || !b) return;
        assert.ok(contains(outer, a));
        assert.equal(overlaps(a, b), i === j);
      }),
    );
  });

  for (const text of [
    "10.0.0.0",
    "10.0.0.1/24",
    "10.0.0/24",
    "256.0.0.0/8",
    "10.0.0.0/33",
    "fd00::/8",
    "010.0.0.0/8",
    "",
  ]) {
    it(`are not "${text}"`, () => assert.equal(parseIpv4Block(text), undefined));
  }
});
