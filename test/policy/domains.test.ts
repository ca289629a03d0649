import assert from "node:assert/strict";
import fc from "fast-check";
import { DomainIndex, explainNotOwn } from "../../policy/domains/domainName";
import { parseTemplateDomains } from "../../policy/domains/rosTemplate";

const runs = { numRuns: 300 };

describe("domains of a ROS template", () => {
  it("are none, or unread, for any string", () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((json) => json.slice(1)),
    );
    fc.assert(
      fc.property(text, (body) => {
        const { domains, unread = "" } = parseTemplateDomains(body, {});
        assert.deepEqual([domains.length === 0, /^$|is not an object in JSON/.test(unread)], [true, true]);
      }),
      runs,
    );
  });
});

describe("custom domain", () => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
  const domain = fc.tuple(label, label).map(([host, second]) => `${host}.${second}.test`);

  it("is any host name that does not belong to the gateway", () => {
    fc.assert(
      fc.property(domain, fc.boolean(), fc.boolean(), (name, isUpper, isWild) => {
        const written = `${isWild ? "*." : ""}${isUpper ? name.toUpperCase() : name}.`;
        assert.equal(explainNotOwn(written, [], ["alicloudapi.com"]), undefined);
      }),
      runs,
    );
  });

  it("is not a subdomain of the gateway or a domain of the group", () => {
    fc.assert(
      fc.property(label, domain, (host, name) => {
        assert.ok(explainNotOwn(`${host}.${name}`, [], [name]));
        assert.ok(explainNotOwn(name.toUpperCase(), [name], []));
        assert.equal(explainNotOwn(`x${name}`, [name], [name]), undefined);
      }),
      runs,
    );
  });
});

describe("domain index", () => {
  const covers = (name: string, domain: string) =>
    name === domain || (name.startsWith("*.") && domain.endsWith(name.slice(1)));
  const plain = fc
    .array(fc.constantFrom("a", "b"), { minLength: 1, maxLength: 4 })
    .map((labels) => labels.join("."));
  const name = fc.tuple(fc.boolean(), plain).map(([isWild, text]) => (isWild ? `*.${text}` : text));

  it("returns the exact name first, then the nearest wildcards", () => {
    fc.assert(
      fc.property(fc.array(name), name, (names, domain) => {
        const found = new DomainIndex<string>();
        for (const each of names) found.add(each, each);
        const expected = names.filter((each) => covers(each, domain));
        const covering = found.covering(domain);
        assert.deepEqual(covering.flat().sort(), expected.sort());
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
