import { type default as CertificateClient, GetUserCertificateDetailRequest } from "@alicloud/cas20200407";
import { readErrorCode, whileBusy } from "../client/calls";
import type { PemTexts } from "./resource";

/**
 * Reason why the certificate service cannot provide a certificate. The message belongs to `certificate.id`.
 */
export class UnusableCertificate extends Error {}

/**
 * Reads a certificate from the certificate service. API Gateway accepts only PEM texts, not certificate IDs.
 * The texts stay in the memory of the process.
 *
 * @throws UnusableCertificate when the certificate does not exist, or the service does not have its private
 * key
 */
export async function storedCertificate(client: CertificateClient, id: string): Promise<PemTexts> {
  const request = new GetUserCertificateDetailRequest({ certId: Number(id), certFilter: false });
  try {
    const { body } = await whileBusy(() => client.getUserCertificateDetail(request));
    if (body?.cert && body.key) return { body: body.cert, privateKey: body.key };
  } catch (error) {
    if (!/NotFound/.test(readErrorCode(error))) throw error;
    throw new UnusableCertificate(
      `the certificate service has no certificate ${id}. Use the ID of an existing certificate, without a region.`,
    );
  }
  throw new UnusableCertificate(
    `the certificate service does not have the texts of certificate ${id}. ` +
      "Upload the certificate with its private key, or set body and privateKey.",
  );
}
