import { defineErrors } from "../../rpc/errors";

/** Error codes in the Terraform provider and in the documentation of the service. */
export const kmsError = defineErrors({
  "Forbidden.KeyNotFound": { status: 404, message: "The specified key {0} is not found." },
  "Rejected.PendingDeletion": { status: 409, message: "The deletion of key {0} is scheduled." },
  "Rejected.DeletionProtected": { status: 409, message: "Key {0} has deletion protection." },
  "MissingParameter.RotationInterval": {
    status: 400,
    message: "Automatic rotation needs RotationInterval.",
  },
  "InvalidParameter.Tags": { status: 400, message: "Tags is not a list of TagKey and TagValue." },
});
