import assert from "node:assert/strict";
import { at, readCode, startTestCloud, type TestCloud, textAt, versions } from "../support/localCloud";
import { addBalancer, addInstance } from "../support/localNetwork";
import { TestAuthority } from "../support/testCertificates";

describe("CLB: access control lists and certificates", () => {
  const authority = new TestAuthority();
  let cloud: TestCloud;
  let lb: string;
  beforeEach(async () => {
    cloud = await startTestCloud();
    lb = await addBalancer(cloud, await addInstance(cloud));
  });
  afterEach(() => cloud.close());

  const slb = (action: string, query: Record<string, string>) => cloud.call(versions.slb, action, query);
  const newAcl = async () => {
    const AclId = textAt(await slb("CreateAccessControlList", { AclName: "office" }), "AclId");
    const AclEntrys = JSON.stringify([{ entry: "10.0.0.0/24", comment: "first" }]);
    await slb("AddAccessControlListEntry", { AclId, AclEntrys });
    return AclId;
  };
  const listener = (change: Record<string, string> = {}) => ({
    LoadBalancerId: lb,
    ListenerPort: "80",
    BackendServerPort: "80",
    ...change,
  });

  it("binds a list to a listener and keeps it while it is bound", async () => {
    const AclId = await newAcl();
    await slb("CreateLoadBalancerTCPListener", listener({ AclStatus: "on", AclType: "white", AclId }));
    const seen = await slb("DescribeLoadBalancerTCPListenerAttribute", {
      LoadBalancerId: lb,
      ListenerPort: "80",
    });
    assert.equal(seen.AclStatus, "on");
    assert.deepEqual(at(seen, "AclIds.AclId"), [AclId]);
    const list = await slb("DescribeAccessControlListAttribute", { AclId });
    assert.equal(at(list, "AclEntrys.AclEntry.0.AclEntryIP"), "10.0.0.0/24");
    assert.equal(at(list, "RelatedListeners.RelatedListener.0.LoadBalancerId"), lb);
    assert.equal(await readCode(slb("DeleteAccessControlList", { AclId })), "AclInUsed");
    await slb("DeleteLoadBalancerListener", { LoadBalancerId: lb, ListenerPort: "80" });
    await slb("DeleteAccessControlList", { AclId });
    assert.equal(await readCode(slb("DescribeAccessControlListAttribute", { AclId })), "AclNotExist");
  });

  it("refuses entries that are no blocks, or twice in a list", async () => {
    const AclId = await newAcl();
    const add = (entry: string) =>
      slb("AddAccessControlListEntry", { AclId, AclEntrys: JSON.stringify([{ entry }]) });
    assert.equal(await readCode(add("10.0.0.1")), "InvalidAclEntrys.Malformed");
    assert.equal(await readCode(add("10.0.0.0/24")), "AclEntryExists");
    await slb("RemoveAccessControlListEntry", { AclId, AclEntrys: '[{"entry":"10.0.0.0/24"}]' });
    await add("10.0.0.0/24");
  });

  it("has HTTPS listeners with a certificate, whose private key it does not keep", async () => {
    const { body, privateKey } = await authority.issue(["api.example.com"]);
    const uploaded = await slb("UploadServerCertificate", {
      ServerCertificate: body,
      PrivateKey: privateKey,
      ServerCertificateName: "shop",
    });
    const ServerCertificateId = textAt(uploaded, "ServerCertificateId");
    await slb("CreateLoadBalancerHTTPSListener", listener({ ListenerPort: "443", ServerCertificateId }));
    const seen = await slb("DescribeLoadBalancerHTTPSListenerAttribute", {
      LoadBalancerId: lb,
      ListenerPort: "443",
    });
    assert.equal(seen.ServerCertificateId, ServerCertificateId);
    assert.equal(seen.EnableHttp2, "on");
    assert.equal(
      await readCode(slb("DeleteServerCertificate", { ServerCertificateId })),
      "CertificateAndPrivateKeyIsRefered",
    );
    assert.doesNotMatch(JSON.stringify(cloud.store.clbCertificates.all()), /PRIVATE|BEGIN/);
    await slb("CreateLoadBalancerHTTPListener", {
      LoadBalancerId: lb,
      ListenerPort: "80",
      ListenerForward: "on",
      ForwardPort: "443",
    });
    const forward = await slb("DescribeLoadBalancerHTTPListenerAttribute", {
      LoadBalancerId: lb,
      ListenerPort: "80",
    });
    assert.equal(forward.ForwardPort, 443);
    // Nothing else applies to a listener that only redirects.
    for (const name of ["HealthCheck", "Bandwidth", "Gzip", "IdleTimeout"])
      assert.equal(forward[name], undefined);
  });

  it("refuses a certificate with the key of another", async () => {
    const one = await authority.issue(["one.example.com"]);
    const other = await authority.issue(["other.example.com"]);
    const mixed = { ServerCertificate: one.body, PrivateKey: other.privateKey };
    assert.equal(await readCode(slb("UploadServerCertificate", mixed)), "CertificateAndPrivateKeyMismatch");
  });

  it("keeps sticky sessions and persistence as they are set", async () => {
    const sticky = { StickySession: "on", StickySessionType: "insert", CookieTimeout: "86400" };
    await slb("CreateLoadBalancerHTTPListener", listener(sticky));
    const seen = await slb("DescribeLoadBalancerHTTPListenerAttribute", {
      LoadBalancerId: lb,
      ListenerPort: "80",
    });
    assert.equal(seen.StickySessionType, "insert");
    assert.equal(seen.CookieTimeout, 86_400);
    assert.equal("Cookie" in seen, false);
  });
});
