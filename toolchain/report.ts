/** Takes one line for the person who waits: progress, and what could not be had and why. */
export type Report = (line: string) => void;

/** A duration as minutes and seconds, `1:05`. */
export function clock(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
