/** A clock that only moves while somebody waits. Events of the cloud happen meanwhile. */
export class EventClock {
  /** Seconds since the start of the test. */
  seconds = 0;
  /** Changes of the cloud, by the second in which they happen. */
  events: { at: number; happen(): unknown }[] = [];

  readonly now = (): number => 1000 * this.seconds;

  readonly pass = async (milliseconds: number): Promise<void> => {
    this.seconds += milliseconds / 1000;
    const due = this.events.filter(({ at }) => at <= this.seconds);
    this.events = this.events.filter(({ at }) => at > this.seconds);
    for (const { happen } of due) await happen();
  };
}
