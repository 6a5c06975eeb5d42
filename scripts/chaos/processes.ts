import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Random } from './random.js';
import type { ChildOrder } from './setting.js';
import { type Step, steps } from './steps.js';

/** How a process dies: by its own hand at a step, or by ours after so many milliseconds. */
export type Death =
  | { readonly step: Step; readonly times: number; readonly latestMs: number }
  | { readonly afterMs: number };

/** A step is not always come to: then the process is killed all the same, after this long. */
const latestMs = 6_000;
const mostTimes = 6;

/** Every named step once, in any order, and for the rest any instant. */
export function deaths(count: number, random: Random): Death[] {
  const named = steps.map((step): Death => ({ step, times: 1 + random.below(timesOf(step)), latestMs }));
  const any = Array.from(
    { length: Math.max(count - named.length, 0) },
    (): Death => ({ afterMs: random.below(3_000) }),
  );
  const all = [...named, ...any].map((death) => ({ death, at: random.next() }));
  return all
    .sort((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ death }) => death);
}

/** Steps that are rarely come to are died at when they first are. */
function timesOf(step: Step): number {
  return /sharing|order|expansion|requeue|read-back/.test(step) ? 1 : mostTimes;
}

/** Only the process that enqueues comes to these. */
function isOfExpansion(death: Death): boolean {
  return 'step' in death && /sharing|order|expansion/.test(death.step);
}

export interface Killed {
  kills: number;
  readonly atSteps: Map<Step, number>;
}

/** Keeps so many processes alive, each with its death, as long as there are deaths left; the last ones live. */
export class Processes {
  readonly killed: Killed = { kills: 0, atSteps: new Map() };
  private readonly alive = new Set<ChildProcess>();
  private readonly over: Promise<void>[] = [];
  private readonly wanted: number;
  private readonly ofExpansion: Death[];
  private readonly left: Death[];
  private expanded = false;
  private ending = false;
  private failure: Error | undefined;

  constructor(
    private readonly child: string,
    private readonly order: Omit<ChildOrder, 'expands' | 'die'>,
    deaths: readonly Death[],
  ) {
    this.wanted = deaths.length;
    this.ofExpansion = deaths.filter(isOfExpansion);
    this.left = deaths.filter((death) => !isOfExpansion(death));
  }

  start(count: number): void {
    for (let index = 0; index < count; index += 1) this.over.push(this.lineage(index === 0));
  }

  /** All messages are in the store, and everybody who was to die has died. */
  get settled(): boolean {
    if (this.failure) throw this.failure;
    return this.expanded && this.killed.kills === this.wanted;
  }

  async end(): Promise<void> {
    this.ending = true;
    for (const child of this.alive) child.kill('SIGKILL');
    await Promise.all(this.over);
  }

  /** One after the other in the same place. */
  private async lineage(expands: boolean): Promise<void> {
    while (!this.ending && !this.failure) await this.life(expands, this.nextDeath(expands));
  }

  private nextDeath(expands: boolean): Death | undefined {
    return (expands ? this.ofExpansion.shift() : undefined) ?? this.left.shift();
  }

  private async life(expands: boolean, death: Death | undefined): Promise<void> {
    const die = death && 'step' in death ? { step: death.step, times: death.times } : undefined;
    const order: ChildOrder = { ...this.order, expands, ...(die && { die }) };
    const child = spawn(process.execPath, [this.child, JSON.stringify(order)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.alive.add(child);
    const executioner = new AbortController();
    let byUs = false;
    child.on('message', (message) => {
      if (message === 'expanded') this.expanded = true;
      if (message !== 'ready' || !death) return;
      const timer = setTimeout(
        () => {
          byUs = true;
          child.kill('SIGKILL');
        },
        'step' in death ? death.latestMs : death.afterMs,
      );
      executioner.signal.addEventListener('abort', () => clearTimeout(timer));
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    executioner.abort();
    this.alive.delete(child);
    if (this.ending) return;
    if (code !== null) this.failure = new Error(`a process ended by itself with ${code}`);
    if (death) this.count(death, byUs);
  }

  private count(death: Death, byUs: boolean): void {
    const { killed } = this;
    killed.kills += 1;
    if (!byUs && 'step' in death) killed.atSteps.set(death.step, (killed.atSteps.get(death.step) ?? 0) + 1);
  }
}
