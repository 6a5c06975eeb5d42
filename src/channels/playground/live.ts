import type { Response } from 'express';
import { Problem } from './errors.js';
import { limits } from './limits.js';
import type { LiveCleared, LiveMessages } from './wire.js';

/** The open pages, each a stream of server-sent events. */
export class LivePages {
  private readonly pages = new Set<Response>();

  /** @param run Of this start of the server; another one means that all said before is gone. */
  constructor(private readonly run: string) {}

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
    send(response, `id: ${this.run}\n${eventOf('messages', everything)}`);
  }

  publish(messages: LiveMessages): void {
    this.sendAll(eventOf('messages', messages));
  }

  publishCleared(cleared: LiveCleared): void {
    this.sendAll(eventOf('cleared', cleared));
  }

  closeAll(): void {
    for (const page of this.pages) page.end();
    this.pages.clear();
  }

  private sendAll(event: string): void {
    for (const page of this.pages) send(page, event);
  }
}

function eventOf(name: string, data: LiveMessages | LiveCleared): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

function send(page: Response, text: string): void {
  if (page.writableLength > limits.unreadBytes) page.destroy();
  else page.write(text);
}
