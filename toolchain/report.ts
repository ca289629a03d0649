/** Receives one line for the user: progress, or an unavailable source with the reason. */
export type Report = (line: string) => void;

/** Formats a duration as minutes and seconds: `1:05`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
