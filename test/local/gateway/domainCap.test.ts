import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { DomainCalls } from "../../../local/gateway/domainCalls";
import { limitSecondLevelDomain } from "../../../local/gateway/handlers/domainCap";
import { LIMITS } from "../../../local/gateway/limits";
import { refusal, routedContext } from "./context";

describe("gateway: second-level domain", () => {
  it("allows 1,000 calls a day in the Chinese mainland and 100 elsewhere", () => {
    assert.deepEqual(
      ["cn-hangzhou", "cn-shanghai", "cn-hongkong", "ap-southeast-1"].map(LIMITS.secondLevelDomainCalls),
      [1000, 1000, 100, 100],
    );
  });

  it("counts to the limit, then refuses until midnight in China", async () => {
    const domainCalls = new DomainCalls();
    const call = async (time: string) => {
      const context = routedContext({ now: new Date(time), limits: { secondLevelDomainCalls: () => 2 } });
      context.bySecondLevelDomain = true;
      context.services.domainCalls = domainCalls;
      const answer = await refusal(limitSecondLevelDomain, context);
      assert.match(context.responseHeaders["Content-Disposition"] ?? "", /ApiResponseForInnerDomain/);
      return answer;
    };
    assert.equal(await call("2026-01-01T15:00:00Z"), "");
    assert.equal(await call("2026-01-01T15:30:00Z"), "");
    assert.match(await call("2026-01-01T15:59:59Z"), /^429 T429ID: Throttled by /);
    assert.equal(await call("2026-01-01T16:00:00Z"), "");
  });

  it("leaves other domains alone", async () => {
    const context = routedContext({ limits: { secondLevelDomainCalls: () => 0 } });
    assert.equal(await refusal(limitSecondLevelDomain, context), "");
    assert.deepEqual(context.responseHeaders, {});
  });
});
