import { type default as CertificateClient, GetUserCertificateDetailRequest } from "@alicloud/cas20200407";
import { codeOf, whileBusy } from "../client/calls";

/** A certificate as API Gateway takes it: PEM texts. */
export interface PemTexts {
  body: string;
  privateKey: string;
}

/** Why the certificate service cannot give a certificate: words for `certificate.id`. */
export class UnusableCertificate extends Error {}

/**
 * Reads a certificate from the certificate service. API Gateway knows no certificate ids, only texts; these stay in
 * the memory of the process.
 *
 * @throws UnusableCertificate when there is no such certificate, or the service does not have its private key
 */
export async function storedCertificate(client: CertificateClient, id: string): Promise<PemTexts> {
  const request = new GetUserCertificateDetailRequest({ certId: Number(id), certFilter: false });
  try {
    const { body } = await whileBusy(() => client.getUserCertificateDetail(request));
    if (body?.cert && body.key) return { body: body.cert, privateKey: body.key };
  } catch (error) {
    if (!/NotFound/.test(codeOf(error))) throw error;
    throw new UnusableCertificate(
      `the certificate service has no certificate ${id}. Give the id of one that it lists, without a region.`,
    );
  }
  throw new UnusableCertificate(
    `the certificate service does not have the texts of certificate ${id}. ` +
      "Upload the certificate with its private key, or give both as body and privateKey.",
  );
}
