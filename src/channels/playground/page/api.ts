import type { Answer, EventBody, FileQuery, ProblemCode, Setup } from '../wire.js';

const patienceMs = 15_000;
const longestPauseMs = 8_000;

/** The server said no, and would say so again. */
export class Refused extends Error {
  constructor(readonly code: ProblemCode) {
    super(code);
    this.name = 'Refused';
  }
}

/** The server could not be asked, or not now; the same may be tried again. */
class NotNow extends Error {}

const passing: ReadonlySet<ProblemCode> = new Set(['too-many', 'unavailable', 'slow']);

export async function loadSetup(): Promise<Setup> {
  const response = await fetch('/playground/setup', { signal: AbortSignal.timeout(patienceMs) });
  if (!response.ok) throw new Error(`setup: ${response.status}`);
  return (await response.json()) as Setup;
}

/** Empties somebody's direct conversation; all pages are told. Resolves with whether it worked. */
export async function clearDirect(slug: string): Promise<boolean> {
  const path = `/playground/people/${encodeURIComponent(slug)}/messages`;
  return fetch(path, { method: 'DELETE', signal: AbortSignal.timeout(patienceMs) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** A file on its way to the bot. */
export interface FileParcel {
  readonly key: string;
  readonly file: File;
}

/** Where it goes, and how. */
function requestFor(slug: string, parcel: EventBody | FileParcel) {
  const person = `/playground/people/${encodeURIComponent(slug)}`;
  if (!('file' in parcel)) {
    return { path: `${person}/events`, type: 'application/json', body: JSON.stringify(parcel) };
  }
  const { key, file } = parcel;
  const query: FileQuery = { key, name: file.name };
  return {
    path: `${person}/files?${new URLSearchParams({ ...query })}`,
    type: 'application/octet-stream',
    body: file.slice(0, file.size, 'application/octet-stream'),
  };
}

async function attempt(slug: string, parcel: EventBody | FileParcel): Promise<Answer> {
  const { path, type, body } = requestFor(slug, parcel);
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': type },
    body,
    signal: AbortSignal.timeout(patienceMs),
  }).catch((error: unknown) => {
    throw new NotNow('no connection', { cause: error });
  });
  const read: unknown = await response.json().catch((error: unknown) => {
    throw new NotNow('no answer', { cause: error });
  });
  if (response.ok) return read as Answer;
  const { error: code } = read as { readonly error: ProblemCode };
  throw passing.has(code) ? new NotNow(code) : new Refused(code);
}

export interface Delivery {
  /** Settles when the server has answered: with its answer, or `Refused`. Rejects with an `AbortError` once given up. */
  readonly answer: Promise<Answer>;
  /** Does not wait for the next try. */
  tryNow(): void;
  giveUp(): void;
}

const waiting = new Set<() => void>();

/** The connection is back: nothing waits any longer. */
export function tryEverythingNow(): void {
  for (const wake of [...waiting]) wake();
}

/** Sends an event until the server has answered it; always under the same key, so that it counts once. */
export function deliver(slug: string, parcel: EventBody | FileParcel, onTrouble: () => void): Delivery {
  let wake = () => {};
  let isOver = false;
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      waiting.add(wake);
    }).finally(() => waiting.delete(wake));

  const persist = async (): Promise<Answer> => {
    for (let pauseMs = 500; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      if (isOver) throw new DOMException('given up', 'AbortError');
      try {
        return await attempt(slug, parcel);
      } catch (error) {
        if (!(error instanceof NotNow)) throw error;
        onTrouble();
        await pause(pauseMs);
      }
    }
  };
  return {
    answer: persist(),
    tryNow: () => wake(),
    giveUp: () => {
      isOver = true;
      wake();
    },
  };
}
