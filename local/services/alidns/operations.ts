import { normalized } from "../../domains/names";
import type { DnsRecord } from "../../store/model";
import { alidnsOperation, type Call, type CloudOperation } from "../common/call";
import { newDecimalId } from "../common/ids";
import { pageFields, takePage } from "../common/paging";
import { tagOperations } from "../common/tagOperations";
import { isoSeconds } from "../common/times";
import { domains } from "./domains";
import { alidnsError } from "./errors";
import { storedResources } from "./stored";

/** Language and IP address of the caller. They have no effect. */
const caller = { Lang: { type: "string" }, UserClientIp: { type: "string" } } as const;
const recordId = { RecordId: { type: "string", required: true } } as const;
const recordFields = {
  RR: {
    type: "string",
    required: true,
    maxLength: 253,
    pattern: /^(@|(\*|[\w-]{1,63})(\.[\w-]{1,63})*)$/,
    form: "@, or labels of letters, digits, hyphens and underscores; the first may be *",
  },
  Type: {
    type: "string",
    required: true,
    enum: ["A", "AAAA", "NS", "MX", "CNAME", "TXT", "SRV", "CAA", "REDIRECT_URL", "FORWARD_URL"],
    implemented: ["A", "AAAA", "NS", "MX", "CNAME", "TXT", "SRV", "CAA"],
  },
  Value: { type: "string", required: true, maxLength: 1024 },
  Line: {
    type: "string",
    enum: ["default", "telecom", "unicom", "mobile", "edu", "drpeng", "btvn", "oversea"],
  },
  TTL: { type: "integer", min: 1, max: 86_400 },
  Priority: { type: "integer", min: 1, max: 50 },
} as const;

type Fields = Pick<DnsRecord, "rr" | "type" | "value" | "line" | "ttl" | "priority">;

interface GivenFields {
  RR: string;
  Type: string;
  Value: string;
  Line?: string;
  TTL?: number;
  Priority?: number;
}

const tags = tagOperations({
  define: alidnsOperation,
  untagAction: "UntagResources",
  plainList: true,
  types: { DOMAIN: (store) => store.dnsDomains.all() },
  notFoundCode: "InvalidResourceId.NotFound",
});

/** Every edition of the service allows 600 seconds. */
function readFields(p: GivenFields): Fields {
  if (p.Type === "MX" && p.Priority === undefined) throw alidnsError("InvalidPriority.Malformed");
  const named = ["CNAME", "NS", "MX", "SRV"].includes(p.Type);
  return {
    rr: p.RR.toLowerCase(),
    type: p.Type,
    value: named ? p.Value.replace(/\.$/, "") : p.Value,
    line: p.Line || "default",
    ttl: p.TTL ?? 600,
    priority: p.Type === "MX" ? (p.Priority ?? 0) : 0,
  };
}

function findRecord(call: Call, id: string): DnsRecord {
  const record = call.store.dnsRecords.get(id);
  if (!record) throw alidnsError("DomainRecordNotBelongToUser", id);
  return record;
}

/** Rejects a duplicate record, and other records beside a CNAME record. */
function checkNeighbours(call: Call, zone: string, fields: Fields, ownId = ""): void {
  const { rr, type, value } = fields;
  const neighbours = call.store.dnsRecords.filter(
    (record) =>
      record.id !== ownId && record.domainName === zone && record.rr === rr && record.line === fields.line,
  );
  if (neighbours.some((record) => record.type === type && record.value === value))
    throw alidnsError("DomainRecordDuplicate", rr, type, value);
  const rival = neighbours.find((record) => record.type !== type && [record.type, type].includes("CNAME"));
  if (rival) throw alidnsError("DomainRecordConflict", rr, rival.type);
}

/** Whether a record contains a text in its name or its value. An exact search compares the name. */
const fitsKeyWord = ({ rr, value }: DnsRecord, text: string, isExact: boolean): boolean =>
  isExact ? rr === text : rr.includes(text) || value.toLowerCase().includes(text);

function describeRecord(record: DnsRecord) {
  return {
    RecordId: record.id,
    DomainName: record.domainName,
    RR: record.rr,
    Type: record.type,
    Value: record.value,
    Line: record.line,
    TTL: record.ttl,
    Priority: record.priority,
    Status: record.status,
    Remark: record.remark,
    Locked: false,
  };
}

/** A list also has what DescribeDomainRecordInfo leaves out. */
const describeRow = (record: DnsRecord) => ({
  ...describeRecord(record),
  CreateTimestamp: Date.parse(record.createdTime),
  UpdateTimestamp: Date.parse(record.createdTime),
  LbaStatus: false,
  Weight: 1,
});

/**
 * All implemented actions of Alibaba Cloud DNS (2015-01-09). Every zone belongs to the user, because the local cloud
 * has no registrar that knows the owners.
 */
export const alidnsOperations: readonly CloudOperation[] = [
  alidnsOperation({
    action: "AddDomainRecord",
    parameters: { DomainName: { type: "string", required: true }, ...recordFields, ...caller },
    handle(call, p) {
      const domainName = normalized(p.DomainName);
      const fields = readFields(p);
      checkNeighbours(call, domainName, fields);
      const record = call.store.dnsRecords.put({
        id: newDecimalId(18),
        regionId: call.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: [],
        domainName,
        ...fields,
        status: "ENABLE",
        remark: "",
      });
      return { RecordId: record.id };
    },
  }),
  alidnsOperation({
    action: "UpdateDomainRecord",
    parameters: { ...recordId, ...recordFields, ...caller },
    handle(call, p) {
      const record = findRecord(call, p.RecordId);
      const fields = readFields(p);
      checkNeighbours(call, record.domainName, fields, record.id);
      call.store.dnsRecords.put({ ...record, ...fields });
      return { RecordId: record.id };
    },
  }),
  alidnsOperation({
    action: "UpdateDomainRecordRemark",
    parameters: { ...recordId, Remark: { type: "string", maxLength: 50 }, ...caller },
    handle(call, p) {
      findRecord(call, p.RecordId).remark = p.Remark ?? "";
      return {};
    },
  }),
  alidnsOperation({
    action: "SetDomainRecordStatus",
    parameters: {
      ...recordId,
      Status: { type: "string", required: true, pattern: /^(enable|disable)$/i, form: "Enable or Disable" },
      ...caller,
    },
    handle(call, p) {
      const record = findRecord(call, p.RecordId);
      record.status = p.Status.toUpperCase() === "ENABLE" ? "ENABLE" : "DISABLE";
      return { RecordId: record.id, Status: record.status };
    },
  }),
  alidnsOperation({
    action: "DescribeDomainRecordInfo",
    parameters: { ...recordId, ...caller },
    handle(call, p) {
      const record = findRecord(call, p.RecordId);
      const zone = call.store.dnsDomains.get(record.domainName);
      return {
        ...describeRecord(record),
        DomainId: zone?.domainId ?? "",
        GroupId: zone?.groupId ?? "",
        GroupName: "",
        PunyCode: record.domainName,
      };
    },
  }),
  alidnsOperation({
    action: "DescribeDomainRecords",
    parameters: {
      DomainName: { type: "string", required: true },
      RRKeyWord: { type: "string" },
      TypeKeyWord: { type: "string" },
      ValueKeyWord: { type: "string" },
      KeyWord: { type: "string" },
      SearchMode: { type: "string", enum: ["LIKE", "EXACT", "ADVANCED", "COMBINATION"] },
      OrderBy: { type: "string" },
      Direction: { type: "string", enum: ["ASC", "DESC"] },
      Line: { type: "string" },
      Status: { type: "string", pattern: /^(enable|disable)$/i, form: "Enable or Disable" },
      GroupId: { type: "integer" },
      Type: { type: "string" },
      PageNumber: { type: "integer", min: 1 },
      PageSize: { type: "integer", min: 1, max: 500 },
      ...caller,
    },
    handle(call, p) {
      const zone = normalized(p.DomainName);
      const found = call.store.dnsRecords.filter(
        (record) =>
          record.domainName === zone &&
          record.rr.includes((p.RRKeyWord ?? "").toLowerCase()) &&
          record.type.toLowerCase().includes((p.TypeKeyWord ?? "").toLowerCase()) &&
          record.value.toLowerCase().includes((p.ValueKeyWord ?? "").toLowerCase()) &&
          (!p.KeyWord || fitsKeyWord(record, p.KeyWord.toLowerCase(), p.SearchMode === "EXACT")) &&
          (!p.Line || record.line === p.Line) &&
          (!p.Status || record.status === p.Status.toUpperCase()) &&
          (!p.Type || record.type === p.Type),
      );
      const page = takePage(found, { PageSize: 20, ...p });
      return { ...pageFields(page), DomainRecords: { Record: page.items.map(describeRow) } };
    },
  }),
  alidnsOperation({
    action: "DeleteDomainRecord",
    parameters: { ...recordId, ...caller },
    handle(call, p) {
      const { id } = findRecord(call, p.RecordId);
      call.store.dnsRecords.delete(id);
      return { RecordId: id };
    },
  }),
  ...domains,
  ...storedResources,
  ...tags,
];
