import assert from "node:assert/strict";
import { disabledProblem } from "../../../components/component/defaultProviders";

describe("disabled default providers", () => {
  it("are no problem for packages that have one, or a provider of their own", () => {
    assert.equal(disabledProblem("alicloud", [], false), undefined);
    assert.equal(disabledProblem("alicloud", ["aws"], false), undefined);
    assert.equal(disabledProblem("random", ["*"], true), undefined);
  });

  it("leave dynamic resources without one, which takes a list of packages", () => {
    const all = disabledProblem("pulumi-nodejs", ["*"], false) ?? "";
    assert.match(all, /has "\*", which disables pulumi-nodejs/);
    assert.match(all, /: \["alicloud", "random"\]\.$/);
    const named = disabledProblem("pulumi-nodejs", ["alicloud", "pulumi-nodejs"], false) ?? "";
    assert.match(named, /Remove "pulumi-nodejs" from the list\.$/);
  });

  it("ask for a provider of the package", () => {
    assert.match(
      disabledProblem("random", ["random"], false) ?? "",
      /no provider of random is passed\. Pass one in the options: \{ providers: \[new random\.Provider/,
    );
  });
});
