import assert from "node:assert/strict";
import type * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import { type Transform, transformed } from "../../../../components/component/transform";

const api = (): alicloud.apigateway.ApiArgs => ({
  groupId: "group",
  authType: "APP",
  description: "GET /nginx",
  serviceType: "HTTP-VPC",
  requestConfig: { protocol: "HTTPS", method: "GET", path: "/nginx", mode: "PASSTHROUGH" },
  stageNames: ["RELEASE"],
});

const apply = (transform: Transform<alicloud.apigateway.ApiArgs> | undefined) =>
  transformed(transform, "shop-get", api(), { protect: false });

describe("transform of a child", () => {
  it("does not change a child without a transform", () => {
    assert.deepEqual(apply(undefined), ["shop-get", api(), { protect: false }]);
  });

  it("merges an object in depth", () => {
    const [, args] = apply({ requestConfig: { bodyFormat: "STREAM" } });
    assert.deepEqual(args, {
      ...api(),
      requestConfig: { ...(api().requestConfig as object), bodyFormat: "STREAM" },
    });
  });

  it("merges an instance of a class", () => {
    const [, args] = apply(
      new (class {
        description = "mine";
      })(),
    );
    assert.deepEqual(args, { ...api(), description: "mine" });
  });

  it("replaces lists and Outputs, and removes undefined", () => {
    const later = pulumi.output("later");
    const [, args] = apply({ stageNames: ["TEST"], groupId: later, description: undefined });
    assert.deepEqual(args.stageNames, ["TEST"]);
    assert.equal(args.groupId, later);
    assert.equal("description" in args, false);
  });

  it("passes arguments, options and name to a function", () => {
    const seen: string[] = [];
    const [, args, options] = apply((own, ownOptions, name) => {
      seen.push(name);
      own.description = "mine";
      ownOptions.protect = true;
    });
    assert.deepEqual([seen, args.description, options.protect], [["shop-get"], "mine", true]);
  });

  for (const [what, transform] of [
    ["a copy of the arguments", (args) => ({ ...args, description: "mine" })],
    ["arguments and options, as for Pulumi", (args, opts) => ({ props: args, opts })],
    [
      "a promise",
      async (args) => {
        await Promise.resolve();
        args.description = "mine";
      },
    ],
  ] as [string, (args: alicloud.apigateway.ApiArgs, opts: object) => unknown][]) {
    it(`rejects a function that returns ${what}, which would have no effect`, () =>
      assert.throws(() => apply(transform as () => void), /^Error: transform: .* shop-get .* in place/));
  }

  for (const [what, transform] of [
    ["what it assigns", (args) => (args.constantParameters = [])],
    [
      "an object that it assigns",
      (args) => (args.requestConfig = { method: "GET", path: "/", protocol: "", mode: "" }),
    ],
    ["the changed arguments", (args) => Object.assign(args, { description: "mine" })],
  ] as [string, (args: alicloud.apigateway.ApiArgs) => unknown][]) {
    it(`accepts a function that returns ${what}`, () => assert.ok(apply(transform as () => void)));
  }

  it("does not change its input", () => {
    const given = api();
    const setGroup = (own: alicloud.apigateway.ApiArgs) => {
      own.groupId = "other";
    };
    transformed<alicloud.apigateway.ApiArgs>({ requestConfig: { path: "/other" } }, "a", given, {});
    transformed<alicloud.apigateway.ApiArgs>(setGroup, "a", given, {});
    assert.deepEqual(given, api());
  });

  it("is checked by TypeScript", () => {
    // @ts-expect-error: there is no such argument
    const wrong: Transform<alicloud.apigateway.ApiArgs> = { requestConfig: { pth: "/" } };
    assert.ok(wrong);
  });
});
