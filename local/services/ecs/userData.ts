import { ecsError } from "./errors";

/** Maximum size in bytes before encoding. The current limit is 32 KB; documents of 2021 still state 16 KB. */
const maxUserDataBytes = 32 * 1024;

/** Rejects text that is not Base64 or is too long. An empty text means no user data. */
export function checkUserData(base64: string): void {
  if (base64 === "") return;
  // Assumption: the service also takes the alphabet of URLs and a text without padding. An acceptance test of the
  // provider has `I_am_user_data` in a launch template.
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(base64) || base64.replace(/=+$/, "").length % 4 === 1) {
    throw ecsError("InvalidUserData.Base64FormatInvalid");
  }
  const bytes = Buffer.from(base64, "base64").length;
  if (bytes > maxUserDataBytes) throw ecsError("InvalidUserData.SizeExceeded", bytes, maxUserDataBytes);
}
