import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../../cli/paths";
import {
  expandSynopsis,
  findCommandForms,
  findSynopses,
  nameForm,
  usesForm,
} from "../../support/commandForms";
import { runsElsewhere, runsWithoutStack, runsWithStack } from "../../support/commandRuns";
import { blocks } from "../../support/markdown";

describe("the npm commands in the documentation", () => {
  const forms = findCommandForms();
  const session = blocks
    .filter(({ language }) => language === "console")
    .flatMap(({ text }) => [...text.matchAll(/^\$ (.*)$/gm)].map(([, line = ""]) => line));
  const listed = [...runsWithStack, ...runsWithoutStack, ...runsElsewhere].map(({ line }) => line);

  it("are listed with each option in commandRuns.ts", () => {
    assert.ok(forms.length > 40);
    const missing = forms.filter((form) => ![...session, ...listed].some((line) => usesForm(line, form)));
    assert.deepEqual(missing.map(nameForm), []);
  });

  it("include every command in commandRuns.ts", () => {
    const unknown = listed.filter((line) => !forms.some((form) => usesForm(line, form)));
    assert.deepEqual(unknown, []);
  });

  it("are run by existing test files", () => {
    const files = runsElsewhere.flatMap(({ by }) => (by === undefined ? [] : [by]));
    assert.deepEqual(
      files.filter((file) => !existsSync(join(projectDir, file))),
      [],
    );
  });
});

describe("the forms of a command", () => {
  it("are found in tables and in sentences", () => {
    const text = [
      "Run `npm run\nlocal` or `pulumi up`.",
      "",
      "| `npm run local -- …` | |",
      "|---|---|",
      "| `up`, `call [--auth a\\|b]` | as `npm run docs` does; `status` exits 3 |",
      "",
      "| `npm run toolchain -- build`, `clean` | |",
      "",
      "```bash\n# `npm run sweep`\n```",
    ];
    assert.deepEqual(findSynopses(text.join("\n")), [
      "npm run local",
      "npm run local -- up",
      "npm run local -- call [--auth a|b]",
      "npm run docs",
      "npm run toolchain -- build",
      "npm run toolchain -- clean",
    ]);
  });

  it("include the command without arguments and with each option, operand and value", () => {
    const name = "npm run local -- call";
    assert.deepEqual(expandSynopsis(`${name} [PATH] [--auth a|b] [--json]`).map(nameForm), [
      name,
      `${name} PATH`,
      `${name} --auth a`,
      `${name} --auth b`,
      `${name} --json`,
    ]);
  });

  it("match a line with the same option and value", () => {
    const forms = expandSynopsis("npm run local -- call [PATH] [--auth a|b] [--json]");
    const used = (line: string) => forms.filter((form) => usesForm(line, form)).map(nameForm);
    assert.deepEqual(used("npm run local -- call --auth b"), [
      "npm run local -- call",
      "npm run local -- call --auth b",
    ]);
    assert.deepEqual(used("npm run local -- call /x --json"), [
      "npm run local -- call",
      "npm run local -- call PATH",
      "npm run local -- call --json",
    ]);
    assert.deepEqual(used("npm run local -- stop"), []);
  });
});
