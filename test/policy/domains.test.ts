import assert from "node:assert/strict";
import fc from "fast-check";
import { ByDomain, covers, whyNotOwn } from "../../policy/binders/domainName";
import { domainsInTemplate } from "../../policy/binders/rosTemplate";

const runs = { numRuns: 300 };

describe("the domains in a template", () => {
  it("are read, or what breaks is told, whatever the text", () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((json) => json.slice(1)),
    );
    fc.assert(
      fc.property(text, (body) => {
        const read = domainsInTemplate(body, {});
        assert.ok("broken" in read ? read.broken.length > 0 : Array.isArray(read.domains));
      }),
      runs,
    );
  });

  it("are not followed without end", () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `a${level + 1}: &a${level + 1} [${"*a".concat(String(level), ",").repeat(9)}]`,
    );
    const read = domainsInTemplate(["a0: &a0 x", ...levels].join("\n"), {});
    assert.deepEqual(read, { broken: "has aliases that cannot be followed" });
  });
});

describe("a domain of one's own", () => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
  const domain = fc.tuple(label, label).map(([host, second]) => `${host}.${second}.test`);

  it("is every host name outside the gateway's, in whatever case, with a dot or a wildcard", () => {
    fc.assert(
      fc.property(domain, fc.boolean(), fc.boolean(), (name, isUpper, isWild) => {
        const written = `${isWild ? "*." : ""}${isUpper ? name.toUpperCase() : name}.`;
        assert.equal(whyNotOwn(written, [], ["alicloudapi.com"]), undefined);
      }),
      runs,
    );
  });

  it("is none below a domain of the gateway's, and not the group's", () => {
    fc.assert(
      fc.property(label, domain, (host, name) => {
        assert.ok(whyNotOwn(`${host}.${name}`, [], [name]));
        assert.ok(whyNotOwn(name.toUpperCase(), [name], []));
        assert.equal(whyNotOwn(`x${name}`, [name], [name]), undefined);
      }),
      runs,
    );
  });
});

describe("names found by the domains that they cover", () => {
  const plain = fc
    .array(fc.constantFrom("a", "b"), { minLength: 1, maxLength: 4 })
    .map((labels) => labels.join("."));
  const name = fc.tuple(fc.boolean(), plain).map(([isWild, text]) => (isWild ? `*.${text}` : text));

  it("are those that cover them, the name itself first and then the nearest", () => {
    fc.assert(
      fc.property(fc.array(name), name, (names, domain) => {
        const found = new ByDomain<string>();
        for (const each of names) found.add(each, each);
        const wanted = names.filter((each) => covers(each, domain));
        const covering = found.covering(domain);
        assert.deepEqual(covering.flat().sort(), wanted.sort());
        const lengths = covering.map(([first = ""]) =>
          first === domain ? Number.POSITIVE_INFINITY : first.length,
        );
        assert.deepEqual(
          lengths,
          [...lengths].sort((a, b) => b - a),
        );
      }),
      runs,
    );
  });
});
