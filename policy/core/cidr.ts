/** Whether a block is all IPv4 or all IPv6 addresses, however it is written: its prefix has no bits. */
export const isWorld = (block: string): boolean => /^[0-9a-f:.]+\/0+$/i.test(block.trim());
