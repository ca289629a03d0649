import { defineErrors } from "../../rpc/errors";

/** Error codes in the Terraform provider and in the documentation of the service. */
export const alidnsError = defineErrors({
  DomainRecordNotBelongToUser: { status: 404, message: "There is no DNS record {0}." },
  DomainRecordDuplicate: { status: 400, message: "The DNS record exists already: {0} {1} {2}." },
  DomainRecordConflict: {
    status: 400,
    message: "A CNAME record is alone at its name, and {0} has a record of type {1}.",
  },
  "InvalidDomainName.NoExist": { status: 404, message: "There is no domain {0}." },
  "InvalidDomainName.Duplicate": { status: 400, message: "The domain {0} exists already." },
  "InvalidPriority.Malformed": { status: 400, message: "An MX record needs a Priority from 1 to 50." },
});
