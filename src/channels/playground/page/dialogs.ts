import type { JsonObject } from '../../../kernel/json.js';
import type { FormValues } from '../../../messages/form.js';
import type { EventBody } from '../wire.js';
import { type Delivery, deliver, Refused } from './api.js';
import { button, el, fromServer } from './dom.js';
import type { Spot, Store } from './store.js';
import { t } from './words.js';

/** Where a form was opened. */
export interface FormOrigin {
  readonly spot: Spot;
  readonly card: string | undefined;
  /** Gets the focus back, if what had it before is gone. */
  focusAfterwards(): void;
}

/** Dialogs over the page, one after the other. The browser keeps the focus inside and closes them with Escape. */
export class Dialogs {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly store: Store) {}

  /** Asks before something counts. */
  confirm(question: string, yes: string, isDanger: boolean): Promise<boolean> {
    return this.inTurn(async () => {
      const ok = button(yes, { class: isDanger ? 'action danger' : 'action primary' }, () => dialog.close('yes'));
      const no = button(t.cancel, { class: 'action' }, () => dialog.close());
      const dialog = el(
        'dialog',
        { class: 'dialog', 'aria-labelledby': 'confirm-title', 'aria-describedby': 'confirm-text' },
        el('h2', { id: 'confirm-title' }, t.confirmTitle),
        el('p', { id: 'confirm-text' }, question),
        el('div', { class: 'actions' }, ok, no),
      );
      await shown(dialog, () => no.focus());
      return dialog.returnValue === 'yes';
    });
  }

  /** Shows a form until it was accepted or given up. */
  form(html: string, origin: FormOrigin): Promise<void> {
    return this.inTurn(async () => {
      const before = document.activeElement;
      const dialog = el('dialog', { class: 'dialog', 'aria-labelledby': 'form-title' });
      const open = new OpenForm(dialog, origin, this.store);
      open.show(html);
      await shown(dialog, () => open.focusFirst());
      open.giveUp();
      if (!before?.isConnected || document.activeElement === document.body) origin.focusAfterwards();
      const next = open.nextForm;
      if (next !== undefined) void this.form(next, origin);
    });
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined);
    return turn;
  }
}

/** Resolves when it was closed, and takes it off the page. */
async function shown(dialog: HTMLDialogElement, focus: () => void): Promise<void> {
  document.body.append(dialog);
  const closed = new Promise<void>((resolve) => dialog.addEventListener('close', () => resolve(), { once: true }));
  dialog.showModal();
  focus();
  await closed;
  dialog.remove();
}

class OpenForm {
  /** The answer to this form was another one. */
  nextForm: string | undefined;
  private delivery: Delivery | undefined;

  constructor(
    private readonly dialog: HTMLDialogElement,
    private readonly origin: FormOrigin,
    private readonly store: Store,
  ) {}

  show(html: string): void {
    this.dialog.replaceChildren(fromServer(html));
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!this.delivery) void this.submit();
    });
    this.form.querySelector('[data-cancel]')?.addEventListener('click', () => this.dialog.close());
  }

  /** The first mistake, else the first field. */
  focusFirst(): void {
    const field = this.form.querySelector('.field.wrong') ?? this.form.querySelector('.field');
    const control = field?.querySelector<HTMLElement>('input:checked, select, textarea, input');
    (control ?? this.form.querySelector<HTMLElement>('[type=submit]'))?.focus();
  }

  giveUp(): void {
    this.delivery?.giveUp();
    this.delivery = undefined;
  }

  private get form(): HTMLFormElement {
    const form = this.dialog.querySelector('form');
    if (!form) throw new Error('the dialog has no form');
    return form;
  }

  private async submit(): Promise<void> {
    const { form } = this;
    this.say(undefined);
    const { slug, place } = this.origin.spot;
    this.delivery = deliver(slug, this.body(place), () => this.wait());
    form.querySelector('[type=submit]')?.setAttribute('aria-disabled', 'true');
    try {
      const answer = await this.delivery.answer;
      this.store.apply(answer.messages);
      if (answer.form === undefined) this.dialog.close('sent');
      else this.showAnswer(form.dataset.form, answer.form);
    } catch (error) {
      if (!(error instanceof Refused)) return;
      this.lock(false);
      this.say(
        el(
          'p',
          { class: 'form-errors', role: 'alert' },
          error.code === 'too-large' ? t.problemTooLarge : t.problemFailed,
        ),
      );
    } finally {
      form.querySelector('[type=submit]')?.removeAttribute('aria-disabled');
      this.delivery = undefined;
    }
  }

  /** The same form comes back with its mistakes; another one opens after it. */
  private showAnswer(id: string | undefined, html: string): void {
    const next = fromServer(html).querySelector('form');
    if (next?.dataset.form === id) {
      this.show(html);
      this.focusFirst();
    } else {
      this.nextForm = html;
      this.dialog.close('sent');
    }
  }

  /** No answer yet: what was typed stays as it was sent, until it arrives or is given up. */
  private wait(): void {
    this.lock(true);
    const again = button(t.tryNow, { class: 'quiet' }, () => this.delivery?.tryNow());
    this.say(el('p', { class: 'form-errors', role: 'status' }, t.formWaiting, ' ', again));
  }

  private lock(isLocked: boolean): void {
    for (const control of this.form.querySelectorAll<HTMLInputElement>('input, select, textarea'))
      control.disabled = isLocked;
  }

  private say(message: HTMLElement | undefined): void {
    this.form.querySelector('.form-errors')?.remove();
    if (message) this.form.querySelector('.actions')?.before(message);
  }

  private body(place: EventBody['place']): EventBody {
    const { form, origin } = this;
    return {
      key: crypto.randomUUID(),
      place,
      event: {
        type: 'form',
        id: form.dataset.form ?? '',
        payload: JSON.parse(form.dataset.payload ?? '{}') as JsonObject,
        values: valuesOf(form),
        ...(origin.card === undefined ? {} : { card: origin.card }),
      },
    };
  }
}

/** What stands in the fields; empty ones are left out. */
export function valuesOf(form: HTMLFormElement): FormValues {
  const data = new FormData(form);
  const values: Record<string, string | readonly string[]> = {};
  for (const field of form.querySelectorAll<HTMLElement>('[data-field]')) {
    const id = field.dataset.field ?? '';
    const given = data.getAll(id).filter((value): value is string => typeof value === 'string' && value !== '');
    const [first] = given;
    if (first !== undefined) values[id] = field.dataset.fieldType === 'choices' ? given : first;
  }
  return values;
}
