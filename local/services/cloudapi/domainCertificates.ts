import { certificateProblem } from "../../domains/certificate";
import { cloudApiOperation } from "../common/call";
import { newHexId } from "../common/ids";
import { domainName, findDomain } from "./customDomains";
import { apiError } from "./errors";
import { requiredId } from "./names";

export const domainCertificates = [
  cloudApiOperation({
    // A second certificate replaces the first one. The domain remains bound.
    action: "SetDomainCertificate",
    parameters: {
      GroupId: requiredId,
      DomainName: domainName,
      CertificateName: {
        type: "string",
        required: true,
        maxLength: 64,
        pattern: /^[\w.\-\p{Script=Han}]+$/u,
        form: "letters, digits, underscores, hyphens and dots",
      },
      CertificateBody: { type: "string", required: true, secret: true },
      CertificatePrivateKey: { type: "string", required: true, secret: true },
    },
    handle(call, p) {
      const domain = findDomain(call, p.GroupId, p.DomainName);
      const pems = { body: p.CertificateBody, privateKey: p.CertificatePrivateKey };
      const problem = certificateProblem(domain.domainName, pems, call.cloud.clock());
      if (problem !== undefined) throw apiError("InvalidCertificate", domain.domainName, problem);
      domain.certificate = { id: newHexId(), name: p.CertificateName, ...pems };
      return {};
    },
  }),
  cloudApiOperation({
    // The call also succeeds for a domain without a certificate, or with another certificate.
    action: "DeleteDomainCertificate",
    parameters: { GroupId: requiredId, DomainName: domainName, CertificateId: requiredId },
    handle(call, p) {
      const domain = findDomain(call, p.GroupId, p.DomainName);
      if (domain.certificate?.id !== p.CertificateId) return {};
      if (domain.isHttpRedirectToHttps) throw apiError("HttpRedirectNeedsCertificate", domain.domainName);
      delete domain.certificate;
      return {};
    },
  }),
];
