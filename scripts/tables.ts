import type { Command } from '../src/bot/feature.js';
import { usageOf } from '../src/bot/views.js';
import { envExample } from '../src/config/example.js';
import { type Setting, settings } from '../src/config/settings.js';
import type { Role } from '../src/ports/people.js';

export interface Documents {
  readonly readme: string;
  readonly envExample: string;
}

/** The documents as they must read: README with its tables filled in anew, and `.env.example`. */
export function documentsFor(readme: string, commands: readonly Command[]): Documents {
  const withCommands = filledIn(readme, 'commands', commandTable(commands));
  return { readme: filledIn(withCommands, 'settings', settingsTable()), envExample: envExample() };
}

/** What stands between `<!-- name -->` and `<!-- /name -->`, replaced. Throws if the README has no such place. */
function filledIn(readme: string, name: string, table: string): string {
  const place = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`);
  if (!place.test(readme)) throw new Error(`README.md hat keine Stelle <!-- ${name} --> … <!-- /${name} -->.`);
  return readme.replace(place, (_all, begin: string, end: string) => `${begin}${table}\n${end}`);
}

const whoTypes: Readonly<Record<Role, string>> = {
  all: 'alle',
  chair: 'Vorsitz, Koordination',
  coordinator: 'Koordination',
};

/** Help first, then by role, in the order in which the rooms declare them. */
function commandTable(commands: readonly Command[]): string {
  const help = commands.filter(({ id }) => id === 'bot.help');
  const others = commands.filter((command) => !help.includes(command));
  const roles = Object.keys(whoTypes) as Role[];
  const sorted = [...help, ...roles.flatMap((role) => others.filter((command) => command.role === role))];
  const rows = sorted.map(commandRow);
  return table(['Getippt', 'Auch', 'Wer', 'Was'], rows);
}

function commandRow(command: Command): readonly string[] {
  const [, ...others] = command.words;
  return [code(usageOf(command)), others.map(code).join(', '), whoTypes[command.role], command.help.de];
}

function settingsTable(): string {
  const rows = Object.entries<Setting>(settings).map(([name, setting]) => [
    code(name),
    setting.default === undefined ? '' : code(setting.default),
    setting.meaning,
  ]);
  return table(['Variable', 'Vorgabe', 'Bedeutung'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}
