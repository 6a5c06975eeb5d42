import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderUnusable, openFolder } from '../../src/storage/embedded/folder.js';
import { type FreshFolder, freshFolder } from '../support/folder.js';

let place: FreshFolder;
beforeEach(async () => {
  place = await freshFolder();
});
afterEach(() => place.remove());

describe('a folder for the embedded store', () => {
  it('is made with everything above it', async () => {
    const owner = await openFolder(join(place.path, 'a', 'b', 'c'));
    expect(owner.folder.endsWith(join('a', 'b', 'c'))).toBe(true);
    await owner.release();
  });

  it('is refused with the setting to mend where a file is in the way', async () => {
    const file = join(place.path, 'file');
    await writeFile(file, '');
    await expect(openFolder(file)).rejects.toThrow(/DATA_DIR.*EEXIST/);
    await expect(openFolder(join(file, 'below'))).rejects.toThrow(FolderUnusable);
  });

  it('is refused where its name is too long', async () => {
    await expect(openFolder(join(place.path, 'x'.repeat(300)))).rejects.toThrow(/DATA_DIR.*ENAMETOOLONG/);
  });

  it('is refused, and not tried for ever, where Node would be (below /proc on Linux)', async () => {
    await expect(openFolder('/proc/dorfbote')).rejects.toThrow(FolderUnusable);
  });
});
