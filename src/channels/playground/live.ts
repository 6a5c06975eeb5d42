import type { Response } from 'express';
import { Problem } from './errors.js';
import { limits } from './limits.js';
import type { LiveMessages } from './wire.js';

/** The open pages, each a stream of server-sent events. */
export class LivePages {
  private readonly pages = new Set<Response>();

  /** Opens a stream that begins with all messages there are. Throws `Problem` if too many are open. */
  open(response: Response, everything: LiveMessages): void {
    if (this.pages.size >= limits.openPages) throw new Problem('too-many');
    response.writeHead(200, { 'Content-Type': 'text/event-stream', Connection: 'keep-alive' });
    this.pages.add(response);
    const beat = setInterval(() => send(response, ': still here\n\n'), limits.heartbeatMs);
    response.once('close', () => {
      clearInterval(beat);
      this.pages.delete(response);
    });
    send(response, eventOf(everything));
  }

  publish(messages: LiveMessages): void {
    const event = eventOf(messages);
    for (const page of this.pages) send(page, event);
  }

  closeAll(): void {
    for (const page of this.pages) page.end();
    this.pages.clear();
  }
}

function eventOf(messages: LiveMessages): string {
  return `event: messages\ndata: ${JSON.stringify(messages)}\n\n`;
}

function send(page: Response, text: string): void {
  if (page.writableLength > limits.unreadBytes) page.destroy();
  else page.write(text);
}
