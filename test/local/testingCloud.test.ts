import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import VpcClient, { CreateVpcRequest } from "@alicloud/vpc20160428";
import { ask } from "../../testing/ask";
import { type LocalCloud, startLocalCloud } from "../../testing/index";
import { until } from "../support/localCloud";
import { makeHome } from "../support/ownHome";

const canary = "canary-of-a-real-account";

/** Makes a VPC, as the provider would. */
async function createVpc({ endpoint, config }: LocalCloud): Promise<void> {
  const [accessKeyId, accessKeySecret] = ["accessKey", "secretKey"].map(
    (key) => config[`alicloud:${key}`]?.value,
  );
  assert.ok(accessKeyId && accessKeySecret);
  const given = { endpoint, accessKeyId, accessKeySecret, protocol: "HTTP", regionId: "cn-hangzhou" };
  await new VpcClient(new $OpenApiUtil.Config(given)).createVpc(
    new CreateVpcRequest({ regionId: "cn-hangzhou", cidrBlock: "10.0.0.0/16" }),
  );
}

/** Whether something listens at host and port. */
function listens(endpoint: string): Promise<boolean> {
  const [host = "", port = ""] = endpoint.split(":");
  return new Promise((resolve) => {
    const socket = connect(Number(port), host);
    socket.on("connect", () => resolve(true)).on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
}

describe("a local cloud for a program's own tests", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "testing-cloud-"));
  const home = join(folder, "home");
  const kept = () => readdirSync(join(home, "testing"));
  const { ALICLOUD_VPC_API_HOME } = process.env;
  before(() => {
    process.env.ALICLOUD_VPC_API_HOME = makeHome(home);
  });
  after(() => {
    if (ALICLOUD_VPC_API_HOME === undefined) delete process.env.ALICLOUD_VPC_API_HOME;
    else process.env.ALICLOUD_VPC_API_HOME = ALICLOUD_VPC_API_HOME;
    rmSync(folder, { recursive: true, force: true });
  });

  describe("that runs", () => {
    let cloud: LocalCloud;
    const lines: string[] = [];
    before(async () => {
      process.env.ALICLOUD_SECRET_KEY = canary;
      process.env.PULUMI_ACCESS_TOKEN = canary;
      cloud = await startLocalCloud({ log: (line) => lines.push(line) });
    });
    after(async () => {
      delete process.env.ALICLOUD_SECRET_KEY;
      delete process.env.PULUMI_ACCESS_TOKEN;
      await cloud.stop();
    });

    it("lets a run see nothing of a real account, and all of it on loopback", () => {
      const environment = { ...process.env, ...cloud.env };
      assert.ok(!Object.values(environment).includes(canary));
      assert.match(environment.PULUMI_BACKEND_URL ?? "", /^file:/);
      const addresses = JSON.stringify(cloud.config["alicloud:endpoints"]).match(/[\w.]+:\d+/g) ?? [];
      assert.ok(addresses.length > 5);
      for (const address of addresses) assert.match(address, /^(127\.0\.0\.1|localhost):\d+$/);
    });

    it("tells what it holds and who called what", async () => {
      assert.deepEqual(await cloud.resources(), { total: 0, byKind: {} });
      await createVpc(cloud);
      assert.equal((await cloud.resources()).byKind.vpc, 1);
      assert.equal((await cloud.calls()).at(-1)?.action, "CreateVpc");
      assert.ok(lines.some((line) => line.includes("CreateVpc")));
      assert.deepEqual(await cloud.requests(), []);
    });

    it("answers a call with the gateway's own error where there is no API", async () => {
      const headers = { "Content-Type": "application/json" };
      const answer = await cloud.call({
        url: "http://nobody.example.com/",
        method: "POST",
        body: "{}",
        headers,
      });
      assert.equal(answer.headers["x-ca-error-code"], "I404DO");
      assert.equal((await cloud.requests()).at(-1)?.method, "POST");
    });

    it("rejects a call by HTTPS of a domain without a certificate", async () => {
      await assert.rejects(cloud.call({ url: "https://nobody.example.com/" }), /altnames|certificate/i);
    });

    it("rejects a call of an invalid URL, such as a missing output", async () => {
      await assert.rejects(cloud.call({ url: String(undefined) }), /url is "undefined", which is not a URL/);
    });

    it("applies its faults, and rejects impossible ones by path", async () => {
      await assert.rejects(
        cloud.setFaults([{ product: "vpc", action: "CreateVpcs", code: "Throttling.User" }]),
        /\[0\]\.action: is "CreateVpcs"/,
      );
      await assert.rejects(
        cloud.setSoldOut({ "cn-nowhere-a": ["alb"] }),
        /"cn-nowhere-a" does not exist here/,
      );
      await cloud.setSoldOut({ "cn-hangzhou-h": ["alb"] });
      await cloud.setFaults([
        { product: "vpc", action: "CreateVpc", code: "QuotaExceeded.Vpc", status: 400 },
      ]);
      await assert.rejects(createVpc(cloud), /QuotaExceeded\.Vpc/);
      await cloud.setFaults([]);
      await createVpc(cloud);
    });
  });

  it("leaves neither a process nor a file when it stops, and stops once", async () => {
    const cloud = await startLocalCloud();
    assert.equal(kept().length, 1);
    await Promise.all([cloud.stop(), cloud.stop()]);
    await cloud.stop();
    assert.equal(await listens(cloud.endpoint), false);
    assert.deepEqual(kept(), []);
  });

  it("resumes with a folder, which no other may use meanwhile", async () => {
    const given = { folder: join(folder, "kept") };
    const cloud = await startLocalCloud(given);
    await createVpc(cloud);
    await assert.rejects(startLocalCloud(given), /Another local cloud uses/);
    await cloud.stop();
    const again = await startLocalCloud(given);
    assert.equal((await again.resources()).byKind.vpc, 1);
    await again.stop();
  });

  it("refuses a port that is in use", async () => {
    const cloud = await startLocalCloud();
    await assert.rejects(startLocalCloud({ port: Number(cloud.endpoint.split(":")[1]) }), /in use/);
    await cloud.stop();
  });

  it("clears away what one left that was killed, and nothing of one that runs", async () => {
    const running = await startLocalCloud();
    const [own] = kept();
    const killed = await startLocalCloud();
    const [left] = kept().filter((name) => name !== own);
    assert.ok(left);
    const { pid } = await ask(killed.endpoint, "status");
    process.kill(Number(pid), "SIGKILL");
    await until("it is gone", async () => !(await listens(killed.endpoint)));
    // As if it was killed a minute ago.
    const then = new Date(Date.now() - 60_000);
    utimesSync(join(home, "testing", left, "cloud.lock"), then, then);
    const next = await startLocalCloud();
    assert.equal(kept().length, 2);
    assert.ok(own && kept().includes(own) && !kept().includes(left));
    assert.equal(await listens(running.endpoint), true);
    await Promise.all([running.stop(), next.stop(), killed.stop()]);
    assert.deepEqual(kept(), []);
  });

  it("ends with the process that started it, even one that is killed", async () => {
    const program = `require(${JSON.stringify(require.resolve("../../testing/index"))})
      .startLocalCloud().then(({ endpoint }) => { console.log(endpoint); setInterval(() => {}, 1_000); });`;
    const child = spawn(process.execPath, ["--import", "tsx", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const endpoint: string = await new Promise((resolve) =>
      createInterface({ input: child.stdout }).once("line", resolve),
    );
    assert.equal(await listens(endpoint), true);
    child.kill("SIGKILL");
    await until("it stops", async () => !(await listens(endpoint)));
    await until("it removes what it kept", () => kept().length === 0);
  });
});
