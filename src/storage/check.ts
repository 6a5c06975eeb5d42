import type { FolderCheck } from './embedded/check.js';
import type { MongoCheck } from './mongo/check.js';

/** Whether the store that is set up can be used. Opens none; changes nothing. */
export async function checkStorage(options: {
  readonly mongodbUri?: string;
  readonly dataDir: string;
}): Promise<FolderCheck | MongoCheck> {
  if (options.mongodbUri !== undefined) {
    const { checkMongo } = await import('./mongo/check.js');
    return checkMongo(options.mongodbUri);
  }
  const { checkFolder } = await import('./embedded/check.js');
  return checkFolder(options.dataDir);
}
