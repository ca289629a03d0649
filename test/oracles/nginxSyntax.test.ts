import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { checkNginxSyntax } from "../../components/service/nginxSyntax";
import { Problems } from "../../components/validation/problems";
import { nginx } from "../local/nginx";

/** Messages of Nginx about the text itself, and not about a directive. */
const syntaxError = /unexpected /;

describe("syntax of an Nginx configuration, judged by Nginx", () => {
  const folder = mkdtempSync(join(tmpdir(), "nginx-syntax-"));
  let program: string;
  before(async function () {
    this.timeout(120_000);
    program = await nginx();
    mkdirSync(join(folder, "logs"));
    const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path t;`);
    const main = `pid ${folder}/pid; error_log stderr; events {} http { access_log off; ${paths.join(" ")} include tried.conf; }`;
    writeFileSync(join(folder, "nginx.conf"), main);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** The error of Nginx, or undefined if it accepts the text. */
  function refusalOfNginx(text: string): string | undefined {
    writeFileSync(join(folder, "tried.conf"), text);
    const args = ["-t", "-p", folder, "-c", join(folder, "nginx.conf")];
    const { status, stderr } = spawnSync(program, args, { encoding: "utf8" });
    return status === 0 ? undefined : (/\[emerg\].*/.exec(stderr)?.[0] ?? stderr);
  }

  function problemsOf(text: string): string[] {
    const problems = new Problems();
    checkNginxSyntax(text, problems);
    return problems.list.map(({ problem }) => problem);
  }

  const server = (text: string) => `server {\n  listen 80;\n  server_name ${text}\n}\n`;

  for (const [text, problem] of [
    ['"a"b;', "line 3 has a character directly after a quote"],
    ['"a;', "line 3 begins a text in quotes that does not end"],
    ["'a\\';", "line 3 begins a text in quotes that does not end"],
    ["a", 'line 4 has a "}" before the ";" of a directive'],
    ["a; ;", 'line 3 has a ";" without a directive'],
    ["a; {", 'line 3 has a "{" without a directive'],
    ["a; }", 'line 4 has a "}" without a "{"'],
    ["a; location / {", 'line 1 begins a block without a "}"'],
    ["a; } x", 'line 4 has a "}" before the ";" of a directive'],
    ["a; # }", undefined],
    ["a\\;", 'line 4 has a "}" before the ";" of a directive'],
    ["a};", undefined],
    ['a"b c;', undefined],
    ['"a")b;', undefined],
    ["a#b;", undefined],
    ["a\\; ;", undefined],
    ['"a;{}#\\"\n" b;', undefined],
  ] as const) {
    it(`${JSON.stringify(text)}: ${problem ?? "is accepted"}`, () => {
      const refusal = refusalOfNginx(server(text));
      const problems = problemsOf(server(text));
      assert.deepEqual(problems, problem === undefined ? [] : [`is not an Nginx configuration: ${problem}.`]);
      assert.equal(refusal === undefined, problem === undefined, refusal);
    });
  }

  it("is refused if Nginx refuses it, and accepted if Nginx accepts it", function () {
    this.timeout(120_000);
    const valid = server(
      `a "b c" 'd;' \\{e \${f;\n  # { " comment\n  location / {\n    return 200 "$uri\\n";\n  }`,
    );
    const change = fc.tuple(
      fc.nat(valid.length),
      fc.nat(2),
      fc.string({ unit: fc.constantFrom(...";{}\"'\\$#) \n\ta"), maxLength: 2 }),
    );
    const judged = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 2 }), (changes) => {
        let text = valid;
        for (const [at, cut, more] of changes) text = text.slice(0, at) + more + text.slice(at + cut);
        const refusal = refusalOfNginx(text);
        if (refusal === undefined) {
          judged.accepted++;
          assert.deepEqual(problemsOf(text), []);
        } else if (syntaxError.test(refusal)) {
          judged.refused++;
          assert.equal(problemsOf(text).length, 1, refusal);
        }
      }),
      { numRuns: 400 },
    );
    assert.ok(judged.accepted > 20 && judged.refused > 20, JSON.stringify(judged));
    console.log(`      Nginx accepted ${judged.accepted} texts and refused ${judged.refused}.`);
  });
});
