import type { PersonOnPage } from '../wire.js';
import { type Delivery, deliver, Refused } from './api.js';
import type { Context } from './context.js';
import { el, fromServer } from './dom.js';
import { press } from './press.js';
import { t } from './words.js';

/** The start tab: what the bot shows a person without being asked. */
export class HomeView {
  readonly element = el('div', { class: 'home', tabindex: '0' });
  private delivery: Delivery | undefined;

  constructor(
    private readonly context: Context,
    private readonly person: PersonOnPage,
    /** A press here was answered in the conversation. */
    private readonly onAnswered: () => void,
  ) {
    this.element.addEventListener('click', (event) => void this.onClick(event));
  }

  /** Fetched anew each time it is looked at. */
  async load(): Promise<void> {
    this.leave();
    if (this.element.childElementCount === 0) this.say(t.loading);
    const body = { key: crypto.randomUUID(), place: 'direct' as const, event: { type: 'opened' as const } };
    const delivery = deliver(this.person.slug, body, () => this.say(t.homeFailed));
    this.delivery = delivery;
    try {
      const { home } = await delivery.answer;
      if (this.delivery === delivery) this.show(home);
    } catch (error) {
      if (error instanceof Refused) this.say(t.homeFailed);
    }
  }

  /** Nobody looks any more: nothing is fetched. */
  leave(): void {
    this.delivery?.giveUp();
    this.delivery = undefined;
  }

  private show(html: string | undefined): void {
    if (html === undefined) this.say(t.homeFailed);
    else this.element.replaceChildren(fromServer(html));
  }

  private say(text: string): void {
    this.element.replaceChildren(el('p', { class: 'home-note', role: 'status' }, text));
  }

  private async onClick(event: MouseEvent): Promise<void> {
    const pressed = (event.target as Element).closest<HTMLElement>('[data-action]');
    if (!pressed) return;
    const spot = { slug: this.person.slug, place: 'direct' as const };
    const focusAfterwards = () => this.element.focus();
    const answer = await press(this.context, pressed, { spot, card: undefined, focusAfterwards });
    if (answer?.home !== undefined) this.show(answer.home);
    else if (answer && answer.messages.length > 0) this.onAnswered();
  }
}
