import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The levers of the simulated city of a counter in training, at the port that the counter's log names. */
export function simulatedCity(dataFolder: string) {
  return {
    async post(path: `/_${string}`, body: object): Promise<void> {
      const log = readFileSync(join(dataFolder, 'logs', 'mot-cua.log'), 'utf8');
      const port = /"simulator\.ready".*?"port":\s*(\d+)/.exec(log)?.[1];
      if (port === undefined) throw new Error('the simulated city has not been started');
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${path}: ${String(answer.status)}`);
    },
  };
}
