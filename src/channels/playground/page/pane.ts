import type { PersonOnPage, ShownMessage } from '../wire.js';
import { ChatView } from './chat-view.js';
import type { Context } from './context.js';
import { button, el, freshId } from './dom.js';
import { HomeView } from './home-view.js';
import { avatar } from './message-view.js';
import type { Spot } from './store.js';
import { type TabName, Tabs } from './tabs.js';
import { t } from './words.js';

export const skins = ['slack', 'teams'] as const;
export type Skin = (typeof skins)[number];

/** What a pane is, as the browser tab remembers it. */
export interface PaneSettings {
  readonly person: string;
  readonly skin: Skin;
  readonly tab: TabName;
}

export interface PaneHandlers {
  changed(): void;
  close(pane: Pane): void;
}

/** One person's window: start, own conversation, shared place. */
export class Pane {
  readonly element = el('section', { class: 'pane' });
  readonly closeButton: HTMLButtonElement;
  private readonly head = el('header', { class: 'pane-head' });
  private readonly heading = el('h2', { class: 'unseen' });
  private readonly title = el('p', { class: 'person-title' });
  private readonly inside = el('div', { class: 'pane-inside' });
  private person: PersonOnPage;
  private skin: Skin;
  private tabs: Tabs;
  private chat: ChatView;
  private network: ChatView;
  private home: HomeView;
  private isSettled = false;

  constructor(
    private readonly context: Context,
    settings: PaneSettings,
    private readonly handlers: PaneHandlers,
  ) {
    this.person = context.person(settings.person) ?? firstOf(context);
    this.skin = settings.skin;
    this.closeButton = button('×', { class: 'close' }, () => handlers.close(this));
    ({ tabs: this.tabs, chat: this.chat, network: this.network, home: this.home } = this.parts(settings.tab));
    this.element.append(this.head, this.inside);
    this.element.dataset.skin = this.skin;
    this.fill();
  }

  get settings(): PaneSettings {
    return { person: this.person.slug, skin: this.skin, tab: this.tabs.selected };
  }

  get slug(): string {
    return this.person.slug;
  }

  /** Shows what is new; what stands on a tab in the background is counted there. */
  update(changed: readonly ShownMessage[]): void {
    this.chat.render();
    this.network.render();
    if (!this.isSettled) return;
    for (const message of changed) {
      const isMine = message.author === this.person.slug;
      const isHere = message.onlyFor === undefined || message.onlyFor === this.person.slug;
      if (!isMine && isHere) this.tabs.countUnread(message.place === 'direct' ? 'chat' : 'network');
    }
  }

  /** All that was said before has arrived. */
  settled(): void {
    this.isSettled = true;
    this.chat.settled();
    this.network.settled();
  }

  /** To be called once it is on the page, and when it comes into view. */
  shown(): void {
    this.show(this.tabs.selected);
  }

  focus(): void {
    if (this.tabs.selected === 'chat') this.chat.composer.focus();
    else if (this.tabs.selected === 'network') this.network.composer.focus();
    else this.tabs.focus();
  }

  /** Where a dialog that was opened by typed words returns to. */
  focusSpot(spot: Spot): boolean {
    if (spot.slug !== this.person.slug) return false;
    (spot.place === 'direct' ? this.chat : this.network).composer.focus();
    return true;
  }

  private parts(tab: TabName) {
    const chat = new ChatView(this.context, this.person, 'direct');
    const network = new ChatView(this.context, this.person, 'network');
    const home = new HomeView(this.context, this.person, () => {
      this.tabs.select('chat');
      this.tabs.focus();
    });
    const panels = { home: home.element, chat: chat.element, network: network.element };
    const tabs = new Tabs(t.tabs(this.person.name), panels, tab, (name) => {
      this.show(name);
      this.handlers.changed();
    });
    return { tabs, chat, network, home };
  }

  private become(slug: string): void {
    this.home.leave();
    this.person = this.context.person(slug) ?? this.person;
    ({ tabs: this.tabs, chat: this.chat, network: this.network, home: this.home } = this.parts(this.tabs.selected));
    this.fill();
    this.update([]);
    if (this.isSettled) this.settled();
    this.shown();
    this.handlers.changed();
  }

  private show(tab: TabName): void {
    if (tab === 'home') void this.home.load();
    else this.home.leave();
    if (tab === 'chat') this.chat.shown();
    if (tab === 'network') this.network.shown();
  }

  private fill(): void {
    this.element.setAttribute('aria-label', t.pane(this.person.name));
    this.closeButton.setAttribute('aria-label', t.removePane(this.person.name));
    if (!this.head.hasChildNodes()) this.head.append(...this.headParts());
    this.head.querySelector('.avatar')?.replaceWith(avatar(this.context, this.person.slug));
    this.heading.textContent = t.pane(this.person.name);
    this.title.textContent = this.person.title;
    this.inside.replaceChildren(this.tabs.list, this.home.element, this.chat.element, this.network.element);
  }

  private headParts(): readonly HTMLElement[] {
    const select = choice(
      t.you,
      this.context.setup.people.map(({ slug, name }) => [slug, name] as const),
      this.person.slug,
      (slug) => this.become(slug),
    );
    const skin = choice(
      t.skin,
      [['slack', t.skinSlack] as const, ['teams', t.skinTeams] as const],
      this.skin,
      (chosen) => {
        this.skin = skins.find((each) => each === chosen) ?? 'slack';
        this.element.dataset.skin = this.skin;
        this.handlers.changed();
      },
    );
    const who = el('div', { class: 'who' }, select, this.title);
    const choices = el('div', { class: 'head-choices' }, who, skin);
    return [this.heading, avatar(this.context, this.person.slug), choices, this.closeButton];
  }
}

function firstOf(context: Context): PersonOnPage {
  const [first] = context.setup.people;
  if (!first) throw new Error('nobody to be');
  return first;
}

function choice(
  label: string,
  options: readonly (readonly [value: string, label: string])[],
  value: string,
  onChange: (value: string) => void,
): HTMLElement {
  const id = freshId('choice');
  const select = el('select', { id }, ...options.map(([each, shown]) => el('option', { value: each }, shown)));
  select.value = value;
  select.addEventListener('change', () => onChange(select.value));
  return el('div', { class: 'choice' }, el('label', { for: id }, label), select);
}
