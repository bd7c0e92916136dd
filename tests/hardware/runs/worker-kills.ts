/** npm run hardware -- worker-kills [kills] [seed]: imaging workers killed while pages are captured and prepared. */
import { killWorkers } from '../imaging/worker-kills.ts';

const [kills = 200, seed = Date.now() >>> 0] = process.argv.slice(2).map(Number);
console.log(`${String(kills)} kills of imaging workers, seed ${String(seed)}`);
const started = performance.now();
const report = await killWorkers(kills, seed, ({ kills: done, pages }) => {
  if (process.stdout.isTTY) console.log(`  ${String(done)} kills, ${String(pages)} pages`);
});
const seconds = Math.round((performance.now() - started) / 1000);
console.log(
  `${String(report.kills)} workers killed (${String(report.atWork)} at work) in ${String(seconds)} s: ` +
    `${String(report.pages)} pages in ${String(report.files)} files; ` +
    `${String(report.lost)} lost, ${String(report.doubled)} doubled, ${String(report.unprepared)} not prepared; ` +
    `${String(report.toldLost)} captures told as failed and begun again`,
);
if (report.lost + report.doubled + report.unprepared > 0) process.exitCode = 1;
