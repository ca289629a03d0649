import { defineErrors } from "../../rpc/errors";

/** Error codes in the Terraform provider and in the SDK's error lists. */
export const ramError = defineErrors({
  "EntityNotExist.Role": { status: 404, message: "The role {0} does not exist." },
  "EntityAlreadyExists.Role": { status: 409, message: "The role {0} exists already." },
  "DeleteConflict.Role.Instance": { status: 409, message: "The role {0} is attached to instance {1}." },
  "EntityNotExist.User": { status: 404, message: "The user {0} does not exist." },
  "EntityAlreadyExists.User": { status: 409, message: "The user {0} exists already." },
  "EntityNotExist.Group": { status: 404, message: "The group {0} does not exist." },
  "EntityAlreadyExists.Group": { status: 409, message: "The group {0} exists already." },
  "EntityNotExist.Policy": { status: 404, message: "The policy {0} does not exist." },
  "EntityAlreadyExists.Policy": { status: 409, message: "The policy {0} exists already." },
  "EntityNotExist.Policy.Version": { status: 404, message: "The version of a policy {0} does not exist." },
  "EntityAlreadyExists.Policy.Version": {
    status: 409,
    message: "The version of a policy {0} exists already.",
  },
  "EntityNotExist.User.AccessKey": { status: 404, message: "The access key {0} does not exist." },
  "EntityAlreadyExists.User.AccessKey": { status: 409, message: "The access key {0} exists already." },
  "EntityNotExist.User.LoginProfile": {
    status: 404,
    message: "The login profile of user {0} does not exist.",
  },
  "EntityAlreadyExists.User.LoginProfile": {
    status: 409,
    message: "The login profile of user {0} exists already.",
  },
  "EntityNotExist.User.Group": { status: 404, message: "The user {0} is not in group {1}." },
  "EntityNotExist.Attachment": { status: 404, message: "The policy {1} is not attached to the {0}." },
  "EntityAlreadyExists.User.Group": { status: 409, message: "{0} is in {1} already." },
  "EntityAlreadyExists.Policy.Attachment": { status: 409, message: "{0} has {1} already." },
  "DeleteConflict.Policy.Attachment": { status: 409, message: "The policy {0} is attached to {1}." },
  "DeleteConflict.Policy.Version": { status: 409, message: "The policy {0} has several versions." },
  "DeleteConflict.PolicyVersion.Default": {
    status: 409,
    message: "{1} is the default version of policy {0}.",
  },
  "LimitExceeded.Policy.Version": { status: 409, message: "The policy {0} has {1} versions already." },
  "DeleteConflict.User.AccessKey": { status: 409, message: "The user {0} has access keys." },
  "DeleteConflict.User.LoginProfile": { status: 409, message: "The user {0} has a login profile." },
  "DeleteConflict.User.Policy": { status: 409, message: "The user {0} has policies." },
  "DeleteConflict.User.Group": { status: 409, message: "The user {0} is in a group." },
  "DeleteConflict.Group.User": { status: 409, message: "The group {0} has users." },
  "DeleteConflict.Group.Policy": { status: 409, message: "The group {0} has policies." },
  "DeleteConflict.Role.Policy": { status: 409, message: "The role {0} has policies." },
  MalformedPolicyDocument: { status: 400, message: "The policy document {0}." },
});
