import { defineErrors } from "../../rpc/errors";

/** Error codes in the Terraform provider and in the documentation of the service. */
export const resourceManagerError = defineErrors({
  "EntityNotExists.ResourceGroup": { status: 404, message: "The resource group {0} does not exist." },
  "EntityAlreadyExists.ResourceGroup": {
    status: 409,
    message: "A resource group with the name {0} exists already.",
  },
  "DeleteConflict.ResourceGroup.Resource": {
    status: 409,
    message: "The resource group {0} still has {1}. Move or delete its resources first.",
  },
  "NoPermission.ResourceGroup.BuiltIn": {
    status: 403,
    message: "The resource group {0} belongs to the account. It cannot be changed or deleted.",
  },
});
