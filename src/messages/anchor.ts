import { createHash } from 'node:crypto';

const length = 12;

/** Where on somebody's personal page the message under an outbox key stands: mails link there. */
export function messageAnchor(key: string): string {
  return `nachricht-${createHash('sha256').update(key).digest('hex').slice(0, length)}`;
}
