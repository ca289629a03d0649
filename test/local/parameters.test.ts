import assert from "node:assert/strict";
import fc from "fast-check";
import { ApiError } from "../../local/rpc/errors";
import { readParameters } from "../../local/rpc/parameters";

const table = {
  Name: { type: "string", required: true },
  Count: { type: "integer", min: 0 },
  Ids: { type: "list", item: { type: "string" } },
  Tag: {
    type: "objects",
    fields: { Key: { type: "string", required: true }, Value: { type: "string" } },
  },
  Disk: { type: "object", fields: { Size: { type: "integer" }, Encrypted: { type: "boolean" } } },
} as const;

const raw = (fields: Record<string, string>) => new Map(Object.entries(fields));
const read = (fields: Record<string, string>) => readParameters("Test", table, raw(fields));

const codeFor = (fields: Record<string, string>): string => {
  try {
    read(fields);
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
  return "";
};

const text = fc.string({ minLength: 1, maxLength: 20 });
const value = fc.record({
  Name: text,
  Count: fc.nat(),
  Ids: fc.array(text, { maxLength: 12 }),
  Tag: fc.array(fc.record({ Key: text, Value: fc.string() }), { maxLength: 12 }),
  Disk: fc.record({ Size: fc.integer(), Encrypted: fc.boolean() }),
});

describe("parameter tables", () => {
  it("read back what a client flattens, in the order of the indexes and not of arrival", () => {
    fc.assert(
      fc.property(value, fc.boolean(), (wanted, backwards) => {
        const pairs: [string, string][] = [
          ["Name", wanted.Name],
          ["Count", String(wanted.Count)],
          ["Disk.Size", String(wanted.Disk.Size)],
          ["Disk.Encrypted", String(wanted.Disk.Encrypted)],
          ...wanted.Ids.map((id, index): [string, string] => [`Ids.${index + 1}`, id]),
          ...wanted.Tag.flatMap(({ Key, Value }, index): [string, string][] => [
            [`Tag.${index + 1}.Key`, Key],
            [`Tag.${index + 1}.Value`, Value],
          ]),
        ];
        const result = readParameters("Test", table, new Map(backwards ? pairs.reverse() : pairs));
        assert.deepEqual(JSON.parse(JSON.stringify(result)), JSON.parse(JSON.stringify(wanted)));
      }),
    );
  });

  it("refuse any name that is not in the table", () => {
    const known = /^(Name|Count|Ids(\.[1-9]\d*)?|Tag\.[1-9]\d*\.(Key|Value)|Disk\.(Size|Encrypted))$/;
    const name = fc
      .constantFrom("Ids", "Tag", "Disk", "Name", "Other")
      .chain((head) =>
        fc
          .array(fc.constantFrom("1", "0", "Key", "Size", "x"), { maxLength: 3 })
          .map((rest) => [head, ...rest].join(".")),
      );
    fc.assert(
      fc.property(
        name.filter((candidate) => !known.test(candidate)),
        (unknown) => {
          assert.equal(codeFor({ Name: "n", [unknown]: "1" }), "LocalCloud.ParameterNotImplemented");
        },
      ),
    );
  });

  it("take a list as JSON text too", () => {
    assert.deepEqual(read({ Name: "n", Ids: '["a","b"]' }).Ids, ["a", "b"]);
  });

  it("take empty texts of typed parameters as absent, and keep those of free ones", () => {
    assert.equal(read({ Name: "n", Count: "" }).Count, undefined);
    assert.equal(read({ Name: "n", "Tag.1.Key": "k", "Tag.1.Value": "" }).Tag[0]?.Value, "");
    assert.equal(codeFor({ Name: "" }), "MissingName");
  });

  it("name the path of a problem inside a list", () => {
    assert.equal(codeFor({ Name: "n", "Tag.2.Value": "v" }), "MissingKey");
    assert.throws(() => read({ Name: "n", "Tag.2.Value": "v" }), /Tag\.2\.Key/);
  });
});
