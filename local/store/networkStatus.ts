/** The status of a VPC or vSwitch: ready for use or still being created. */
export function networkStatus(
  { availableTime }: { availableTime?: string },
  now: Date,
): "Pending" | "Available" {
  return availableTime !== undefined && now.getTime() < Date.parse(availableTime) ? "Pending" : "Available";
}
