import { slbOperation } from "../common/call";
import { storedKind } from "../common/stored";
import { findCertificate } from "./certificates";
import { slbError } from "./errors";
import { findLoadBalancer } from "./loadBalancers";

const text = { type: "string" } as const;
const texts = { type: "list", item: text } as const;

const domainExtension = storedKind({
  define: slbOperation,
  kind: "slb domain extension",
  idName: "DomainExtensionId",
  newId: "de",
  notFound: "InvalidDomainExtensionId.NotFound",
  fields: { ServerCertificateId: text },
});

/** Certificates of an HTTPS listener for further domains. The local cloud carries no HTTPS traffic. */
const domainExtensions = [
  domainExtension.create("CreateDomainExtension", {
    fixed: { LoadBalancerId: text, ListenerPort: { type: "integer", min: 1, max: 65535 }, Domain: text },
    required: ["LoadBalancerId", "ListenerPort", "Domain", "ServerCertificateId"],
    prepare(call, given) {
      const { listeners, id } = findLoadBalancer(call, String(given.LoadBalancerId));
      if (!listeners.some(({ port, protocol }) => port === given.ListenerPort && protocol === "https"))
        throw slbError("ListenerNotFound", "https", given.ListenerPort, id);
      findCertificate(call, "server", String(given.ServerCertificateId));
    },
    answer: (_call, { id, values }) => ({ DomainExtensionId: id, ListenerPort: values.ListenerPort }),
  }),
  domainExtension.get("DescribeDomainExtensionAttribute"),
  domainExtension.list("DescribeDomainExtensions", {
    filters: { LoadBalancerId: text, ListenerPort: { type: "integer" }, DomainExtensionId: text },
    as: "DomainExtensions.DomainExtension",
  }),
  domainExtension.changing("SetDomainExtensionAttribute", {
    prepare: (call, given) => {
      findCertificate(call, "server", String(given.ServerCertificateId));
    },
  }),
  domainExtension.remove("DeleteDomainExtension"),
];

const cipherPolicy = storedKind({
  define: slbOperation,
  kind: "slb TLS cipher policy",
  idName: "TLSCipherPolicyId",
  newId: "tls",
  notFound: "TLSPolicyNotExist",
  fields: { Name: text, TLSVersions: texts, Ciphers: texts },
  describe: (_call, { id, createdTime }) => ({
    InstanceId: id,
    Status: "normal",
    CreateTime: Date.parse(createdTime),
    RelateListeners: [],
  }),
});

const cipherPolicies = [
  cipherPolicy.create("CreateTLSCipherPolicy", { required: ["Name", "TLSVersions", "Ciphers"] }),
  cipherPolicy.list("ListTLSCipherPolicies", {
    filters: { TLSCipherPolicyId: text, Name: text },
    more: { IncludeListener: { type: "boolean" }, MaxItems: { type: "integer", min: 1, max: 100 } },
    as: "TLSCipherPolicies",
    byToken: true,
    answer: { IsTruncated: false },
  }),
  cipherPolicy.changing("SetTLSCipherPolicyAttribute", { answer: () => ({ TaskId: 0 }) }),
  cipherPolicy.remove("DeleteTLSCipherPolicy"),
];

/** Resources without an effect on connections. */
export const storedResources = [...domainExtensions, ...cipherPolicies];
