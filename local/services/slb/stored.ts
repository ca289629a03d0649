import { slbOperation } from "../common/call";
import { storedKind } from "../common/stored";
import { tagKeyValueTags } from "../common/tags";
import { backendServer, describeServer, parseServersWithRole } from "./backendServers";
import { findCertificate } from "./certificates";
import { slbError } from "./errors";
import { findLoadBalancer } from "./loadBalancers";

const text = { type: "string" } as const;
const texts = { type: "list", item: text } as const;
const tags = (one: { tags: { key: string; value: string }[] }) => ({
  Tags: { Tag: tagKeyValueTags(one.tags) },
});

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

const masterSlaveGroup = storedKind({
  define: slbOperation,
  kind: "slb primary/secondary server group",
  idName: "MasterSlaveServerGroupId",
  newId: "rsp",
  notFound: "MasterSlaveServerGroupNotExist",
  fields: { MasterSlaveServerGroupName: text },
  tags,
  describe: (_call, { createdTime }) => ({
    CreateTime: createdTime,
    AssociatedObjects: { Listeners: { Listener: [] } },
  }),
});

/** No listener can use them: the local cloud has no failover between two servers. */
const masterSlaveGroups = [
  masterSlaveGroup.create("CreateMasterSlaveServerGroup", {
    fixed: { LoadBalancerId: text, MasterSlaveBackendServers: text },
    required: ["LoadBalancerId"],
    prepare(call, given) {
      const balancer = findLoadBalancer(call, String(given.LoadBalancerId));
      const servers = parseServersWithRole(String(given.MasterSlaveBackendServers ?? "")).map(
        ({ server, role }) => ({
          ...describeServer(backendServer(call, balancer, server, server.port ?? 0)),
          ServerType: role,
        }),
      );
      return { MasterSlaveBackendServers: { MasterSlaveBackendServer: servers } };
    },
    answer: (_call, { id, values }) => ({
      MasterSlaveServerGroupId: id,
      MasterSlaveBackendServers: values.MasterSlaveBackendServers,
    }),
  }),
  masterSlaveGroup.get("DescribeMasterSlaveServerGroupAttribute"),
  masterSlaveGroup.list("DescribeMasterSlaveServerGroups", {
    filters: { LoadBalancerId: text },
    more: { IncludeListener: { type: "boolean" }, Description: text },
    as: "MasterSlaveServerGroups.MasterSlaveServerGroup",
  }),
  masterSlaveGroup.remove("DeleteMasterSlaveServerGroup"),
];

/** Resources without an effect on connections. */
export const storedResources = [...domainExtensions, ...cipherPolicies, ...masterSlaveGroups];
