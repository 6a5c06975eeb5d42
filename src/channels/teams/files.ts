import type { InboundEvent } from '../../messages/inbound.js';
import type { Logger } from '../../ports/logger.js';
import { deliveryFailure } from './errors.js';
import { objectOf } from './inbound.js';
import { limits } from './limits.js';
import { isLoopbackUrl } from './local.js';
import type { Wire } from './wire.js';

const download = 'application/vnd.microsoft.teams.file.download.info';
/** Where Teams keeps what people send: OneDrive and SharePoint. */
const allowedHost = /^[a-z0-9-]+\.sharepoint\.com$/i;

export type Problem = 'oneFileOnly' | 'fileTooLarge' | 'fileUnreadable';
export type FileReading = Extract<InboundEvent, { type: 'file' }> | { readonly problem: Problem } | undefined;

/** The file that comes with a message; undefined if there is none (Teams also attaches each text as HTML). */
export async function readFile(wire: Wire, local: boolean, logger: Logger): Promise<FileReading> {
  const attachments = (wire.attachments ?? []).filter(({ contentType }) => !contentType?.startsWith('text/html'));
  const [first, ...more] = attachments;
  if (!first) return undefined;
  if (first.contentType !== download) return wire.text?.trim() ? undefined : { problem: 'fileUnreadable' };
  if (more.length > 0) return { problem: 'oneFileOnly' };
  const address = objectOf(first.content)?.downloadUrl;
  if (typeof address !== 'string' || !isFileStore(address, local)) return { problem: 'fileUnreadable' };
  try {
    const bytes = await fetched(address);
    if (!bytes) return { problem: 'fileTooLarge' };
    return { type: 'file', name: (first.name ?? 'Datei').slice(0, 200), bytes };
  } catch (error) {
    logger.warn({ reason: deliveryFailure(error).reason }, 'file not fetched');
    return { problem: 'fileUnreadable' };
  }
}

/** Whether an address is of Microsoft's store, over TLS; in local mode of this machine as well. */
export function isFileStore(address: string, local: boolean): boolean {
  if (local && isLoopbackUrl(address)) return true;
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port } = new URL(address);
  return protocol === 'https:' && port === '' && allowedHost.test(hostname);
}

/** The bytes, or undefined if there are too many. The address carries its own permission; no credentials go along. */
async function fetched(address: string): Promise<Uint8Array | undefined> {
  const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(limits.fileMs) });
  if (!response.ok || !response.body) throw new Error(`file answered ${response.status}`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > limits.fileBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
