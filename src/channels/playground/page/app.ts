import type { Setup, ShownMessage } from '../wire.js';
import { loadSetup, tryEverythingNow } from './api.js';
import type { Context } from './context.js';
import { Dialogs } from './dialogs.js';
import { button, el, house, icon } from './dom.js';
import { followLive } from './live.js';
import { isText, memory } from './memory.js';
import { Pane, type PaneSettings, skins } from './pane.js';
import { Store } from './store.js';
import { tabNames } from './tabs.js';
import { locale, t } from './words.js';

const mostPanes = 4;

/** The whole page: its head, the panes side by side, the live connection. */
class App {
  private readonly panes: Pane[] = [];
  private readonly row = el('main', { class: 'panes', id: 'panes' });
  private readonly status = el('p', { class: 'connection', role: 'status' });
  private readonly about = el('p', { class: 'about' }, t.intro);
  private readonly restarted = el('div', { class: 'restarted', role: 'status' });
  private readonly spoken = el('p', { class: 'unseen', role: 'status' });
  private readonly addButton = button(t.addPane, { class: 'add-pane' }, () => this.add());
  private readonly context: Context;
  private isSettled = false;
  private isUp = true;

  constructor(
    private readonly setup: Setup,
    private readonly root: HTMLElement,
  ) {
    const store = new Store();
    this.context = {
      setup,
      store,
      dialogs: new Dialogs(store),
      person: (slug) => setup.people.find((person) => person.slug === slug),
      announce: (text) => {
        this.spoken.textContent = text;
      },
    };
    store.onForm = (spot, html, card) => {
      const focusAfterwards = () => void this.panes.some((pane) => pane.focusSpot(spot));
      void this.context.dialogs.form(html, { spot, card, focusAfterwards });
    };
  }

  start(): void {
    this.root.replaceChildren(this.skipLink(), this.head(), this.status, this.restarted, this.row, this.spoken);
    for (const settings of this.rememberedPanes()) this.open(settings);
    const { store } = this.context;
    store.listen((changed) => this.update(changed));
    store.resume();
    followLive({
      onMessages: (messages, run) => this.receive(messages, run),
      onCleared: ({ slug }) => store.clearDirect(slug),
      onConnection: (isUp) => this.connected(isUp),
    });
  }

  private skipLink(): HTMLElement {
    const skip = el('a', { class: 'skip', href: '#panes' }, t.skipLink);
    skip.addEventListener('click', (event) => {
      event.preventDefault();
      this.panes[0]?.focus();
    });
    return skip;
  }

  private head(): HTMLElement {
    const name = el('h1', {}, icon(house), t.heading, el('span', { class: 'network-name' }, this.setup.networkName));
    return el(
      'header',
      { class: 'page-head' },
      el('p', { class: 'banner' }, t.banner),
      el('div', { class: 'page-line' }, name, this.about, this.addButton),
    );
  }

  private rememberedPanes(): readonly PaneSettings[] {
    const known = memory.read('panes', isPaneList)?.filter(({ person }) => this.context.person(person));
    if (known && known.length > 0) return known;
    const [first, second] = this.setup.people;
    const fresh = (person: string, skin: PaneSettings['skin']): PaneSettings => ({ person, skin, tab: 'chat' });
    return [...(first ? [fresh(first.slug, 'slack')] : []), ...(second ? [fresh(second.slug, 'teams')] : [])];
  }

  private open(settings: PaneSettings): Pane {
    const pane = new Pane(this.context, settings, {
      changed: () => this.remember(),
      close: (closed) => this.close(closed),
    });
    this.panes.push(pane);
    this.row.append(pane.element);
    pane.update([]);
    if (this.isSettled) pane.settled();
    pane.shown();
    this.countPanes();
    return pane;
  }

  /** As somebody who is not there yet. */
  private add(): void {
    const shown = new Set(this.panes.map(({ slug }) => slug));
    const next = this.setup.people.find(({ slug }) => !shown.has(slug)) ?? this.setup.people[0];
    if (!next) return;
    this.open({ person: next.slug, skin: 'slack', tab: 'chat' }).focus();
    this.remember();
  }

  private close(pane: Pane): void {
    this.panes.splice(this.panes.indexOf(pane), 1);
    pane.element.remove();
    this.countPanes();
    this.panes.at(-1)?.focus();
    this.remember();
  }

  private countPanes(): void {
    this.row.dataset.count = String(this.panes.length);
    const isFull = this.panes.length >= mostPanes;
    this.addButton.hidden = isFull;
    this.about.textContent = isFull ? t.mostPanes : t.intro;
    if (isFull) this.context.announce(t.mostPanes);
    for (const pane of this.panes) pane.closeButton.hidden = this.panes.length === 1;
  }

  private remember(): void {
    memory.write(
      'panes',
      this.panes.map(({ settings }) => settings),
    );
  }

  private receive(messages: readonly ShownMessage[], run: string): void {
    this.noticeRestart(messages.length > 0, run);
    this.context.store.apply(messages);
    if (this.isSettled) return;
    this.isSettled = true;
    for (const pane of this.panes) pane.settled();
  }

  /** The server keeps conversations in memory only; whoever saw one is told when it is gone. */
  private noticeRestart(hasMessages: boolean, run: string): void {
    const known = memory.read('run', isText);
    if (known !== undefined && known !== run) {
      const close = button('×', { class: 'quiet', 'aria-label': t.understood }, () => {
        this.restarted.replaceChildren();
        this.panes[0]?.focus();
      });
      this.restarted.replaceChildren(el('p', {}, t.restarted), close);
      memory.write('run', undefined);
    }
    if (hasMessages) memory.write('run', run);
  }

  private update(changed: readonly ShownMessage[]): void {
    for (const pane of this.panes) pane.update(changed);
    const slugs = new Set(this.panes.map(({ slug }) => slug));
    const rewritten = changed.find(
      ({ version, onlyFor }) => version > 1 && (onlyFor === undefined || slugs.has(onlyFor)),
    );
    if (rewritten && this.isSettled) this.context.announce(t.cardUpdated(rewritten.summary));
  }

  private connected(isUp: boolean): void {
    if (isUp) tryEverythingNow();
    if (isUp === this.isUp) return;
    this.isUp = isUp;
    this.status.textContent = isUp ? '' : t.offline;
    this.status.classList.toggle('down', !isUp);
    if (isUp) this.context.announce(t.online);
  }
}

function isPaneList(value: unknown): value is PaneSettings[] {
  return (
    Array.isArray(value) &&
    value.every((each) => skins.includes(each?.skin) && tabNames.includes(each.tab) && typeof each.person === 'string')
  );
}

const root = document.getElementById('app');
if (!root) throw new Error('the page has no place for the app');
document.documentElement.lang = locale;
document.title = t.title;
loadSetup().then(
  (setup) => new App(setup, root).start(),
  (error: unknown) => {
    console.error(error);
    root.replaceChildren(el('p', { class: 'no-page', role: 'alert' }, t.noPage));
  },
);
