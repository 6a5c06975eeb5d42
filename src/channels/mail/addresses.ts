import { createHash } from 'node:crypto';
import { z } from 'zod';

export interface Sender {
  readonly name: string;
  readonly address: string;
  /** Behind the @ sign. */
  readonly domain: string;
}

const email = z.email().max(254);

/** `MAIL_FROM`: an address, or a name with the address in angle brackets. */
export function senderIn(from: string): Sender {
  const [, name = '', bracketed] = /^(.*)<([^<>]+)>$/s.exec(from.trim()) ?? [];
  const address = (bracketed ?? from).trim();
  return {
    name: oneLine(name).replace(/^"(.*)"$/, '$1'),
    address,
    domain: address.slice(address.lastIndexOf('@') + 1),
  };
}

/** Whether mail may go there: one plain address, nothing that could be read as a header, a list or a command. */
export function isAddress(text: string): boolean {
  return email.safeParse(text).success;
}

/** The same for the same message, so that a mail program can show doubles as one. */
export function messageIdFor(key: string, domain: string): string {
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${domain}>`;
}

/** Fit for a header: on one line, without control characters. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
