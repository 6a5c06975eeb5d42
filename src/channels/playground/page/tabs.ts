import { el, freshId, unseen } from './dom.js';
import { t } from './words.js';

export const tabNames = ['home', 'chat', 'network'] as const;
export type TabName = (typeof tabNames)[number];

const labels: Readonly<Record<TabName, string>> = { home: t.tabHome, chat: t.tabChat, network: t.tabNetwork };

/** Three tabs with their panels: arrow keys move between them, as screen readers' users expect. */
export class Tabs {
  readonly list: HTMLElement;
  private readonly tabs: Readonly<Record<TabName, HTMLButtonElement>>;
  private readonly unread: Record<TabName, number> = { home: 0, chat: 0, network: 0 };

  constructor(
    label: string,
    private readonly panels: Readonly<Record<TabName, HTMLElement>>,
    public selected: TabName,
    private readonly onSelect: (name: TabName) => void,
  ) {
    const tab = (name: TabName) => this.makeTab(name);
    this.tabs = { home: tab('home'), chat: tab('chat'), network: tab('network') };
    this.list = el(
      'div',
      { class: 'tabs', role: 'tablist', 'aria-label': label },
      ...tabNames.map((name) => this.tabs[name]),
    );
    this.list.addEventListener('keydown', (event) => this.onKey(event));
    this.update();
  }

  select(name: TabName): void {
    this.selected = name;
    this.unread[name] = 0;
    this.update();
    this.onSelect(name);
  }

  focus(): void {
    this.tabs[this.selected].focus();
  }

  /** Something new stands on a tab that is not looked at. */
  countUnread(name: TabName): void {
    if (name === this.selected) return;
    this.unread[name] += 1;
    this.update();
  }

  private makeTab(name: TabName): HTMLButtonElement {
    const id = freshId('tab');
    const panel = this.panels[name];
    panel.id = `${id}-panel`;
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', id);
    const tab = el('button', { type: 'button', role: 'tab', id, 'aria-controls': panel.id });
    tab.addEventListener('click', () => this.select(name));
    return tab;
  }

  private update(): void {
    for (const name of tabNames) {
      const isSelected = name === this.selected;
      const tab = this.tabs[name];
      tab.setAttribute('aria-selected', String(isSelected));
      tab.tabIndex = isSelected ? 0 : -1;
      tab.replaceChildren(labels[name]);
      const count = this.unread[name];
      if (count > 0) tab.append(' ', unreadBadge(count));
      this.panels[name].hidden = !isSelected;
    }
  }

  private onKey(event: KeyboardEvent): void {
    const moves: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };
    const at = tabNames.indexOf(this.selected);
    const to =
      event.key === 'Home' ? 0 : event.key === 'End' ? tabNames.length - 1 : at + (moves[event.key] ?? Number.NaN);
    const name = tabNames[(to + tabNames.length) % tabNames.length];
    if (name === undefined) return;
    event.preventDefault();
    this.select(name);
    this.focus();
  }
}

/** A bare number for the eye, with its word for screen readers. */
function unreadBadge(count: number): HTMLElement {
  const number = el('span', { 'aria-hidden': 'true' }, String(count));
  return el('span', { class: 'unread' }, number, unseen(t.unread(String(count))));
}
