import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createToolchainEnvironment, formatExports } from "../../toolchain/environment";

const assembled = {
  pulumiHome: "/tmp/it's here",
  bin: "/tmp/it's here/bin",
  pulumi: "/tmp/it's here/bin/pulumi",
};

describe("the toolchain's environment", () => {
  it("puts the toolchain first and keeps the engine from the internet", () => {
    assert.deepEqual(createToolchainEnvironment(assembled, { PATH: "/usr/bin" }), {
      PATH: "/tmp/it's here/bin:/usr/bin",
      PULUMI_HOME: "/tmp/it's here",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    });
  });

  it("is the same in a shell, set once or twice", () => {
    const lines = formatExports(assembled);
    const script = `${lines}\n${lines}\nprintf '%s|%s' "$PATH" "$PULUMI_HOME"`;
    const printed = execFileSync("/bin/sh", ["-c", script], {
      encoding: "utf8",
      env: { PATH: "/usr/bin:/bin" },
    });
    assert.equal(printed, "/tmp/it's here/bin:/usr/bin:/bin|/tmp/it's here");
  });
});
