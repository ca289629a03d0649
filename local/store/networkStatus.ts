/** Whether a VPC or a vSwitch can be used, or is still being made. */
export function networkStatus(
  { availableTime }: { availableTime?: string },
  now: Date,
): "Pending" | "Available" {
  return availableTime !== undefined && now.getTime() < Date.parse(availableTime) ? "Pending" : "Available";
}
