import type { IncomingMessage } from 'node:http';
import { cameThroughProxy, isLoopback } from '../../kernel/addresses.js';

/**
 * Local mode takes traffic without credentials, so it must come from this machine and go to this machine. Headers
 * say nothing about that: behind a proxy everybody would seem to be local, and a web page can have a browser post.
 */
export function isFromThisMachine(request: IncomingMessage): boolean {
  const { headers, socket } = request;
  return isLoopback(socket.remoteAddress ?? '') && !cameThroughProxy(headers) && headers.origin === undefined;
}

/** An http or https address of this machine, without credentials in it. */
export function isLoopbackUrl(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  return isLoopback(hostname) && ['http:', 'https:'].includes(protocol) && username === '' && password === '';
}

/**
 * Whether the client behind a service URL can open dialogs. The Microsoft 365 Agents Playground, which runs on this
 * machine, cannot and swallows the press: there forms stand in the conversation.
 */
export function opensDialogs(serviceUrl: string): boolean {
  return !(isLoopbackUrl(serviceUrl) && new URL(serviceUrl).pathname.replace(/\/$/, '') === '/_connector');
}
