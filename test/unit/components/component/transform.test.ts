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
