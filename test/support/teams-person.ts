import { readFileSync } from 'node:fs';
import type { Sent, TeamsConnector } from './teams-connector.js';

type Body = Record<string, unknown>;

interface Button {
  readonly type: string;
  readonly title: string;
  readonly verb?: string;
  readonly data?: unknown;
}

/** Somebody in front of Teams, in their personal chat with a program in local mode: writes and presses. */
export class TeamsPerson {
  private count = 0;

  constructor(
    private readonly connector: TeamsConnector,
    private readonly endpoint: () => string,
    private readonly name: string,
    private readonly id: string,
  ) {}

  get conversation(): string {
    return `a:1pers-${this.id}`;
  }

  /** What the bot sent here, as it is now. */
  get messages(): readonly Sent[] {
    return this.connector.messages.filter(({ conversation }) => conversation === this.conversation);
  }

  async write(text: string): Promise<void> {
    await this.post({ ...payload('message-personal'), text, attachments: [] });
  }

  /** Presses the button with this label; resolves with what it is answered with. */
  async press(label: string, on: Sent): Promise<string> {
    const action = buttonsIn(on.activity).find(({ title }) => title === label);
    if (!action) throw new Error(`no button “${label}”`);
    return this.post({ ...payload('button'), replyToId: on.id, value: { action, trigger: 'manual' } });
  }

  private async post(activity: Body): Promise<string> {
    this.count += 1;
    const from = { id: `29:${this.id}`, name: this.name, aadObjectId: `object-${this.id}` };
    const body = {
      ...activity,
      from,
      id: `${this.id}-${this.count}`,
      timestamp: new Date().toISOString(),
      serviceUrl: this.connector.url,
      conversation: { ...(activity.conversation as Body), id: this.conversation },
    };
    const response = await fetch(this.endpoint(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.text();
  }
}

function payload(name: string): Body {
  return JSON.parse(readFileSync(new URL(`../payloads/teams/${name}.json`, import.meta.url), 'utf8')) as Body;
}

function buttonsIn(part: unknown): readonly Button[] {
  if (Array.isArray(part)) return part.flatMap(buttonsIn);
  if (part === null || typeof part !== 'object') return [];
  const { type, title } = part as Partial<Button>;
  if (type?.startsWith('Action.') && title !== undefined) return [part as Button];
  return Object.values(part).flatMap(buttonsIn);
}
