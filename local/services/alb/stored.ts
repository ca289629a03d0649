import { albOperation, type Call } from "../common/call";
import { storedKind } from "../common/stored";
import { keyValueTags } from "../common/tags";
import { albError } from "./errors";
import { newJob } from "./jobs";
import { findListener } from "./listeners";
import { findActiveAlb } from "./loadBalancers";
import { listed, listParameters } from "./pages";

const text = { type: "string" } as const;
const texts = { type: "list", item: text } as const;
const required = { type: "string", required: true } as const;
const flag = { type: "boolean" } as const;
const common = { ClientToken: text, DryRun: { type: "boolean", implemented: [false] } } as const;

export const securityPolicy = storedKind({
  define: albOperation,
  kind: "alb security policy",
  idName: "SecurityPolicyId",
  newId: "spy",
  notFound: "ResourceNotFound.SecurityPolicy",
  fields: { SecurityPolicyName: { type: "string", maxLength: 128 }, TLSVersions: texts, Ciphers: texts },
  tags: ({ tags }) => ({ Tags: keyValueTags(tags) }),
  describe: (_call, { createdTime }) => ({ SecurityPolicyStatus: "Available", CreateTime: createdTime }),
});

const older = ["ECDHE-ECDSA-AES128-SHA", "ECDHE-RSA-AES128-SHA", "AES128-SHA", "AES256-SHA"];
const newer = ["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384"];
/** The policies that every account has. */
const systemPolicies = [
  {
    SecurityPolicyId: "tls_cipher_policy_1_0",
    TLSVersions: ["TLSv1.0", "TLSv1.1", "TLSv1.2"],
    Ciphers: [...newer, ...older],
  },
  {
    SecurityPolicyId: "tls_cipher_policy_1_1",
    TLSVersions: ["TLSv1.1", "TLSv1.2"],
    Ciphers: [...newer, ...older],
  },
  { SecurityPolicyId: "tls_cipher_policy_1_2", TLSVersions: ["TLSv1.2"], Ciphers: [...newer, ...older] },
  { SecurityPolicyId: "tls_cipher_policy_1_2_strict", TLSVersions: ["TLSv1.2"], Ciphers: newer },
  {
    SecurityPolicyId: "tls_cipher_policy_1_2_strict_with_1_3",
    TLSVersions: ["TLSv1.2", "TLSv1.3"],
    Ciphers: ["TLS_AES_128_GCM_SHA256", ...newer],
  },
];

const listenersWith = (call: Call, policyId: string) =>
  call.store.albListeners.filter(({ securityPolicyId }) => securityPolicyId === policyId);

/** TLS settings of HTTPS listeners, for which the local cloud carries no traffic. */
const securityPolicies = [
  securityPolicy.create("CreateSecurityPolicy", {
    fixed: { ResourceGroupId: text },
    required: ["SecurityPolicyName", "TLSVersions", "Ciphers"],
  }),
  securityPolicy.list("ListSecurityPolicies", {
    filters: { SecurityPolicyIds: texts, SecurityPolicyNames: texts, ResourceGroupId: text },
    fieldOf: { SecurityPolicyIds: "SecurityPolicyId", SecurityPolicyNames: "SecurityPolicyName" },
    as: "SecurityPolicies",
    byToken: true,
  }),
  securityPolicy.changing("UpdateSecurityPolicyAttribute", {
    answer: (call, resource) => newJob(call, "UpdateSecurityPolicyAttribute", resource, "securitypolicy"),
  }),
  securityPolicy.remove("DeleteSecurityPolicy", {}, (call, { id }) => {
    const [listener] = listenersWith(call, id);
    if (listener) throw albError("ResourceInUse.SecurityPolicy", id, listener.id);
  }),
  albOperation({
    action: "ListSystemSecurityPolicies",
    parameters: {},
    handle: () => ({ SecurityPolicies: systemPolicies }),
  }),
  albOperation({
    action: "ListSecurityPolicyRelations",
    parameters: { SecurityPolicyIds: texts },
    handle: (call, p) => ({
      // The API spells it this way.
      SecrityPolicyRelations: p.SecurityPolicyIds.map((SecurityPolicyId) => ({
        SecurityPolicyId,
        RelatedListeners: listenersWith(call, SecurityPolicyId).map((one) => ({
          ListenerId: one.id,
          ListenerPort: one.port,
          ListenerProtocol: one.protocol,
          LoadBalancerId: one.loadBalancerId,
        })),
      })),
    }),
  }),
];

const script = storedKind({
  define: albOperation,
  kind: "alb script",
  idName: "AScriptId",
  newId: "as",
  notFound: "ResourceNotFound.AScript",
  fields: {},
});
const extAttributes = { type: "objects", fields: { AttributeKey: text, AttributeValue: text } } as const;
const scriptFields = {
  AScriptName: text,
  ScriptContent: text,
  Enabled: flag,
  ExtAttributeEnabled: flag,
  ExtAttributes: extAttributes,
} as const;

/** Scripts of listeners. The local cloud does not run them. */
const scripts = [
  albOperation({
    action: "CreateAScripts",
    parameters: {
      ...common,
      ListenerId: required,
      AScripts: {
        type: "objects",
        max: 1,
        required: true,
        fields: {
          ...scriptFields,
          Position: { type: "string", enum: ["RequestHead", "RequestFoot", "ResponseHead"] },
        },
      },
    },
    handle(call, p) {
      const listener = findListener(call, p.ListenerId);
      const created = p.AScripts.map((one) =>
        script.put(call, { ExtAttributeEnabled: false, ...one, ListenerId: listener.id }),
      );
      return {
        AScriptIds: created.map(({ id }) => ({ AScriptId: id })),
        ...newJob(call, "CreateAScripts", listener, "listener"),
      };
    },
  }),
  albOperation({
    action: "UpdateAScripts",
    parameters: {
      ...common,
      AScripts: { type: "objects", max: 1, required: true, fields: { ...scriptFields, AScriptId: required } },
    },
    handle(call, p) {
      const [changed] = p.AScripts.map(({ AScriptId, ...values }) => {
        const found = script.find(call, AScriptId);
        script.change(found, values);
        return found;
      });
      return changed ? newJob(call, "UpdateAScripts", changed, "listener") : {};
    },
  }),
  albOperation({
    action: "ListAScripts",
    parameters: { AScriptIds: texts, AScriptNames: texts, ListenerIds: texts, ...listParameters },
    handle(call, p) {
      const fits = (wanted: readonly string[], value: unknown) =>
        wanted.length === 0 || wanted.includes(String(value));
      const rows = script
        .inScope(call)
        .filter(
          ({ id, values }) =>
            fits(p.AScriptIds, id) &&
            fits(p.AScriptNames, values.AScriptName) &&
            fits(p.ListenerIds, values.ListenerId),
        )
        .map(({ id, values }) => ({
          ...values,
          AScriptId: id,
          AScriptStatus: "Available",
          LoadBalancerId: call.store.albListeners.get(String(values.ListenerId))?.loadBalancerId ?? "",
        }));
      return listed("AScripts", rows, p);
    },
  }),
  albOperation({
    action: "DeleteAScripts",
    parameters: { ...common, AScriptIds: { ...texts, required: true } },
    handle(call, p) {
      const found = p.AScriptIds.map((id) => script.find(call, id));
      for (const { id } of found) call.store.storedResources.delete(id);
      return found[0] ? newJob(call, "DeleteAScripts", found[0], "listener") : {};
    },
  }),
];

const certificates = {
  type: "objects",
  max: 20,
  required: true,
  fields: { CertificateId: required },
} as const;

/** Further certificates of HTTPS listeners. */
const listenerCertificates = [
  ...(
    ["AssociateAdditionalCertificatesWithListener", "DissociateAdditionalCertificatesFromListener"] as const
  ).map((action) =>
    albOperation({
      action,
      parameters: { ...common, ListenerId: required, Certificates: certificates },
      handle(call, p) {
        const listener = findListener(call, p.ListenerId);
        const ids = p.Certificates.map(({ CertificateId }) => CertificateId);
        const others = (listener.additionalCertificateIds ?? []).filter((id) => !ids.includes(id));
        listener.additionalCertificateIds = action.startsWith("Associate") ? [...others, ...ids] : others;
        return newJob(call, action, listener, "listener");
      },
    }),
  ),
  albOperation({
    action: "ListListenerCertificates",
    parameters: {
      ListenerId: text,
      CertificateIds: texts,
      CertificateType: { type: "string", enum: ["Server", "Ca"] },
      ...listParameters,
    },
    handle(call, p) {
      const listeners = p.ListenerId ? [findListener(call, p.ListenerId)] : call.store.albListeners.all();
      const row = (CertificateId: string, CertificateType: string, IsDefault: boolean) => ({
        ...{ CertificateId, CertificateType, IsDefault, Status: "Associated" },
      });
      const rows = listeners.flatMap(
        ({ certificateIds = [], additionalCertificateIds = [], caCertificateIds = [] }) => [
          ...certificateIds.map((id) => row(id, "Server", true)),
          ...additionalCertificateIds.map((id) => row(id, "Server", false)),
          ...caCertificateIds.map((id) => row(id, "Ca", true)),
        ],
      );
      const found = rows.filter(
        (one) =>
          (p.CertificateIds.length === 0 || p.CertificateIds.includes(one.CertificateId)) &&
          (!p.CertificateType || one.CertificateType === p.CertificateType),
      );
      return listed("Certificates", found, p);
    },
  }),
];

const bandwidth = (["Attach", "Detach"] as const).map((verb) => {
  const action = `${verb}CommonBandwidthPackage${verb === "Attach" ? "To" : "From"}LoadBalancer`;
  return albOperation({
    action,
    parameters: { ...common, LoadBalancerId: required, BandwidthPackageId: required },
    handle(call, p) {
      const balancer = findActiveAlb(call, p.LoadBalancerId);
      if (!call.store.bandwidthPackages.get(p.BandwidthPackageId))
        throw albError("ResourceNotFound.BandwidthPackage", p.BandwidthPackageId);
      if (verb === "Attach") balancer.bandwidthPackageId = p.BandwidthPackageId;
      else delete balancer.bandwidthPackageId;
      return newJob(call, action, balancer, "loadbalancer");
    },
  });
});

/** Settings without an effect on connections. */
export const storedResources = [...securityPolicies, ...scripts, ...listenerCertificates, ...bandwidth];
