import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { VpcApi, type VpcApiArgs } from "../../../../../components";
import { deployToMocks } from "../../../../../testing/mocks";
import { TestAuthority, type TestCertificate } from "../../../../support/testCertificates";

/** The warnings of a program. */
async function warnings(change: Partial<VpcApiArgs>): Promise<string[]> {
  const told: string[] = [];
  const { warn } = pulumi.log;
  Object.assign(pulumi.log, { warn: async (text: string) => void told.push(text) });
  try {
    await deployToMocks(
      () =>
        new VpcApi("shop", {
          network: { zones: ["cn-hangzhou-h", "cn-hangzhou-i"] },
          group: { groupName: "shop" },
          routes: { "list-items": "/items" },
          apps: { shop_frontend: {} },
          ...change,
        }),
    );
  } finally {
    Object.assign(pulumi.log, { warn });
  }
  return told;
}

describe("a declined redirect", () => {
  const both = { protocols: ["HTTP" as const, "HTTPS" as const] };
  let certificate: TestCertificate;
  before(async () => {
    certificate = await new TestAuthority().issue(["a.example.com", "b.example.com", "c.example.com"]);
  });
  const domain = (name: string, redirect?: boolean) => ({
    domain: name,
    certificate,
    ...(redirect === undefined ? {} : { redirect }),
  });
  const declined = () => [domain("a.example.com", false), domain("b.example.com", false)];
  const routes = {
    "list-items": "/items",
    "get-item": { ...both, path: "/items/[id]" },
    "put-item": { ...both, method: "PUT" as const, path: "/items/[id]" },
    "get-open": { ...both, path: "/open", auth: "anonymous" as const },
    "get-signed": { ...both, path: "/signed", appCode: "off" as const },
  };

  it("causes one warning with the routes that accept HTTP, and the domains", async () => {
    const told = await warnings({ routes, domains: [...declined(), domain("c.example.com")] });
    assert.equal(told.length, 1);
    assert.match(told[0] ?? "", /get-item, put-item accept HTTP/);
    assert.match(
      told[0] ?? "",
      /a\.example\.com, b\.example\.com do not redirect it\. Remove redirect: false/,
    );
  });

  it("causes no warning with a redirect, or if no AppCode is sent over HTTP", async () => {
    assert.deepEqual(await warnings({ routes, domains: [domain("a.example.com")] }), []);
    const { "list-items": secure, "get-open": open, "get-signed": signed } = routes;
    const harmless = { "list-items": secure, "get-open": open, "get-signed": signed };
    assert.deepEqual(await warnings({ routes: harmless, domains: declined() }), []);
  });
});
