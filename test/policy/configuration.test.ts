import assert from "node:assert/strict";
import { ConfigurationError, validateConfiguration } from "../../policy/core/configuration";
import { addDomainBindings } from "../../policy/domains/configuration";
import { rules } from "../../policy/rules";

const findPaths = (configuration: unknown) =>
  validateConfiguration(configuration, rules).map(({ path }) => path);

describe("pack configuration", () => {
  it("accepts a level for all rules, levels and options of one rule, and exemptions", () => {
    const exemptions = [{ resource: "shop-*", reason: "moves next month", expires: "2026-02-28" }];
    const configuration = {
      all: "advisory",
      "not-judged": "disabled",
      "alb-backend-address-type-intranet": { enforcementLevel: "mandatory", exemptions },
      "api-request-protocol-https": { exceptApis: ["get-items"] },
    };
    assert.deepEqual(validateConfiguration(configuration, rules), []);
  });

  it("reports all problems at once, by path", () => {
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
    assert.deepEqual(findPaths(configuration), [
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

  it("suggests the probable rule name", () => {
    const [problem] = validateConfiguration({ "api-request-https": "mandatory" }, rules);
    assert.equal(problem?.message, "is not the name of a rule. Did you mean api-request-protocol-https?");
  });

  it("refers to the list of all rules if no name is similar", () => {
    const [problem] = validateConfiguration({ firewall: "mandatory" }, rules);
    assert.match(
      problem?.message ?? "",
      /^is not the name of a rule\. See https:\S+\/docs\/rules\/README\.md for all rules\.$/,
    );
  });

  for (const level of ["mandatory", "remediate", { enforcementLevel: "mandatory" }]) {
    it(`does not accept the blocking level ${JSON.stringify(level)} for not-judged`, () => {
      assert.deepEqual(findPaths({ "not-judged": level }), ["not-judged"]);
    });
  }

  it("does not accept an option for not-judged", () => {
    assert.deepEqual(findPaths({ "not-judged": { enforcementLevel: "advisory", strict: true } }), [
      "not-judged.strict",
    ]);
  });

  it("must be an object", () => {
    assert.deepEqual(findPaths(["all"]), ["(configuration)"]);
    assert.deepEqual(findPaths(null), ["(configuration)"]);
  });

  it("throws one error with all problems", () => {
    const error = new ConfigurationError(validateConfiguration({ a: "b", all: "c" }, rules));
    assert.equal(error.message.split("\n").length, 3);
  });
});

describe("domain bindings of the pack", () => {
  const ours = { type: "our:index:Domain", groupProperty: "api", domainProperty: "host" };
  const other = { ...ours, domainProperty: "name" };

  it("apply to all rules with the option that do not set it", () => {
    const config = addDomainBindings(
      {
        all: "advisory",
        "api-group-domain-waf": { domainBindings: [other] },
        "api-group-domain-cname": "mandatory",
      },
      [ours],
      rules,
    );
    assert.deepEqual(validateConfiguration(config, rules), []);
    assert.deepEqual(config, {
      all: "advisory",
      "api-group-custom-domain-bound": { domainBindings: [ours] },
      "api-group-custom-domain-not-default": { domainBindings: [ours] },
      "api-group-domain-certificate": { domainBindings: [ours] },
      "api-group-domain-https-redirect": { domainBindings: [ours] },
      "api-group-domain-waf": { domainBindings: [other] },
      "api-group-domain-cname": { enforcementLevel: "mandatory", domainBindings: [ours] },
    });
  });

  it("do not change the configuration if there are none", () => {
    const config = { "api-group-domain-waf": { domainBindings: [other] } };
    assert.equal(addDomainBindings(config, [], rules), config);
  });

  it("are accepted only by rules with the option", () => {
    const outside = { externallyBound: { shop: "api.example.com" } };
    const configuration = { "api-group-custom-domain-bound": outside, "api-group-domain-waf": outside };
    assert.deepEqual(findPaths(configuration), ["api-group-domain-waf.externallyBound"]);
  });
});

describe("rule texts", () => {
  it("have unique names", () => {
    const names = rules.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
  });

  for (const { name, description, hint, why } of rules) {
    it(`of ${name} have a name in kebab case`, () => {
      assert.match(name, /^[a-z0-9]+(-[a-z0-9]+)+$/);
    });

    for (const [text, sentence] of Object.entries({ description, hint, why })) {
      it(`of ${name} have a full sentence as ${text}`, () => {
        assert.match(sentence, /^[A-Z].+\.$/s);
      });
    }
  }
});
