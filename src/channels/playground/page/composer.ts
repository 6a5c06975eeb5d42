import { button, el, freshId, icon } from './dom.js';
import { isText, memory } from './memory.js';
import { t } from './words.js';

const arrow = 'M3 11.5 20.5 4 15 20.5l-3.2-6.3z';
const paperclip =
  'M16.5 6v10.5a4.5 4.5 0 0 1-9 0V5.5a3 3 0 0 1 6 0v10a1.5 1.5 0 0 1-3 0V6H9v9.5a3 3 0 0 0 6 0v-10a4.5 4.5 0 0 0-9 0v11a6 6 0 0 0 12 0V6z';
const highestPx = 180;

export interface ComposerOptions {
  /** Under which the draft is kept over a reload. */
  readonly draftName: string;
  readonly label: string;
  readonly placeholder: string;
  /** With a button that inserts the bot's name. */
  readonly withMention: boolean;
  /** Stands below the line, beside the help. */
  readonly below?: HTMLElement;
  send(text: string): void;
  /** With a button that chooses a file. */
  sendFile?(file: File): void;
}

/** The input line: Enter sends, Shift and Enter begins a new line. */
export class Composer {
  readonly element: HTMLFormElement;
  private readonly input: HTMLTextAreaElement;
  private readonly above = el('div', { class: 'composer-above' });

  constructor(private readonly options: ComposerOptions) {
    const id = freshId('input');
    this.input = el('textarea', {
      id,
      rows: '1',
      placeholder: options.placeholder,
      'aria-describedby': `${id}-keys`,
      enterkeyhint: 'send',
    });
    this.input.value = memory.read(this.memoryName, isText) ?? '';
    const send = el('button', { type: 'submit', class: 'send' }, icon(arrow), el('span', {}, t.send));
    const line = el('div', { class: 'composer-line' }, this.input, send);
    if (options.withMention) line.prepend(this.mentionButton());
    if (options.sendFile) this.input.after(...this.fileChooser());
    this.element = el(
      'form',
      { class: 'composer' },
      this.above,
      el('label', { for: id, class: 'unseen' }, options.label),
      line,
      this.foot(`${id}-keys`),
    );
    this.input.addEventListener('keydown', (event) => this.onKey(event));
    this.input.addEventListener('input', () => this.changed());
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
  }

  focus(): void {
    this.input.focus();
  }

  /** Grows with its text; only measurable once it is on the page. */
  fit(): void {
    this.input.style.height = 'auto';
    this.input.style.height = `${Math.min(this.input.scrollHeight + 2, highestPx)}px`;
  }

  /** Puts a text there to be worked on, behind what stands there already. */
  put(text: string): void {
    this.input.value = this.input.value === '' ? text : `${this.input.value}\n${text}`;
    this.changed();
    this.focus();
  }

  /** Shows something above the line, or nothing. */
  showAbove(...shown: readonly Node[]): void {
    this.above.replaceChildren(...shown);
  }

  private get memoryName(): string {
    return `draft.${this.options.draftName}`;
  }

  private foot(id: string): HTMLElement {
    const { withMention, below } = this.options;
    const help = el('p', { id, class: withMention ? 'keys shared' : 'keys' }, withMention ? t.networkKeys : t.keys);
    return el('div', { class: 'composer-foot' }, help, ...(below ? [below] : []));
  }

  private mentionButton(): HTMLElement {
    return button('@', { class: 'mention', 'aria-label': t.mention, title: t.mention }, () => {
      this.input.setRangeText('@Dorfbote ', this.input.selectionStart, this.input.selectionEnd, 'end');
      this.changed();
      this.focus();
    });
  }

  /** The browser's own file field cannot be styled: a button that everybody can reach opens it. */
  private fileChooser(): readonly HTMLElement[] {
    const field = el('input', { type: 'file', hidden: true, 'aria-hidden': 'true', tabindex: '-1' });
    field.addEventListener('change', () => {
      const [file] = field.files ?? [];
      field.value = '';
      if (file) this.options.sendFile?.(file);
      this.focus();
    });
    const open = button('', { class: 'attach', 'aria-label': t.attach, title: t.attach }, () => field.click());
    open.append(icon(paperclip));
    return [open, field];
  }

  private onKey(event: KeyboardEvent): void {
    // While a word is composed (umlauts, other scripts), Enter belongs to the keyboard.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit();
  }

  private changed(): void {
    memory.write(this.memoryName, this.input.value);
    this.fit();
  }

  private submit(): void {
    const text = this.input.value;
    if (text.trim() === '') return;
    this.input.value = '';
    this.changed();
    this.options.send(text);
  }
}
