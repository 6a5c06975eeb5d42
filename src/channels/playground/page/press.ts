import type { JsonObject } from '../../../kernel/json.js';
import type { Answer } from '../wire.js';
import { deliver, Refused } from './api.js';
import type { Context } from './context.js';
import { button, el } from './dom.js';
import type { Spot } from './store.js';
import { t } from './words.js';

export interface Press {
  readonly spot: Spot;
  /** The message whose button it is; none on the start tab. */
  readonly card: string | undefined;
  focusAfterwards(): void;
}

/** Presses a card's button: asks first where it must, sends it once, shows what came of it. Undefined: nothing did. */
export async function press(context: Context, pressed: HTMLElement, where: Press): Promise<Answer | undefined> {
  if (pressed.getAttribute('aria-disabled') === 'true') return undefined;
  pressed.setAttribute('aria-disabled', 'true');
  try {
    return (await isConfirmed(context, pressed)) ? await send(context, pressed, where) : undefined;
  } finally {
    pressed.removeAttribute('aria-disabled');
  }
}

async function isConfirmed(context: Context, pressed: HTMLElement): Promise<boolean> {
  const { confirm } = pressed.dataset;
  if (confirm === undefined) return true;
  return context.dialogs.confirm(confirm, pressed.textContent ?? t.confirmYes, pressed.classList.contains('danger'));
}

async function send(context: Context, pressed: HTMLElement, where: Press): Promise<Answer | undefined> {
  const { spot, card } = where;
  const event = {
    type: 'action' as const,
    id: pressed.dataset.action ?? '',
    payload: JSON.parse(pressed.dataset.payload ?? '{}') as JsonObject,
    ...(card === undefined ? {} : { card }),
  };
  const trouble = el('p', { class: 'trouble', role: 'status' });
  const body = { key: crypto.randomUUID(), place: spot.place, event };
  const delivery = deliver(spot.slug, body, () => {
    if (trouble.isConnected) return;
    trouble.replaceChildren(
      t.pressWaiting,
      ' ',
      button(t.tryNow, { class: 'quiet' }, () => delivery.tryNow()),
    );
    pressed.parentElement?.after(trouble);
  });
  pressed.setAttribute('aria-busy', 'true');
  try {
    const answer = await context.store.duringPress(spot, delivery.answer);
    context.store.apply(answer.messages);
    trouble.remove();
    if (answer.form !== undefined) void context.dialogs.form(answer.form, where);
    return answer;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    trouble.replaceChildren(error.code === 'failed' ? t.problemFailed : t.problemRefused);
    pressed.parentElement?.after(trouble);
    return undefined;
  } finally {
    pressed.removeAttribute('aria-busy');
  }
}
