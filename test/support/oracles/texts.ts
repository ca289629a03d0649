import fc from "fast-check";

/** Texts that YAML 1.1, cloud-init or a shell could misinterpret. */
export const hazards: readonly string[] = [
  ...["off", "yes", "No", "y", "~", "null", "Null", "true", "TRUE", "", " ", "\n", "\r\n", "\t", "\r", "="],
  ...["2026-11-29", "2026-11-29 10:00:00", "2026-13-45", "9:30", "1_000", "0644", "0o644", "1e3", "1.5e-3"],
  ...["0x1F", "0b11", "190:20:30", ".inf", "-.nan", "+1", "09", "1.", "<<", "- a", "? a", "a: b", ": ", "#"],
  ...[
    "# c",
    "a #b",
    "---",
    "...",
    "%YAML 1.2",
    "!!python/object",
    "!x",
    "&a",
    "*a",
    "|",
    ">",
    "@",
    "`",
    "[",
    "{",
  ],
  ...[
    "]",
    "}",
    ",",
    "'",
    '"',
    "\\",
    "\\n",
    "\\\n",
    "\n ",
    "\n\n  ",
    "trailing \n",
    "$x",
    "$(x)",
    "`x`",
    "{{ x }}",
  ],
  ...["\0", "\u0001", "\u0007", "\b", "\u001b", "\u007f", "\u0080", "\u0085", "\u00a0", "\u2028", "\u2029"],
  ...["\ufeff", "\ufffe", "\uffff", "😀", "👩‍👧", "é", "e\u0301", "杭州", "שלום", "\u202e", "\u{10ffff}"],
  ...[
    "MIME-Version: 1.0",
    "mime-version:",
    "Content-Type: text/plain\n",
    "#cloud-config",
    "## template: jinja",
  ],
  ...["#!/bin/sh", "#include", "-----BEGIN PRIVATE KEY-----", "launch-index: 1", "</html>\n"],
];

/** Any text without unpaired surrogates. */
export const text: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...hazards) },
      { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
      { weight: 2, arbitrary: fc.string({ unit: "grapheme", maxLength: 40 }) },
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(""));

export const pagePath: fc.Arbitrary<string> = fc
  .array(
    text
      .map((one) =>
        one
          .replace(/[\p{Cc}/]/gu, "")
          .slice(0, 40)
          .replace(/\p{Cs}/gu, ""),
      )
      .filter((name) => !["", ".", ".."].includes(name)),
    { minLength: 1, maxLength: 3 },
  )
  .map((names) => names.join("/"));

/** Any JSON value. */
export const data: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.boolean(),
    fc.constant(null),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(text, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;
