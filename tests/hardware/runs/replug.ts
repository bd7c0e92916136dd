/** npm run hardware -- replug [cycles] [serial|a4|scanner|hid|cards …] */
import { replug, type Growth } from '../replug/measure.ts';
import { stageKinds } from '../replug/stages.ts';

const [given = '1000', ...names] = process.argv.slice(2);
const cycles = Number(given);
if (!Number.isInteger(cycles) || cycles < 1) throw new Error(`not a number of cycles: ${given}`);
const chosen = stageKinds.filter(({ name }) => names.length === 0 || names.includes(name));
const unknown = names.filter((name) => !stageKinds.some((kind) => kind.name === name));
if (unknown.length > 0) throw new Error(`unknown class: ${unknown.join(', ')}`);

const line = (whose: string, { start, end, handles, memory, heap }: Growth): string =>
  `  ${whose}: handles ${start.handles} → ${end.handles} (${handles.toFixed(2)}), ` +
  `memory ${start.memory.toFixed(1)} → ${end.memory.toFixed(1)} MiB (${memory.toFixed(2)}), ` +
  `heap ${start.heap.toFixed(1)} → ${end.heap.toFixed(1)} MiB (${heap.toFixed(2)})`;

for (const kind of chosen) {
  if (kind.needs.length > 0) {
    console.log(`${kind.name}: skipped (needs ${kind.needs.join(', ')})`);
    continue;
  }
  const stage = await kind.start();
  try {
    const result = await replug(stage, cycles, (done) => {
      if (done % 100 === 0) console.error(`  ${kind.name}: ${done} of ${cycles}`);
    });
    const grown = [result.device, result.main].flatMap(({ handles, memory, heap }) => [
      handles,
      memory,
      heap,
    ]);
    const good = grown.every((ratio) => ratio <= 1.1) && result.restarts === 0;
    console.log(
      `${kind.name}: ${result.cycles} cycles in ${result.seconds.toFixed(0)} s, ` +
        `${result.restarts} restarts of its process, 0 of main: ${good ? 'no leak' : 'LEAK'}`,
    );
    console.log(line('device process', result.device));
    console.log(line('main process', result.main));
    if (!good) process.exitCode = 1;
  } finally {
    await stage.end();
  }
}
