import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { relative } from "node:path";
import { projectDir } from "../../../cli/paths";

interface Loaded {
  modules: string[];
  /** Sockets, servers, timers, watchers and processes that the import left open; pipes are the loader's own. */
  open: string[];
}

/** What a process of its own has loaded and opened after an import. */
function imported(module: string): Loaded {
  const script = `
    const holding = () => process.getActiveResourcesInfo().filter((kind) => /TCP|UDP|TLS|Timeout|Process|Watch/.test(kind));
    const before = holding().length;
    require(${JSON.stringify(module)});
    const loaded = { modules: Object.keys(require.cache), open: holding().slice(before) };
    process.stdout.write(JSON.stringify(loaded), () => process.exit());`;
  const output = execFileSync(process.execPath, ["--import", "tsx", "-e", script], {
    cwd: projectDir,
    encoding: "utf8",
  });
  const loaded: Loaded = JSON.parse(output);
  return { ...loaded, modules: loaded.modules.map((file) => relative(projectDir, file)) };
}

describe("importing the components", function () {
  this.timeout(60_000);
  let components: Loaded;
  before(() => {
    components = imported("./components/index.ts");
  });

  it("loads only the used services of the provider's SDK", () => {
    assert.ok(components.modules.includes("node_modules/@pulumi/alicloud/apigateway/index.js"));
    assert.ok(!components.modules.includes("node_modules/@pulumi/alicloud/index.js"));
  });

  it("loads no cloud SDK, which only the dynamic provider needs", () => {
    assert.ok(components.modules.includes("components/vpcApi/vpcApi.ts"));
    assert.deepEqual(
      components.modules.filter((file) => file.startsWith("node_modules/@alicloud/")),
      [],
    );
    // What would be seen if it did.
    const dynamic = imported("./components/dynamic/providers.ts");
    assert.ok(dynamic.modules.some((file) => file.startsWith("node_modules/@alicloud/")));
  });

  it("loads nothing of the project but the components", () => {
    const own = components.modules.filter((file) => !/^(\.\.|node_modules)\//.test(file));
    assert.deepEqual(
      own.filter((file) => !file.startsWith("components/")),
      [],
    );
  });

  it("opens no files or sockets", () => {
    assert.deepEqual(components.open, []);
    const ticking = imported("./test/fixtures/ticking.cjs");
    assert.notDeepEqual(ticking.open, []);
  });
});
