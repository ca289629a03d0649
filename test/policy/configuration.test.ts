import assert from "node:assert/strict";
import { withBinders } from "../../policy/binders/everywhere";
import { ConfigurationError, mistakesOf } from "../../policy/core/configuration";
import { rules } from "../../policy/rules";

const pathsOf = (configuration: unknown) => mistakesOf(configuration, rules).map(({ path }) => path);

describe("the configuration of the pack", () => {
  it("may set one level for all, a level and options for one rule, and exemptions", () => {
    const exemptions = [{ resource: "shop-*", reason: "moves next month", expires: "2026-02-28" }];
    const configuration = {
      all: "advisory",
      "not-judged": "disabled",
      "alb-backend-address-type-intranet": { enforcementLevel: "mandatory", exemptions },
      "api-request-protocol-https": { exceptApis: ["get-items"] },
    };
    assert.deepEqual(mistakesOf(configuration, rules), []);
  });

  it("has all its mistakes told at once, by path", () => {
    const exemptions = [
      { resource: "a", expires: "2026-02-28" },
      { resource: "a", reason: " ", expires: "2026-02-30", until: "x" },
      "all",
    ];
    const configuration = {
      all: { enforcementLevel: "strict", exemptions: [] },
      "alb-address-backend": "mandatory",
      "alb-backend-address-type-intranet": { exemptions, strict: true },
      "api-request-protocol-https": { enforcementLevel: 1, exceptApis: ["", 3] },
    };
    assert.deepEqual(pathsOf(configuration), [
      "all",
      "all.exemptions",
      "alb-address-backend",
      "alb-backend-address-type-intranet.exemptions[0].reason",
      "alb-backend-address-type-intranet.exemptions[1].reason",
      "alb-backend-address-type-intranet.exemptions[1].expires",
      "alb-backend-address-type-intranet.exemptions[1].until",
      "alb-backend-address-type-intranet.exemptions[2]",
      "alb-backend-address-type-intranet.strict",
      "api-request-protocol-https.enforcementLevel",
      "api-request-protocol-https.exceptApis[0]",
      "api-request-protocol-https.exceptApis[1]",
    ]);
  });

  it("is told what was probably meant", () => {
    const [mistake] = mistakesOf({ "api-request-https": "mandatory" }, rules);
    assert.equal(mistake?.message, "is not a rule. Did you mean api-request-protocol-https?");
  });

  it("cannot let refuse what was not judged", () => {
    for (const level of ["mandatory", "remediate", { enforcementLevel: "mandatory" }]) {
      assert.deepEqual(pathsOf({ "not-judged": level }), ["not-judged"]);
    }
    assert.deepEqual(pathsOf({ "not-judged": { enforcementLevel: "advisory", strict: true } }), [
      "not-judged.strict",
    ]);
  });

  it("that is no object is a mistake, not a crash", () => {
    assert.deepEqual(pathsOf(["all"]), ["(the configuration)"]);
    assert.deepEqual(pathsOf(null), ["(the configuration)"]);
  });

  it("ends the start of a pack with one error that has them all", () => {
    const error = new ConfigurationError(mistakesOf({ a: "b", all: "c" }, rules));
    assert.equal(error.message.split("\n").length, 3);
  });
});

describe("what binds domains", () => {
  const ours = { type: "our:index:Domain", groupProperty: "api", domainProperty: "host" };
  const other = { ...ours, domainProperty: "name" };

  it("is given once, for all rules that ask and name none of their own", () => {
    const config = withBinders(
      {
        all: "advisory",
        "api-group-domain-waf": { binders: [other] },
        "api-group-domain-cname": "mandatory",
      },
      [ours],
      rules,
    );
    assert.deepEqual(mistakesOf(config, rules), []);
    assert.deepEqual(config, {
      all: "advisory",
      "api-group-custom-domain-bound": { binders: [ours] },
      "api-group-custom-domain-not-default": { binders: [ours] },
      "api-group-domain-certificate": { binders: [ours] },
      "api-group-domain-waf": { binders: [other] },
      "api-group-domain-cname": { enforcementLevel: "mandatory", binders: [ours] },
    });
  });

  it("leaves a configuration as it is when there is none", () => {
    const config = { "api-group-domain-waf": { binders: [other] } };
    assert.equal(withBinders(config, [], rules), config);
  });

  it("is an option of those rules alone that read it", () => {
    const outside = { externallyBound: { shop: "api.example.com" } };
    const configuration = { "api-group-custom-domain-bound": outside, "api-group-domain-waf": outside };
    assert.deepEqual(pathsOf(configuration), ["api-group-domain-waf.externallyBound"]);
  });
});

describe("the rules' own words", () => {
  it("have unique names in kebab case, which is also what people configure", () => {
    const names = rules.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    for (const name of names) assert.match(name, /^[a-z0-9]+(-[a-z0-9]+)+$/);
  });

  it("are whole sentences that say what must be so and what to do", () => {
    for (const { description, remedy, why } of rules) {
      for (const sentence of [description, remedy, why]) assert.match(sentence, /^[A-Z].+\.$/s);
    }
  });
});
