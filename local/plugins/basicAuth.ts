import type { Fields } from "./fields";

/** Users that may call with HTTP Basic authentication. */
export interface BasicAuth {
  users: { username: string; password: string }[];
}

export function readBasicAuth(fields: Fields): BasicAuth {
  const users = fields.objects("users").map((user) => {
    const username = user.requiredText("username");
    const password = user.requiredText("password");
    user.finish();
    return { username, password };
  });
  if (users.length === 0 && !fields.has("usersDatasetId")) throw fields.mistake("users", "is empty");
  return { users };
}
