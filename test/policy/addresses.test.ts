import assert from "node:assert/strict";
import fc from "fast-check";
import { AddressSet, areWorld, isWorld } from "../../policy/core/cidr";
import {
  coverEveryPort,
  findCombinedOpenPorts,
  findOpenPorts,
  type Opening,
} from "../../policy/rules/network/combinedOpenings";
import { areAllAllowed, every, parsePorts } from "../../policy/rules/network/ports";

const port = fc.integer({ min: 1, max: 65_535 });
const address = fc.tuple(...Array.from({ length: 4 }, () => fc.nat(255))).map((bytes) => bytes.join("."));
const toNumber = (text: string) => text.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);

describe("ports of a security group rule", () => {
  it("are allowed exactly if a list contains all of them", () => {
    const few = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(few, few, fc.array(few), (one, other, list) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const each = Array.from({ length: to - from + 1 }, (_, index) => from + index);
        assert.equal(
          areAllAllowed(parsePorts(`${from}/${to}`), list),
          each.every((one) => list.includes(one)),
        );
      }),
    );
  });

  it("are all ports if the range is missing or invalid", () => {
    const whatever = fc.string().filter((text) => !/^\s*\d+\s*\/\s*\d+\s*$/.test(text));
    fc.assert(
      fc.property(fc.oneof(fc.constant("-1/-1"), fc.constant(undefined), whatever), port, (range, only) => {
        assert.equal(areAllAllowed(parsePorts(range), [only]), false);
      }),
    );
  });
});

describe("address sets", () => {
  /** Every IPv4 address, in 2, 4 or more blocks. */
  const parts = (cuts: number): string[] =>
    Array.from({ length: 2 ** cuts }, (_, index) => `${(index * 256) / 2 ** cuts}.0.0.0/${cuts}`);

  it("are the world in any spelling of a /0 block", () => {
    const spelled = fc.oneof(fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(spelled, (address) => {
        // What is IPv4 written as IPv6 is a block of IPv4, and has no bits at 96.
        fc.pre(!/^(0*:)*:?(0*:)*ffff:/i.test(address));
        assert.equal(isWorld(`${address.toUpperCase()}/0`), true);
        assert.equal(isWorld(` ${address}/00 `), true);
        assert.equal(isWorld(address), false);
      }),
    );
    assert.equal(isWorld("::ffff:0.0.0.0/96"), true);
    assert.equal(isWorld("1:2/0"), false);
  });

  for (const cuts of [0, 1, 2, 5, 8]) {
    it(`are the world if blocks with ${cuts} cuts add up to it`, () => {
      assert.equal(areWorld(parts(cuts)), true);
    });
  }

  for (const block of ["0.0.0.0/1", "64.0.0.0/4", "2000::/3", "2a00::/7"]) {
    it(`are the world in ${block}, 1/16 of the public addresses or more`, () => {
      assert.equal(isWorld(block), true);
    });
  }

  for (const block of ["8.0.0.0/8", "64.0.0.0/5", "10.0.0.0/8", "224.0.0.0/3", "fc00::/7", "2400::/12"]) {
    it(`are not the world in ${block}`, () => {
      assert.equal(isWorld(block), false);
    });
  }

  it("are not the world for a few blocks smaller than a /5", () => {
    fc.assert(
      fc.property(address, fc.integer({ min: 5, max: 32 }), (from, prefix) => {
        assert.equal(isWorld(`${from}/${prefix}`), false);
      }),
    );
  });

  it("are contained in a block exactly if its prefix matches", () => {
    fc.assert(
      fc.property(address, fc.nat(32), address, fc.nat(32), (inside, long, around, short) => {
        const size = 2 ** (32 - short);
        const begins = Math.floor(toNumber(inside) / size) === Math.floor(toNumber(around) / size);
        assert.equal(
          new AddressSet([`${around}/${short}`]).contains(`${inside}/${long}`),
          begins && long >= short,
        );
      }),
    );
  });

  it("are contained in several blocks that cover them together", () => {
    const block = fc.tuple(address, fc.nat(32)).map(([from, prefix]) => `${from}/${prefix}`);
    fc.assert(
      fc.property(fc.array(block, { minLength: 1 }), fc.nat(), (blocks, index) => {
        const one = blocks[index % blocks.length] ?? "";
        assert.equal(new AddressSet(["anywhere", ...blocks]).contains(one), true);
      }),
    );
    assert.equal(new AddressSet(["10.0.0.0/25", "10.0.0.128/25"]).contains("10.0.0.0/24"), true);
    assert.equal(new AddressSet(["10.0.0.0/25", "10.0.0.192/26"]).contains("10.0.0.0/24"), false);
  });

  it("of one family are never contained in a block of the other", () => {
    assert.equal(new AddressSet(["::/0"]).contains("10.0.0.1"), false);
    assert.equal(new AddressSet(["0.0.0.0/0"]).contains("fd00::1"), false);
    assert.equal(new AddressSet(["0.0.0.0/0"]).contains("anywhere"), false);
  });
});

describe("combined openings", () => {
  const range = fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }))
    .map(([one, other]) => ({ from: Math.min(one, other), to: Math.max(one, other) }));
  const block = fc
    .tuple(address, fc.integer({ min: 1, max: 9 }))
    .map(([from, prefix]) => `${from}/${prefix}`);
  const openings = fc.array(fc.record<Opening>({ ports: range, block }), { maxLength: 12 });
  const isOn = (only: number) => (one: { readonly ports: { from: number; to: number } }) =>
    one.ports.from <= only && only <= one.ports.to;

  it("are the world on exactly the ports where their blocks are", () => {
    fc.assert(
      fc.property(openings, fc.integer({ min: 1, max: 40 }), (all, only) => {
        const blocks = all.filter(isOn(only)).flatMap(({ block }) => block ?? []);
        const found = findOpenPorts(all).filter(isOn(only));
        assert.equal(found.length, areWorld(blocks) ? 1 : 0);
        assert.deepEqual(
          found.flatMap(({ by }) => by.map(({ block }) => block)),
          found.length === 0 ? [] : blocks,
        );
      }),
    );
  });

  it("do not depend on order or duplicates", () => {
    fc.assert(
      fc.property(openings, (all) => {
        const formatPorts = (each: readonly Opening[]) =>
          findOpenPorts(each).map(({ ports, isCertain }) => ({ ports, isCertain }));
        assert.deepEqual(formatPorts([...all].reverse()), formatPorts(all));
        assert.deepEqual(formatPorts([...all, ...all]), formatPorts(all));
      }),
    );
  });

  it("are reported together if none of them is the world by itself", () => {
    fc.assert(
      fc.property(openings, (all) => {
        for (const { by } of findCombinedOpenPorts(all)) {
          assert.ok(by.length > 1);
          assert.ok(by.every(({ block }) => !isWorld(block ?? "")));
          assert.ok(areWorld(by.flatMap(({ block }) => block ?? [])));
        }
      }),
    );
  });

  it("contain every port exactly if the ranges leave no gap", () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 2, max: every.to }), { maxLength: 8 });
    fc.assert(
      fc.property(cuts, fc.nat(), (inner, index) => {
        const starts = [1, ...inner.sort((one, other) => one - other)];
        const ranges = starts.map((from, at) => ({ from, to: (starts[at + 1] ?? every.to + 1) - 1 }));
        assert.equal(coverEveryPort(ranges), true);
        assert.equal(coverEveryPort(ranges.filter((_, at) => at !== index % ranges.length)), false);
      }),
    );
  });
});
