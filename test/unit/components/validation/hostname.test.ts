import assert from "node:assert/strict";
import { checkDomain, checkHost, checkInZone } from "../../../../components/validation/hostname";
import { Problems } from "../../../../components/validation/problems";

function findHint(check: (problems: Problems) => void): string | undefined {
  const problems = new Problems();
  check(problems);
  return problems.list[0]?.hint;
}

describe("the fix for an invalid domain", () => {
  for (const [domain, ascii] of [
    ["bücher.example.com", "xn--bcher-kva.example.com"],
    ["*.bücher.example.com", "*.xn--bcher-kva.example.com"],
    ["例子.example.com", "xn--fsqu00a.example.com"],
    ["API.Example.com", "api.example.com"],
    ["api.example.com.", "api.example.com"],
    ["https://api.example.com/shop", "api.example.com"],
    ["api.example.com:443", "api.example.com"],
  ] as const) {
    it(`is the form that the service accepts: ${domain}`, () =>
      assert.equal(
        findHint((problems) => checkDomain(domain, problems, "domain")),
        `Use ${ascii}.`,
      ));
  }

  for (const domain of ["", "*", "10.0.0.1", "a b.com", "-a.com", "http://"]) {
    it(`is an example if the domain has no such form: ${JSON.stringify(domain)}`, () =>
      assert.match(findHint((problems) => checkDomain(domain, problems, "domain")) ?? "", /for example/));
  }

  it("is the same for the host of the service", () =>
    assert.equal(
      findHint((problems) => checkHost("bücher.internal:80", problems, "host")),
      "Use xn--bcher-kva.internal.",
    ));

  it("is the same for a zone", () =>
    assert.equal(
      findHint((problems) => checkInZone("a.example.com", "Example.com", problems, "dns.domain")),
      "Use example.com.",
    ));
});
