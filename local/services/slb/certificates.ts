import { createHash } from "node:crypto";
import { readKey, readLeaf } from "../../domains/certificate";
import type { ClbCertificate } from "../../store/model";
import { type Call, type CloudOperation, inScope, slbOperation } from "../common/call";
import { newHexId } from "../common/ids";
import { accountId } from "../common/regions";
import { checkResourceGroup } from "../common/resourceGroups";
import { createTags, hasTags, tagKeyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { slbError } from "./errors";

const certificateName = { type: "string", maxLength: 80 } as const;
const pem = { type: "string", secret: true } as const;

/** What tells the certificates of servers and of certificate authorities apart in the API. */
interface Kind {
  kind: ClbCertificate["kind"];
  /** Name in actions and fields: `ServerCertificate`, `CACertificate`. */
  name: "ServerCertificate" | "CACertificate";
  /** Attribute of a listener. */
  attribute: "ServerCertificateId" | "CACertificateId";
}

const server: Kind = { kind: "server", name: "ServerCertificate", attribute: "ServerCertificateId" };
const authority: Kind = { kind: "ca", name: "CACertificate", attribute: "CACertificateId" };

/** Finds a certificate for a listener. */
export function findCertificate(call: Call, kind: ClbCertificate["kind"], id: string): ClbCertificate {
  const found = call.store.clbCertificates.get(id);
  if (found?.kind !== kind)
    throw slbError(kind === "server" ? "ServerCertificateId.NotFound" : "CACertificateId.NotFound", id);
  return found;
}

function readCertificate(text: string) {
  const leaf = readLeaf(text);
  if (!leaf) throw slbError("InvalidCertificate.Malformed");
  return leaf;
}

/**
 * Stores a certificate without its private key: no listener of the local cloud terminates TLS, and a key that nobody
 * needs should not be on disk.
 */
function store(
  call: Call,
  { kind }: Kind,
  body: string,
  p: { name: string; resourceGroupId: string; tags: ClbCertificate["tags"] },
): ClbCertificate {
  const leaf = readCertificate(body);
  return call.store.clbCertificates.put({
    id: `${accountId}_${newHexId().slice(0, 19)}`,
    regionId: call.regionId,
    createdTime: isoSeconds(call.cloud.clock()),
    ...p,
    kind,
    fingerprint: createHash("sha1")
      .update(leaf.raw)
      .digest("hex")
      .replace(/..(?!$)/g, "$&:"),
    commonName: /(?:^|\n)CN=(.*)/.exec(leaf.subject)?.[1] ?? "",
    alternativeNames: (leaf.subjectAltName ?? "")
      .split(", ")
      .flatMap((name) => name.match(/^DNS:(.*)/)?.[1] ?? []),
    expireTime: isoSeconds(new Date(leaf.validTo)),
  });
}

function describe(certificate: ClbCertificate, { name }: Kind) {
  return {
    [`${name}Id`]: certificate.id,
    [`${name}Name`]: certificate.name,
    Fingerprint: certificate.fingerprint,
    CommonName: certificate.commonName,
    SubjectAlternativeNames: { SubjectAlternativeName: certificate.alternativeNames },
    ExpireTime: certificate.expireTime,
    ExpireTimeStamp: Date.parse(certificate.expireTime),
    CreateTime: certificate.createdTime,
    CreateTimeStamp: Date.parse(certificate.createdTime),
    RegionId: certificate.regionId,
    ResourceGroupId: certificate.resourceGroupId,
    ...(certificate.kind === "server" && {
      IsAliCloudCertificate: 0,
      AliCloudCertificateId: "",
      AliCloudCertificateName: "",
    }),
    Tags: { Tag: tagKeyValueTags(certificate.tags) },
  };
}

/** Describe…, Set…Name and Delete… of one kind. */
function operationsFor(one: Kind): CloudOperation[] {
  const { kind, name, attribute } = one;
  const id = { type: "string", required: true } as const;
  return [
    slbOperation({
      action: `Describe${name}s`,
      parameters: {
        [`${name}Id`]: { type: "string" },
        ResourceGroupId: { type: "string" },
        Tag: tagParameter,
      },
      handle(call, p) {
        const wanted = p[`${name}Id`];
        const found = call.store.clbCertificates.filter(
          (certificate) =>
            certificate.kind === kind &&
            inScope(call, certificate) &&
            (!wanted || certificate.id === wanted) &&
            (!p.ResourceGroupId || certificate.resourceGroupId === p.ResourceGroupId) &&
            hasTags(certificate, p.Tag),
        );
        return { [`${name}s`]: { [name]: found.map((certificate) => describe(certificate, one)) } };
      },
    }),
    slbOperation({
      action: `Set${name}Name`,
      parameters: { [`${name}Id`]: id, [`${name}Name`]: { ...certificateName, required: true } },
      handle(call, p) {
        findCertificate(call, kind, String(p[`${name}Id`])).name = String(p[`${name}Name`]);
        return {};
      },
    }),
    slbOperation({
      action: `Delete${name}`,
      parameters: { [`${name}Id`]: id },
      handle(call, p) {
        const certificate = findCertificate(call, kind, String(p[`${name}Id`]));
        const user = call.store.loadBalancers.find(({ listeners }) =>
          listeners.some(({ attributes }) => attributes[attribute] === certificate.id),
        );
        if (user) throw slbError("CertificateAndPrivateKeyIsRefered", certificate.id, user.id);
        call.store.clbCertificates.delete(certificate.id);
        return {};
      },
    }),
  ];
}

const common = { ResourceGroupId: { type: "string" }, Tag: tagParameter } as const;

/** Certificates of HTTPS listeners. */
export const certificates: CloudOperation[] = [
  slbOperation({
    action: "UploadServerCertificate",
    parameters: {
      ServerCertificate: { ...pem, required: true },
      PrivateKey: { ...pem, required: true },
      ServerCertificateName: certificateName,
      // Certificates of the certificate service.
      AliCloudCertificateId: { type: "string", implemented: [] },
      AliCloudCertificateName: { type: "string", implemented: [] },
      AliCloudCertificateRegionId: { type: "string", implemented: [] },
      ...common,
    },
    handle(call, p) {
      const key = readKey(p.PrivateKey);
      if (!key) throw slbError("InvalidPrivateKey.Malformed");
      if (!readCertificate(p.ServerCertificate).checkPrivateKey(key))
        throw slbError("CertificateAndPrivateKeyMismatch");
      const certificate = store(call, server, p.ServerCertificate, {
        name: p.ServerCertificateName ?? "",
        resourceGroupId: checkResourceGroup(call, p.ResourceGroupId),
        tags: createTags(p.Tag),
      });
      return describe(certificate, server);
    },
  }),
  slbOperation({
    action: "UploadCACertificate",
    parameters: { CACertificate: { ...pem, required: true }, CACertificateName: certificateName, ...common },
    handle(call, p) {
      const certificate = store(call, authority, p.CACertificate, {
        name: p.CACertificateName ?? "",
        resourceGroupId: checkResourceGroup(call, p.ResourceGroupId),
        tags: createTags(p.Tag),
      });
      return describe(certificate, authority);
    },
  }),
  ...operationsFor(server),
  ...operationsFor(authority),
];
