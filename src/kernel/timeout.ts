/** What work came to, or `late` after so many milliseconds. The work itself is not stopped. Rejects as the work does, if in time. */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The work's result; once the time is up, a rejection with that error. The work itself is not stopped. */
export async function inTime<T>(milliseconds: number, work: Promise<T>, tooLate: () => Error): Promise<T> {
  const done = await within(
    milliseconds,
    work.then((value) => ({ value })),
  );
  if (done === 'late') throw tooLate();
  return done.value;
}

export async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
