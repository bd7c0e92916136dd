/** Prints one set-up line: what is done and how it ended. Durations are shown from one second on. */
export async function step(title, work) {
  const started = Date.now();
  process.stdout.write(`  • ${title} … `);
  try {
    const outcome = await work((note) => process.stdout.write(`${note} … `));
    const seconds = (Date.now() - started) / 1000;
    console.log(`${outcome ?? 'done'}${seconds >= 1 ? ` (${seconds.toFixed(1)} s)` : ''}`);
  } catch (error) {
    console.log('FAILED');
    throw error;
  }
}

/** An expected set-up failure: the message says what to do, so no stack is printed. */
export class SetupError extends Error {}
