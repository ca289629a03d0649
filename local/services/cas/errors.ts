import { defineErrors } from "../../rpc/errors";

/** The Terraform provider handles NotFound. The other codes are assumptions. */
export const casError = defineErrors({
  NotFound: { status: 404, message: "There is no certificate {0}." },
  NameRepeat: { status: 400, message: "A certificate named {0} exists already." },
  "InvalidCertificate.Malformed": { status: 400, message: "Cert is no X.509 certificate in PEM form." },
  "InvalidPrivateKey.Malformed": { status: 400, message: "Key is no private key in PEM form." },
  CertificateKeyNotMatch: { status: 400, message: "Key does not belong to the certificate in Cert." },
});
