import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import OpenApiClient, { $OpenApiUtil } from "@alicloud/openapi-core";
import VpcClient, { DescribeVpcsRequest } from "@alicloud/vpc20160428";
import { accessKey } from "../../local/services/common/regions";
import {
  at,
  readCode,
  readRefusal,
  startTestCloud,
  type TestCloud,
  textAt,
  versions,
} from "../support/localCloud";
import { signedQuery } from "../support/signedQuery";

describe("control-plane signatures", () => {
  let cloud: TestCloud;
  beforeEach(async () => {
    cloud = await startTestCloud();
  });
  afterEach(() => cloud.close());

  const post = async (query: string, form: Record<string, string> = {}) => {
    const answer = await fetch(`http://${cloud.endpoint}/?${query}`, {
      method: "POST",
      body: new URLSearchParams(form),
    });
    const body: unknown = await answer.json();
    return { status: answer.status, body };
  };

  describe("RPC signature (HMAC-SHA1)", () => {
    it("takes a call whose parameters are in the query and in the form", async () => {
      const form = { CidrBlock: "10.0.0.0/8", Description: "blank * ~ ü & = +" };
      const answer = await post(signedQuery({ Action: "CreateVpc" }, { form }), form);
      assert.equal(answer.status, 200);
      const [vpc] = cloud.store.vpcs.all();
      assert.equal(vpc?.description, form.Description);
    });

    it("takes a GET over plain HTTP, with everything in the query", async () => {
      const query = signedQuery({ Action: "DescribeVpcs" }, { method: "GET" });
      assert.equal((await fetch(`http://${cloud.endpoint}/?${query}`)).status, 200);
    });

    it("takes a request line of 128 KB", async () => {
      const answer = await post(signedQuery({ Action: "DescribeVpcs", VpcId: "v".repeat(128 * 1024) }));
      assert.equal(answer.status, 200);
    });

    it("refuses a wrong secret, with the string to sign and without the secret", async () => {
      const answer = await post(signedQuery({ Action: "DescribeVpcs" }, { secret: "wrong-secret" }));
      assert.equal(answer.status, 400);
      assert.equal(at(answer.body, "Code"), "SignatureDoesNotMatch");
      assert.match(textAt(answer.body, "Message"), /POST&%2F&/);
      assert.doesNotMatch(JSON.stringify(answer.body), /wrong-secret|local-access-key-secret/);
    });

    it("refuses a parameter that was changed after signing", async () => {
      const answer = await post(
        signedQuery({ Action: "DescribeVpcs" }).replace("DescribeVpcs", "DescribeVSwitches"),
      );
      assert.equal(at(answer.body, "Code"), "SignatureDoesNotMatch");
    });

    for (const [place, minutes] of [
      ["past", -16],
      ["future", 16],
    ] as const) {
      it(`rejects a request that is 16 minutes in the ${place}`, async () => {
        const time = new Date(Date.now() + minutes * 60_000);
        const answer = await post(signedQuery({ Action: "DescribeVpcs" }, { time }));
        assert.equal(at(answer.body, "Code"), "InvalidTimeStamp.Expired");
        assert.equal(answer.status, 400);
      });
    }

    it("rejects a time in another format", async () => {
      const answer = await post(signedQuery({ Action: "DescribeVpcs", Timestamp: "yesterday" }));
      assert.equal(at(answer.body, "Code"), "InvalidTimeStamp.Format");
    });

    it("refuses a nonce that was used", async () => {
      const query = signedQuery({ Action: "DescribeVpcs" });
      assert.equal((await post(query)).status, 200);
      assert.equal(at((await post(query)).body, "Code"), "SignatureNonceUsed");
    });

    it("does not burn the nonce of a request with a wrong signature", async () => {
      const nonce = randomUUID();
      await post(signedQuery({ Action: "DescribeVpcs" }, { nonce, secret: "wrong" }));
      assert.equal((await post(signedQuery({ Action: "DescribeVpcs" }, { nonce }))).status, 200);
    });

    it("refuses an unsigned request", async () => {
      const answer = await post("Action=DescribeVpcs&Version=2016-04-28");
      assert.equal(at(answer.body, "Code"), "MissingSignature");
    });

    it("works with the SDK's own old signature", async () => {
      const config = new $OpenApiUtil.Config({
        ...accessKey,
        endpoint: cloud.endpoint,
        protocol: "HTTP",
        signatureAlgorithm: "v2",
      });
      const answer = await new VpcClient(config).describeVpcs(
        new DescribeVpcsRequest({ regionId: "cn-hangzhou" }),
      );
      assert.equal(answer.body?.totalCount, 0);
    });
  });

  describe("ACS3-HMAC-SHA256", () => {
    const clientWith = (
      key: Partial<typeof accessKey> | { accessKeyId?: string; accessKeySecret?: string },
    ) =>
      new VpcClient(
        new $OpenApiUtil.Config({ ...accessKey, ...key, endpoint: cloud.endpoint, protocol: "HTTP" }),
      );

    it("takes a call of the SDK over HTTP and over TLS", async () => {
      const made = await cloud.call(versions.vpc, "CreateVpc", { VpcName: "über & = *~'()!" });
      const seen = await cloud.call(
        versions.vpc,
        "DescribeVpcAttribute",
        { VpcId: textAt(made, "VpcId") },
        "HTTPS",
      );
      assert.equal(seen.VpcName, "über & = *~'()!");
    });

    it("refuses a wrong secret and an unknown key", async () => {
      const wrong = clientWith({ accessKeySecret: "wrong" }).describeVpcs(new DescribeVpcsRequest());
      assert.deepEqual(
        { ...(await readRefusal(wrong)), message: "" },
        { code: "SignatureDoesNotMatch", status: 400, message: "" },
      );
      const unknown = await readRefusal(
        clientWith({ accessKeyId: "LTAIunknownkey" }).describeVpcs(new DescribeVpcsRequest()),
      );
      assert.equal(unknown.code, "InvalidAccessKeyId.NotFound");
      assert.equal(unknown.status, 404);
      assert.doesNotMatch(unknown.message, /LTAIunknownkey/, "a key id is not repeated");
    });

    it("refuses an expired date and a repeated nonce", async () => {
      const later = await startTestCloud({ clock: () => new Date(Date.now() + 16 * 60_000) });
      try {
        assert.equal(await readCode(later.call(versions.vpc, "DescribeVpcs")), "InvalidTimeStamp.Expired");
      } finally {
        await later.close();
      }
      const fixed = new OpenApiClient(
        new $OpenApiUtil.Config({
          ...accessKey,
          endpoint: cloud.endpoint,
          protocol: "HTTP",
          globalParameters: new $OpenApiUtil.GlobalParameters({
            headers: { "x-acs-signature-nonce": "same" },
          }),
        }),
      );
      const vpc = new VpcClient(
        new $OpenApiUtil.Config({ ...accessKey, endpoint: cloud.endpoint, protocol: "HTTP" }),
      );
      vpc._globalParameters = fixed._globalParameters;
      await vpc.describeVpcs(new DescribeVpcsRequest());
      assert.equal(await readCode(vpc.describeVpcs(new DescribeVpcsRequest())), "SignatureNonceUsed");
    });
  });
});
