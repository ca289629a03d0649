import { normalized } from "../../domains/names";
import type { DnsDomain } from "../../store/model";
import { alidnsOperation, type Call } from "../common/call";
import { newHexId } from "../common/ids";
import { pageFields, takePage } from "../common/paging";
import { defaultRegionId } from "../common/regions";
import { checkResourceGroup } from "../common/resourceGroups";
import { keyValueTags } from "../common/tags";
import { isoSeconds } from "../common/times";
import { alidnsError } from "./errors";

const caller = { Lang: { type: "string" }, UserClientIp: { type: "string" } } as const;
const domainName = {
  type: "string",
  required: true,
  pattern: /^([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,63}\.?$/u,
  form: "a domain such as example.com",
} as const;

/** Name servers of every zone. They exist in the answer only. */
const dnsServers = ["dns1.local.example", "dns2.local.example"];

export function findDomain(call: Call, name: string): DnsDomain {
  const domain = call.store.dnsDomains.get(normalized(name));
  if (!domain) throw alidnsError("InvalidDomainName.NoExist", name);
  return domain;
}

function describeDomain(call: Call, domain: DnsDomain) {
  const records = call.store.dnsRecords.filter(({ domainName: zone }) => zone === domain.id);
  return {
    DomainId: domain.domainId,
    DomainName: domain.id,
    PunyCode: domain.id,
    AliDomain: false,
    Remark: domain.remark,
    GroupId: domain.groupId,
    GroupName: String(call.store.storedResources.get(domain.groupId)?.values.GroupName ?? ""),
    InstanceId: "",
    VersionCode: "mianfei",
    ResourceGroupId: domain.resourceGroupId,
    VersionName: "",
    CreateTime: domain.createdTime,
    CreateTimestamp: Date.parse(domain.createdTime),
    DomainLoggingSwitchStatus: "CLOSE",
    InstanceEndTime: "",
    InstanceExpired: false,
    RegistrantEmail: "",
    SlaveDnsStatus: "",
    Starmark: false,
    SubDomain: false,
    RecordCount: records.length,
    MinTtl: 600,
    InBlackHole: false,
    InClean: false,
    SlaveDns: false,
    DnsServers: { DnsServer: dnsServers },
    Tags: { Tag: keyValueTags(domain.tags) },
  };
}

/** Zones. A record does not need its zone here, because every zone belongs to the user. */
export const domains = [
  alidnsOperation({
    action: "AddDomain",
    parameters: {
      DomainName: domainName,
      GroupId: { type: "string" },
      ResourceGroupId: { type: "string" },
      ...caller,
    },
    handle(call, p) {
      const id = normalized(p.DomainName);
      if (call.store.dnsDomains.get(id)) throw alidnsError("InvalidDomainName.Duplicate", id);
      const domain = call.store.dnsDomains.put({
        id,
        regionId: defaultRegionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: [],
        domainId: newHexId(),
        groupId: p.GroupId ?? "",
        remark: "",
        resourceGroupId: checkResourceGroup(call, p.ResourceGroupId),
      });
      const { DomainId, DomainName, PunyCode, GroupId, GroupName, DnsServers } = describeDomain(call, domain);
      return { DomainId, DomainName, PunyCode, GroupId, GroupName, DnsServers };
    },
  }),
  alidnsOperation({
    action: "DescribeDomainInfo",
    parameters: { DomainName: domainName, NeedDetailAttributes: { type: "boolean" }, ...caller },
    handle: (call, p) => describeDomain(call, findDomain(call, p.DomainName)),
  }),
  alidnsOperation({
    action: "DescribeDomains",
    parameters: {
      KeyWord: { type: "string" },
      SearchMode: { type: "string", enum: ["LIKE", "EXACT"] },
      GroupId: { type: "string" },
      Starmark: { type: "boolean", implemented: [false] },
      ResourceGroupId: { type: "string" },
      PageNumber: { type: "integer", min: 1 },
      PageSize: { type: "integer", min: 1, max: 100 },
      ...caller,
    },
    handle(call, p) {
      const word = (p.KeyWord ?? "").toLowerCase();
      const found = call.store.dnsDomains.filter(
        (domain) =>
          (p.SearchMode === "EXACT" ? domain.id === word : domain.id.includes(word)) &&
          (!p.GroupId || domain.groupId === p.GroupId) &&
          (!p.ResourceGroupId || domain.resourceGroupId === p.ResourceGroupId),
      );
      const page = takePage(found, { PageSize: 20, ...p });
      const rows = page.items.map((domain) => describeDomain(call, domain));
      return { ...pageFields(page), Domains: { Domain: rows } };
    },
  }),
  alidnsOperation({
    action: "UpdateDomainRemark",
    parameters: { DomainName: domainName, Remark: { type: "string", maxLength: 50 }, ...caller },
    handle(call, p) {
      findDomain(call, p.DomainName).remark = p.Remark ?? "";
      return {};
    },
  }),
  alidnsOperation({
    action: "DeleteDomain",
    parameters: { DomainName: domainName, ...caller },
    handle(call, p) {
      const domain = findDomain(call, p.DomainName);
      for (const { id, domainName: zone } of call.store.dnsRecords.all())
        if (zone === domain.id) call.store.dnsRecords.delete(id);
      call.store.dnsDomains.delete(domain.id);
      return { DomainName: domain.id };
    },
  }),
];
