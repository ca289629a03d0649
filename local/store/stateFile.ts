import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** The file was removed or replaced. What is written to it now would be lost. */
export class StateFileLostError extends Error {}

/** A file that grows by whole lines or is replaced as a whole. Both are on disk when the call resolves. */
export interface StateFile {
  /** Appends a text at a position, and removes what an earlier failure has left behind it. */
  append(text: string, position: number): Promise<void>;
  replace(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Creates the edge to the file system. It opens the file at the first write. */
export function createStateFile(path: string): StateFile {
  let handle: FileHandle | undefined;

  async function openOnce(): Promise<FileHandle> {
    handle ??= await open(path, "r+").catch(asLost);
    return handle;
  }

  /** A removed file can still be written through its handle. */
  async function mustBeInPlace(file: FileHandle): Promise<void> {
    const [ours, present] = await Promise.all([file.stat(), stat(path).catch(asLost)]);
    if (ours.ino !== present.ino || ours.dev !== present.dev)
      throw new StateFileLostError(`${path} was replaced`);
  }

  function asLost(error: NodeJS.ErrnoException): never {
    if (error.code === "ENOENT") throw new StateFileLostError(`${path} was removed`);
    throw error;
  }

  return {
    async append(text, position) {
      const file = await openOnce();
      await file.truncate(position);
      const bytes = Buffer.from(text);
      for (let written = 0; written < bytes.length; ) {
        const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
        written += bytesWritten;
      }
      await file.datasync();
      await mustBeInPlace(file);
    },
    async replace(text) {
      // One name for all attempts: the file of a killed local cloud is overwritten. The lock of the folder prevents
      // concurrent writes.
      const temporary = `${path}.tmp`;
      try {
        await withFile(temporary, "w", async (file) => {
          await file.writeFile(text, "utf8");
          await file.sync();
        });
        await rename(temporary, path);
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => undefined);
        throw error;
      }
      await handle?.close();
      handle = undefined;
      // The rename is durable only after the folder is on disk.
      await withFile(dirname(path), "r", (folder) => folder.sync());
    },
    async close() {
      await handle?.close();
      handle = undefined;
    },
  };
}

async function withFile(
  path: string,
  flags: string,
  use: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await use(file);
  } finally {
    await file.close();
  }
}
