import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

export interface Envelope {
  readonly type: 'events_api' | 'interactive' | 'slash_commands';
  readonly payload: Record<string, unknown>;
}

export interface Acknowledged {
  /** The response in the acknowledgement. */
  readonly body: Record<string, unknown>;
  /** How often it was delivered until it was acknowledged. */
  readonly deliveries: number;
  /** Milliseconds from the last delivery to its acknowledgement. */
  readonly took: number;
}

interface Waiting {
  /** An acknowledgement counts on the connection that brought the envelope. */
  readonly on: WebSocket;
  readonly settle: (body: Record<string, unknown>) => void;
}

/** Slack's side of Socket Mode: tickets, hello, envelopes that come again until they are acknowledged, refreshes. */
export class SlackSockets {
  /** How often a connection was made. */
  connections = 0;
  /** If false, connections are accepted, but no hello follows. */
  greets = true;
  private readonly sockets = new Set<WebSocket>();
  private readonly waiting = new Map<string, Waiting>();
  private readonly tickets = new Set<string>();
  private readonly web: WebSocketServer;
  private sequence = 0;

  constructor(server: Server) {
    this.web = new WebSocketServer({ noServer: true });
    server.on('upgrade', (request, socket, head) => {
      const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
      if (!this.tickets.delete(ticket)) return void socket.destroy();
      this.web.handleUpgrade(request, socket, head, (web) => this.welcome(web));
    });
  }

  /** The address for one connection. */
  ticket(address: string): string {
    this.sequence += 1;
    const ticket = `ticket-${this.sequence}`;
    this.tickets.add(ticket);
    return `${address.replace(/^http/, 'ws')}/link?ticket=${ticket}`;
  }

  get open(): number {
    return this.sockets.size;
  }

  /**
   * Delivers an envelope, and again whenever `patience` milliseconds pass without an acknowledgement, or no socket is
   * there. Rejects after so many deliveries.
   */
  async deliver(envelope: Envelope, { patience = 3_000, deliveries = 3 } = {}): Promise<Acknowledged> {
    this.sequence += 1;
    const envelope_id = `envelope-${this.sequence}`;
    for (let attempt = 0; attempt < deliveries; attempt += 1) {
      const started = Date.now();
      const retry = attempt > 0 && { retry_attempt: attempt, retry_reason: 'timeout' };
      const body = await this.once({ ...envelope, envelope_id, accepts_response_payload: true, ...retry }, patience);
      if (body) return { body, deliveries: attempt + 1, took: Date.now() - started };
    }
    throw new Error('never acknowledged');
  }

  /** Asks the app to connect anew, as Slack does every few hours, and closes what is left. */
  refresh(): void {
    for (const socket of this.sockets) socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
  }

  /** Sends text as it is. */
  sendRaw(text: string): void {
    for (const socket of this.sockets) socket.send(text);
  }

  /** Breaks every connection without a farewell. */
  cut(): void {
    for (const socket of this.sockets) socket.terminate();
  }

  closeAll(): void {
    this.cut();
    this.web.close();
  }

  private welcome(socket: WebSocket): void {
    this.connections += 1;
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('message', (data) => this.acknowledged(socket, JSON.parse(String(data)) as AckFrame));
    if (this.greets) {
      const connection_info = { app_id: 'A0DORFBOT' };
      socket.send(JSON.stringify({ type: 'hello', num_connections: this.sockets.size, connection_info }));
    }
  }

  private acknowledged(socket: WebSocket, frame: AckFrame): void {
    const waiting = this.waiting.get(frame.envelope_id);
    if (waiting?.on === socket) waiting.settle(frame.payload ?? {});
  }

  private async once(frame: Record<string, unknown>, patience: number): Promise<Record<string, unknown> | undefined> {
    const id = String(frame.envelope_id);
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(undefined), patience);
      const settle = (body: Record<string, unknown> | undefined) => {
        clearTimeout(timer);
        this.waiting.delete(id);
        resolve(body);
      };
      const [socket] = this.sockets;
      if (!socket) return;
      this.waiting.set(id, { settle, on: socket });
      socket.send(JSON.stringify(frame));
    });
  }
}

interface AckFrame {
  readonly envelope_id: string;
  readonly payload?: Record<string, unknown>;
}
