import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../cli/paths";
import { refusalOf } from "../../testing/call";
import { EngineStack } from "../support/engineStack";

const fixtures = join(projectDir, "test", "fixtures");

/** Operations that nobody who takes a new version wants to see. */
const unwanted = /replace|delete/;

interface Preview {
  /** Those that do something. */
  steps: { op: string; urn: string; detailedDiff?: Record<string, unknown> }[];
  changeSummary: Record<string, number>;
}

for (const fixture of readdirSync(fixtures).filter((name) => name.startsWith("upgrade-"))) {
  const folder = join(fixtures, fixture);
  const text = (file: string) => readFileSync(join(folder, file), "utf8");

  describe(`a stack as ${fixture.replace("upgrade-", "").replace(/-/, " of ")} left it, with this version`, function () {
    this.timeout(60 * 60_000);
    const stack = new EngineStack();

    before(async () => {
      mkdirSync(stack.dirs.cloud, { recursive: true, mode: 0o700 });
      writeFileSync(join(stack.dirs.cloud, "snapshot.json"), text("snapshot.json"));
      const { endpoint, gateway } = await stack.start(
        text("index.ts").replace('"alicloud-vpc-api"', '"./components"'),
      );
      const portOf = (address: string) => address.slice(address.lastIndexOf(":"));
      const moved = (file: string) =>
        text(file).replaceAll(":4510", portOf(endpoint)).replaceAll(":4511", portOf(gateway));
      writeFileSync(join(stack.checkout, "Pulumi.local.yaml"), moved("Pulumi.local.yaml"));
      stack.pulumi("stack import -s local", { input: moved("state.json") });
    });
    after(() => stack.remove());

    it("is neither replaced nor deleted, in any part", () => {
      const printed = stack.pulumi("preview -s local --json --non-interactive");
      const { steps, changeSummary }: Preview = JSON.parse(
        printed.slice(printed.indexOf("{"), printed.lastIndexOf("}") + 1),
      );
      const { length } = JSON.parse(text("state.json")).deployment.resources;
      assert.ok((changeSummary.same ?? 0) > (length * 6) / 7, JSON.stringify(changeSummary));
      const harmful = steps.filter(({ op }) => unwanted.test(op));
      assert.deepEqual(
        harmful.map(({ op, urn, detailedDiff }) => `${op} ${urn} ${Object.keys(detailedDiff ?? {})}`),
        [],
      );
    });

    it("comes up with it, answers, and goes", async () => {
      stack.up();
      const answer = await stack.call();
      assert.equal(answer.status, 200, refusalOf(answer).message);
      stack.pulumi("up -s local --yes --skip-preview --non-interactive --expect-no-changes");
      assert.equal(await stack.destroy(), 0);
    });
  });
}
