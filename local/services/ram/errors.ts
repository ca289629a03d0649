import { defineErrors } from "../../rpc/errors";

/** Error codes in the Terraform provider and in the SDK's error lists. */
export const ramError = defineErrors({
  "EntityNotExist.Role": { status: 404, message: "The role {0} does not exist." },
  "EntityAlreadyExists.Role": { status: 409, message: "The role {0} exists already." },
  "DeleteConflict.Role.Instance": { status: 409, message: "The role {0} is attached to instance {1}." },
  MalformedPolicyDocument: { status: 400, message: "The policy document {0}." },
});
