/** Where a person belongs: one group at most in each of two tables. */
export interface Membership {
  readonly row: string | undefined;
  readonly column: string | undefined;
}

/** What may be shown of both tables beside the sum over everybody. */
export interface ShownGroups {
  readonly rows: ReadonlySet<string>;
  readonly columns: ReadonlySet<string>;
}

interface Table {
  readonly rows: readonly (string | undefined)[];
  readonly columns: readonly (string | undefined)[];
  /** By row, then column. */
  readonly sizes: readonly (readonly number[])[];
}

interface Group {
  readonly of: 'rows' | 'columns';
  readonly name: string | undefined;
}

/**
 * Which groups of two tables about the same people may be shown together. Whatever is added and taken away among what is
 * shown, the people in which the two sides of such a sum differ are nobody or at least `smallest`: a group, what is left of
 * everybody without the groups shown, or a sector of which all but a few are in one life stage.
 *
 * A sum of rows less a sum of columns leaves those who are in only one of the two, which is a cut through the graph that
 * has the groups for its nodes and the people for its edges: no cut may be small. As long as one is, the smallest group at
 * it joins those that are not shown.
 */
export function shownTogether(people: readonly Membership[], smallest: number): ShownGroups {
  const shown = { rows: namesIn(people, 'row'), columns: namesIn(people, 'column') };
  for (;;) {
    const table = tableOf(people, shown);
    const weak = smallCut(table, smallest);
    if (!weak) return shown;
    const worst = weak
      .filter((group): group is Group & { readonly name: string } => group.name !== undefined)
      .toSorted((a, b) => sizeOf(table, a) - sizeOf(table, b))[0];
    if (!worst) return { rows: new Set(), columns: new Set() };
    shown[worst.of].delete(worst.name);
  }
}

function namesIn(people: readonly Membership[], of: keyof Membership): Set<string> {
  return new Set(people.flatMap((person) => person[of] ?? []));
}

/** Those in no group that is shown stand together under undefined. */
function tableOf(people: readonly Membership[], shown: ShownGroups): Table {
  const rows = [...shown.rows, undefined];
  const columns = [...shown.columns, undefined];
  const sizes = rows.map(() => columns.map(() => 0));
  const place = (names: readonly (string | undefined)[], name: string | undefined) =>
    name !== undefined && names.includes(name) ? names.indexOf(name) : names.length - 1;
  for (const { row, column } of people) {
    const line = sizes[place(rows, row)];
    const at = place(columns, column);
    if (line) line[at] = (line[at] ?? 0) + 1;
  }
  return { rows, columns, sizes };
}

/** The groups at a cut of fewer than `smallest` people, but not of nobody; undefined if there is none. */
function smallCut(table: Table, smallest: number): readonly Group[] | undefined {
  for (let chosen = 0; chosen < 2 ** table.rows.length; chosen += 1) {
    const sides = table.columns.map((_, column) => sidesOf(table, chosen, column));
    const least = sides.map(({ inside, outside }) => Math.min(inside, outside));
    const together = least.reduce((sum, size) => sum + size, 0);
    if (together > 0 && together < smallest) {
      return groupsAt(
        table,
        chosen,
        (column) => isLeft(sides[column]),
        (column) => (least[column] ?? 0) > 0,
      );
    }
    if (together > 0) continue;
    const other = sides.findIndex(({ inside, outside }) => inside + outside > 0 && inside + outside < smallest);
    if (other >= 0)
      return groupsAt(
        table,
        chosen,
        () => (sides[other]?.inside ?? 0) > 0,
        (column) => column === other,
      );
  }
  return undefined;
}

interface Sides {
  readonly inside: number;
  readonly outside: number;
}

/** People of a column in the chosen rows, and in the others. */
function sidesOf({ sizes }: Table, chosen: number, column: number): Sides {
  let inside = 0;
  let outside = 0;
  for (const [row, line] of sizes.entries()) {
    if (isIn(chosen, row)) inside += line[column] ?? 0;
    else outside += line[column] ?? 0;
  }
  return { inside, outside };
}

function isLeft(sides: Sides | undefined): boolean {
  return sides !== undefined && sides.inside <= sides.outside;
}

function isIn(chosen: number, row: number): boolean {
  return Math.floor(chosen / 2 ** row) % 2 === 1;
}

function groupsAt(
  { rows, columns, sizes }: Table,
  chosen: number,
  cutsInside: (column: number) => boolean,
  isCut: (column: number) => boolean,
): readonly Group[] {
  return columns.flatMap((name, column): readonly Group[] => {
    if (!isCut(column)) return [];
    const cut = rows.filter((_, row) => isIn(chosen, row) === cutsInside(column) && (sizes[row]?.[column] ?? 0) > 0);
    return [{ of: 'columns', name }, ...cut.map((row) => ({ of: 'rows', name: row }) as const)];
  });
}

function sizeOf({ rows, columns, sizes }: Table, { of, name }: Group): number {
  if (of === 'rows') return (sizes[rows.indexOf(name)] ?? []).reduce((sum, size) => sum + size, 0);
  const column = columns.indexOf(name);
  return sizes.reduce((sum, line) => sum + (line[column] ?? 0), 0);
}
