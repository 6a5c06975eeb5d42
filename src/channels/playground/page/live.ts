import type { LiveCleared, LiveMessages } from '../wire.js';

const longestPauseMs = 8_000;

export interface LiveListener {
  /** @param run Names the start of the server that sent them. */
  onMessages(messages: LiveMessages, run: string): void;
  onCleared(cleared: LiveCleared): void;
  onConnection(isUp: boolean): void;
}

/** Follows the server's live updates for as long as the page is open, and connects again whenever they break off. */
export function followLive(listener: LiveListener): void {
  let pauseMs = 500;
  const connect = () => {
    const source = new EventSource('/playground/live');
    source.addEventListener('open', () => {
      pauseMs = 500;
      listener.onConnection(true);
    });
    source.addEventListener('messages', (event: MessageEvent<string>) => {
      listener.onMessages(JSON.parse(event.data) as LiveMessages, event.lastEventId);
    });
    source.addEventListener('cleared', (event: MessageEvent<string>) => {
      listener.onCleared(JSON.parse(event.data) as LiveCleared);
    });
    source.addEventListener('error', () => {
      source.close();
      listener.onConnection(false);
      setTimeout(connect, pauseMs);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    });
  };
  connect();
}
