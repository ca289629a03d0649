import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadOrCreateAuthority } from "../../local/rpc/certificates";

const day = 24 * 60 * 60_000;

describe("certificate authority", () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "authority-"));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it("makes a CA and a server certificate that it signed, for loopback and group domains", async () => {
    const { caPem, cert, caPath } = await loadOrCreateAuthority(dir);
    const ca = new X509Certificate(caPem);
    const server = new X509Certificate(cert);
    assert.equal(ca.ca, true);
    assert.equal(server.ca, false);
    assert.ok(ca.verify(ca.publicKey) && server.verify(ca.publicKey) && server.checkIssued(ca));
    for (const name of ["127.0.0.1", "::1"]) assert.ok(server.checkIP(name), name);
    for (const name of ["localhost", "a1b2-cn-hangzhou.alicloudapi.com"])
      assert.ok(server.checkHost(name), name);
    assert.equal(server.checkHost("a.b.alicloudapi.com"), undefined);
    assert.equal(readFileSync(caPath, "utf8"), caPem);
  });

  it("stands the strictest check of OpenSSL", async function () {
    if (spawnSync("openssl", ["version"]).error) this.skip();
    const { caPath } = await loadOrCreateAuthority(dir);
    const args = ["verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", "localhost"];
    const { status, stderr } = spawnSync("openssl", [...args, "-CAfile", caPath, join(dir, "server.pem")], {
      encoding: "utf8",
    });
    assert.equal(status, 0, stderr);
  });

  it("keeps private keys from others", async () => {
    await loadOrCreateAuthority(dir);
    for (const file of ["ca-key.pem", "server-key.pem"])
      assert.equal(statSync(join(dir, file)).mode & 0o777, 0o600);
  });

  it("uses both again, until they expire soon", async () => {
    const first = await loadOrCreateAuthority(dir);
    assert.equal((await loadOrCreateAuthority(dir)).cert, first.cert);
    const later = await loadOrCreateAuthority(dir, () => new Date(Date.now() + 380 * day));
    assert.equal(later.caPem, first.caPem);
    assert.notEqual(later.cert, first.cert);
    const muchLater = await loadOrCreateAuthority(dir, () => new Date(Date.now() + 3640 * day));
    assert.notEqual(muchLater.caPem, first.caPem);
    assert.ok(new X509Certificate(muchLater.cert).verify(new X509Certificate(muchLater.caPem).publicKey));
  });

  it("issues certificates for other names", async () => {
    const { caPem, issue } = await loadOrCreateAuthority(dir);
    const custom = new X509Certificate((await issue(["api.example.com"])).cert);
    assert.ok(custom.checkHost("api.example.com"));
    assert.ok(custom.verify(new X509Certificate(caPem).publicKey));
  });

  it("names the files when they are damaged", async () => {
    const { caPath } = await loadOrCreateAuthority(dir);
    writeFileSync(caPath, "no certificate");
    await assert.rejects(loadOrCreateAuthority(dir), /ca\.pem and .*ca-key\.pem are not usable.*Delete both/);
  });
});
