import { ecsError } from "./errors";

/** Bytes before encoding. 32 KB today; documents of 2021 still say 16 KB. */
const maxUserDataBytes = 32 * 1024;

/** Refuses what is no base64, or too long; empty is no user data. */
export function checkUserData(base64: string): void {
  if (base64 === "") return;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) {
    throw ecsError("InvalidUserData.Base64FormatInvalid");
  }
  const bytes = Buffer.from(base64, "base64").length;
  if (bytes > maxUserDataBytes) throw ecsError("InvalidUserData.SizeExceeded", bytes, maxUserDataBytes);
}
