import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { findNewerModules } from "../../toolchain";
import { temporaryFolder, writeScript } from "./samples";

const refused = "echo 'go: module x: reading https://proxy.example/x/@v/list: 403 Forbidden' >&2; exit 1";

describe("the check for newer modules", () => {
  const folder = temporaryFolder();

  /** Asks a stand-in for Go: the case patterns are its words, with the commands that answer them. */
  async function check(answers: Readonly<Record<string, string>>) {
    for (const name of ["engine", "language-host", "plugins"]) mkdirSync(join(folder(), name));
    writeScript(
      join(folder(), "bin", "go"),
      'case "$*" in',
      '"env GOVERSION") echo go1.26.1 ;;',
      ...Object.entries(answers).map(([words, answer]) => `${words}) ${answer} ;;`),
      `*) ${refused} ;;`,
      "esac",
    );
    const modules = await findNewerModules({ PATH: `${join(folder(), "bin")}:/bin:/usr/bin` }, folder());
    return (title: RegExp) => modules.find((module) => title.test(module.title));
  }

  const inUse = "*'{{.Version}} github.com/aliyun/terraform-provider-alicloud'";

  it("reports the newest stable release, and the Go version that it needs", async () => {
    const found = await check({
      "*'{{.Version}} github.com/pulumi/pulumi/pkg/v3'": "echo v3.259.0",
      "*'-versions github.com/pulumi/pulumi/pkg/v3'":
        "echo github.com/pulumi/pulumi/pkg/v3 v3.259.0 v3.260.1 v3.261.0-alpha.1",
      "*'{{.GoVersion}} github.com/pulumi/pulumi/pkg/v3@v3.260.1'": "echo 1.26.6",
    });
    assert.deepEqual(found(/engine/), {
      title: "the Pulumi CLI and engine",
      module: "github.com/pulumi/pulumi/pkg/v3",
      current: "v3.259.0",
      newer: "v3.260.1",
      go: "1.26.6",
    });
  });

  it("reports none if the list has only older releases", async () => {
    const found = await check({
      "*'{{.Version}} github.com/pulumi/pulumi/pkg/v3'": "echo v3.259.0",
      "*'-versions github.com/pulumi/pulumi/pkg/v3'":
        "echo github.com/pulumi/pulumi/pkg/v3 v3.200.0 v3.259.0",
    });
    assert.equal(found(/engine/)?.newer, undefined);
    assert.equal(found(/engine/)?.remark, undefined);
  });

  it("reports no release that the proxy lists but does not serve", async () => {
    const found = await check({
      "*'{{.Version}} github.com/pulumi/pulumi/pkg/v3'": "echo v3.259.0",
      "*'-versions github.com/pulumi/pulumi/pkg/v3'":
        "echo github.com/pulumi/pulumi/pkg/v3 v3.259.0 v3.260.1",
    });
    assert.equal(found(/engine/)?.newer, undefined);
    assert.equal(found(/engine/)?.remark, "v3.260.1 is listed, but not served: 403 Forbidden");
  });

  it("looks up the next release of a module that the proxy does not list", async () => {
    const found = await check({
      [inUse]: "echo v1.285.0",
      "*terraform-provider-alicloud@v1.286.0": "echo 1.25",
    });
    assert.equal(found(/Alibaba/)?.newer, "v1.286.0");
  });

  it("reports the error of the proxy", async () => {
    const found = await check({ [inUse]: "echo v1.285.0" });
    assert.equal(found(/Alibaba/)?.newer, undefined);
    assert.equal(found(/Alibaba/)?.remark, "not listed: 403 Forbidden");
    assert.deepEqual(
      [found(/language host/)?.current, found(/language host/)?.remark],
      [undefined, "not listed: 403 Forbidden"],
    );
  });
});
