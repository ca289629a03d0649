import assert from "node:assert/strict";
import { disabledProblem } from "../../../../components/component/defaultProviders";

describe("disabled default providers", () => {
  it("are not needed for packages with an explicit provider", () => {
    assert.equal(disabledProblem("alicloud", [], false), undefined);
    assert.equal(disabledProblem("alicloud", ["aws"], false), undefined);
    assert.equal(disabledProblem("random", ["*"], true), undefined);
  });

  it("cannot be disabled for dynamic resources", () => {
    const all = disabledProblem("pulumi-nodejs", ["*"], false) ?? "";
    assert.match(all, /has "\*", which disables pulumi-nodejs/);
    assert.match(all, /: \["alicloud", "random"\]\.$/);
    const named = disabledProblem("pulumi-nodejs", ["alicloud", "pulumi-nodejs"], false) ?? "";
    assert.match(named, /Remove "pulumi-nodejs" from the list\.$/);
  });

  it("require an explicit provider of the package", () => {
    assert.match(
      disabledProblem("random", ["random"], false) ?? "",
      /no provider of random is passed\. Pass one in the options: \{ providers: \[new random\.Provider/,
    );
  });
});
