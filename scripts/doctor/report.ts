/** What one check found, in German. No secrets: it is printed, and pasted into mails. */
export type Finding =
  | { readonly mark: 'ok'; readonly what: string; readonly text: string }
  | { readonly mark: 'wrong'; readonly what: string; readonly text: string; readonly mend: string }
  /** Works as it is, and could be better. */
  | { readonly mark: 'advice'; readonly what: string; readonly text: string };

export interface Check {
  readonly what: string;
  run(): Promise<Finding | readonly Finding[]>;
}

/** Runs all checks at once and keeps their order. One that fails or takes too long is a finding itself. */
export async function findingsOf(checks: readonly Check[], timeoutMs = 10_000): Promise<readonly Finding[]> {
  return (await Promise.all(checks.map((check) => bounded(check, timeoutMs)))).flat();
}

async function bounded(check: Check, timeoutMs: number): Promise<readonly Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<Finding>((resolve) => {
    const seconds = Math.round(timeoutMs / 1_000);
    const text = `keine Antwort in ${seconds} Sekunden`;
    const late = { mark: 'wrong', what: check.what, text, mend: 'Prüfen Sie Netz und Firewall.' } as const;
    timer = setTimeout(() => resolve(late), timeoutMs);
  });
  try {
    const found = await Promise.race([check.run(), timeUp]);
    return Array.isArray(found) ? (found as readonly Finding[]) : [found as Finding];
  } catch (error) {
    return [unforeseen(check.what, error)];
  } finally {
    clearTimeout(timer);
  }
}

/** Names the kind of error only: its message may hold an address with its password. */
function unforeseen(what: string, error: unknown): Finding {
  const code = error instanceof Error && 'code' in error ? ` ${String(error.code)}` : '';
  const name = error instanceof Error ? error.name : 'unbekannter Fehler';
  const text = `ließ sich nicht prüfen (${name}${code})`;
  return { mark: 'wrong', what, text, mend: 'Prüfen Sie die Einstellungen dazu.' };
}

/** "ist keine Zahl. Setzen Sie eine." as the two halves of a finding. */
export function wrong(what: string, problemAndMend: string): Finding {
  const [, text, mend] = /^(.*?)\. (.*)$/s.exec(problemAndMend) ?? [];
  return { mark: 'wrong', what, text: text ?? problemAndMend, mend: mend ?? 'Prüfen Sie diese Einstellung.' };
}

/** One line each, as the terminal shows it. */
export function lineOf(finding: Finding): string {
  const said = `${finding.what}: ${finding.text}`;
  switch (finding.mark) {
    case 'ok':
      return clean(`✓ ${said}`);
    case 'wrong':
      return clean(`✗ ${said} → ${finding.mend}`);
    case 'advice':
      return clean(`! ${said}`);
  }
}

/** Names from elsewhere cannot break the line or steer the terminal. */
function clean(line: string): string {
  return line.replace(/\p{Cc}+/gu, ' ');
}
