import assert from "node:assert/strict";
import type { RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { createSniffingServer } from "../../local/http/sniff";
import { Table } from "../../local/store/table";
import {
  readCode,
  readRefusal,
  startTestCloud,
  type TestCloud,
  textAt,
  versions,
} from "../support/localCloud";
import { signedQuery } from "../support/signedQuery";

describe("control-plane protocol", () => {
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

  describe("what is not there", () => {
    it("refuses an unknown action by product, version and name", async () => {
      const refusal = await readRefusal(cloud.call(versions.ecs, "ExportImage"));
      assert.equal(refusal.code, "InvalidAction.NotFound");
      assert.equal(refusal.status, 404);
      assert.match(
        refusal.message,
        /local cloud does not implement action ExportImage of product ecs 2014-05-26/,
      );
    });

    it("refuses an unknown product version", async () => {
      assert.equal(await readCode(cloud.call("2019-01-01", "CreateLoadBalancer")), "InvalidVersion.NotFound");
    });

    it("refuses an undeclared parameter by name, before it looks at the others", async () => {
      const refusal = await readRefusal(cloud.call(versions.vpc, "CreateVSwitch", { "Ipv6.Cidr": "1" }));
      assert.equal(refusal.code, "LocalCloud.ParameterNotImplemented");
      assert.match(refusal.message, /parameter Ipv6\.Cidr of action CreateVSwitch/);
    });

    it("refuses a value that the real service has and this one not", async () => {
      const refusal = await readRefusal(
        cloud.call(versions.vpc, "AllocateEipAddress", { Netmode: "hybrid" }),
      );
      assert.equal(refusal.code, "LocalCloud.ValueNotImplemented");
    });

    it("refuses an unknown region", async () => {
      const refusal = await readRefusal(cloud.call(versions.vpc, "DescribeVpcs", { RegionId: "cn-nowhere" }));
      assert.equal(refusal.code, "InvalidRegionId.NotFound");
      assert.match(refusal.message, /cn-hangzhou/);
    });

    it("names what is missing and what is malformed", async () => {
      assert.equal(await readCode(cloud.call(versions.vpc, "DescribeVpcAttribute")), "MissingVpcId");
      assert.equal(
        await readCode(cloud.call(versions.vpc, "DescribeVpcs", { PageNumber: "x" })),
        "InvalidPageNumber.Malformed",
      );
      assert.equal(
        await readCode(cloud.call(versions.vpc, "DescribeVpcs", { PageSize: "101" })),
        "InvalidPageSize.OutOfRange",
      );
    });
  });

  describe("answers", () => {
    it("keeps a connection open for longer than clients keep one to use it again", async () => {
      const answer = await fetch(`http://${cloud.endpoint}/?Action=DescribeRegions`, { method: "POST" });
      await answer.text();
      const [, seconds] = /timeout=(\d+)/.exec(answer.headers.get("keep-alive") ?? "") ?? [];
      // Go's http.Transport, which the provider calls with, keeps an idle one for 90 seconds.
      assert.ok(Number(seconds) > 90, seconds);
    });

    it("has an envelope of five texts for every error", async () => {
      const { body } = await post("Action=DescribeVpcs&Version=2016-04-28");
      for (const field of ["RequestId", "HostId", "Code", "Message", "Recommend"]) textAt(body, field);
    });

    it("has a request id that clients do not misread, also in the header", async () => {
      const answer = await fetch(`http://${cloud.endpoint}/?${signedQuery({ Action: "DescribeVpcs" })}`, {
        method: "POST",
      });
      const id = textAt(await answer.json(), "RequestId");
      assert.match(id, /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
      assert.doesNotMatch(id, /500|-735|-21020|-22001|-22031/);
      assert.equal(answer.headers.get("x-acs-request-id"), id);
    });

    it("refuses other paths and methods with 4xx", async () => {
      assert.equal((await fetch(`http://${cloud.endpoint}/other`)).status, 405);
      assert.equal((await fetch(`http://${cloud.endpoint}/`, { method: "DELETE" })).status, 405);
    });

    it("answers what is too large, or no URL", async () => {
      const large = await fetch(`http://${cloud.endpoint}/`, { method: "POST", body: "x".repeat(5_000_000) });
      assert.equal(large.status, 413);
      assert.equal(textAt(await large.json(), "Code"), "RequestBody.TooLarge");
      assert.equal((await fetch(`http://${cloud.endpoint}//`)).status, 405);
      assert.doesNotMatch(cloud.lines.join("\n"), /bug in/);
    });

    it("lets nobody write lines of the log", async () => {
      await post(`Action=${encodeURIComponent("X\nvpc DeleteVpc 200")}&Version=2016-04-28`);
      assert.doesNotMatch(cloud.lines.join("\n"), /DeleteVpc/);
    });

    it("gives the first answer again for the same client token, and refuses the token for something else", async () => {
      const request = { CidrBlock: "10.0.0.0/8", ClientToken: "token-1" };
      const first = await cloud.call(versions.vpc, "CreateVpc", request);
      const second = await cloud.call(versions.vpc, "CreateVpc", request);
      assert.equal(second.VpcId, first.VpcId);
      assert.equal(cloud.store.vpcs.all().length, 1);
      const other = cloud.call(versions.vpc, "CreateVpc", { ...request, CidrBlock: "172.16.0.0/12" });
      assert.equal(await readCode(other), "IdempotentParameterMismatch");
    });

    it("answers a bug of its own with 400 and logs it", async () => {
      const { filter } = Table.prototype;
      Table.prototype.filter = () => {
        throw new TypeError("broken on purpose");
      };
      const refusal = await readRefusal(cloud.call(versions.vpc, "DescribeVpcs"));
      Table.prototype.filter = filter;
      assert.equal(refusal.code, "LocalCloud.InternalFailure");
      assert.equal(refusal.status, 400);
      assert.ok(cloud.lines.some((line) => line.includes("broken on purpose")));
    });
  });

  describe("one port for HTTP and TLS", () => {
    for (const [kind, servername] of [
      ["a loopback name", "localhost"],
      ["the domain of a group", "abc-cn-hangzhou.alicloudapi.com"],
    ] as const) {
      it(`serves TLS with a certificate of its own authority for ${kind}`, async () => {
        const port = cloud.controlPlane.address?.port ?? 0;
        const target = { port, host: "127.0.0.1", servername, ca: cloud.authority.caPem };
        assert.equal(await statusOverTls(target), 404);
      });
    }

    it("has no certificate for other names, or of a public authority", async () => {
      const port = cloud.controlPlane.address?.port ?? 0;
      await assert.rejects(
        statusOverTls({ port, host: "127.0.0.1", servername: "example.com", ca: cloud.authority.caPem }),
      );
      await assert.rejects(
        statusOverTls({ port, host: "127.0.0.1", servername: "localhost" }),
        /self-signed|unable to/,
      );
    });

    it("reports a port that is in use", async () => {
      const port = cloud.controlPlane.address?.port ?? 0;
      const second = createSniffingServer({ tls: cloud.authority, handler: () => undefined });
      await assert.rejects(second.listen(port), new RegExp(`Port ${port} on 127.0.0.1 is in use`));
    });

    it("keeps a record of calls without their parameters", async () => {
      await cloud.call(versions.cloudapi, "CreateApp", {
        AppName: "secret_app",
        AppSecret: "very-secret-text",
      });
      await readCode(cloud.call(versions.vpc, "DescribeVpcAttribute"));
      const records = cloud.controlPlane.calls.map(({ product, action, status, code }) => ({
        product,
        action,
        status,
        code,
      }));
      assert.deepEqual(records, [
        { product: "cloudapi", action: "CreateApp", status: 200, code: "" },
        { product: "vpc", action: "DescribeVpcAttribute", status: 400, code: "MissingVpcId" },
      ]);
      assert.doesNotMatch(cloud.lines.join("\n"), /very-secret-text/);
    });
  });
});

function statusOverTls(options: RequestOptions & { ca?: string; servername: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    // Without action: what counts is that the handshake succeeds.
    const request = httpsRequest(
      { ...options, agent: false, path: "/?Version=2016-04-28&Action=X" },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    request.on("error", reject);
    request.end();
  });
}
