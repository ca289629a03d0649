export interface PlacedInstance {
  /** Key of its vSwitch and, if that has several instances, a number. Part of the child's name. */
  key: string;
  vswitch: number;
}

/**
 * Distributes instances over vSwitches in turn, in the order of their keys. The order of the list does not
 * matter, and an instance stays as long as its vSwitch has at least as many instances.
 */
export function placeInstances(count: number, vswitchKeys: readonly string[]): PlacedInstance[] {
  const order = vswitchKeys
    .map((key, vswitch) => ({ key, vswitch }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  return Array.from({ length: count }, (_, index) => {
    const { key, vswitch } = order[index % order.length] ?? { key: "", vswitch: 0 };
    const number = Math.floor(index / order.length);
    return { key: number === 0 ? key : `${key}-${number}`, vswitch };
  });
}
