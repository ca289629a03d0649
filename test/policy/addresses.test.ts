import assert from "node:assert/strict";
import fc from "fast-check";
import { isWithin, isWorld } from "../../policy/rules/network/addresses";
import { areAllIn, portsOf } from "../../policy/rules/network/ports";

const port = fc.integer({ min: 1, max: 65_535 });
const address = fc.tuple(...Array.from({ length: 4 }, () => fc.nat(255))).map((bytes) => bytes.join("."));
const numberOf = (text: string) => text.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);

describe("ports of a security group rule", () => {
  it("are within a list exactly if each of them is in it", () => {
    const few = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(few, few, fc.array(few), (one, other, list) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const each = Array.from({ length: to - from + 1 }, (_, index) => from + index);
        assert.equal(
          areAllIn(portsOf(`${from}/${to}`), list),
          each.every((one) => list.includes(one)),
        );
      }),
    );
  });

  it("are every port where none is named, or what is named is no range", () => {
    const whatever = fc.string().filter((text) => !/^\s*\d+\s*\/\s*\d+\s*$/.test(text));
    fc.assert(
      fc.property(fc.oneof(fc.constant("-1/-1"), fc.constant(undefined), whatever), port, (range, only) => {
        assert.equal(areAllIn(portsOf(range), [only]), false);
      }),
    );
  });
});

describe("addresses of a security group rule", () => {
  it("are the world exactly if the prefix is 0", () => {
    fc.assert(
      fc.property(address, fc.nat(32), (from, prefix) => {
        assert.equal(isWorld(`${from}/${prefix}`), prefix === 0);
      }),
    );
  });

  it("are the world of IPv6 in any spelling with prefix 0", () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.nat(128), (from, prefix) => {
        // ::ffff:0:0/96 is the world of IPv4.
        fc.pre(!/^(0*:)*:?(0*:)*ffff:/i.test(from));
        assert.equal(isWorld(`${from}/${prefix}`), prefix === 0);
      }),
    );
    assert.equal(isWorld("::ffff:0.0.0.0/96"), true);
  });

  it("are within a block exactly if they begin like it and reach no further", () => {
    fc.assert(
      fc.property(address, fc.nat(32), address, fc.nat(32), (inside, long, around, short) => {
        const size = 2 ** (32 - short);
        const begins = Math.floor(numberOf(inside) / size) === Math.floor(numberOf(around) / size);
        assert.equal(isWithin(`${inside}/${long}`, `${around}/${short}`), begins && long >= short);
      }),
    );
  });

  it("of one family are never within a block of the other", () => {
    assert.equal(isWithin("10.0.0.1", "::/0"), false);
    assert.equal(isWithin("fd00::1", "0.0.0.0/0"), false);
    assert.equal(isWithin("anywhere", "0.0.0.0/0"), false);
  });
});
