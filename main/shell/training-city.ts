/**
 * The simulated city of training mode, started when it is first spoken to: the sign-in screen never waits for it. The
 * adapter gets an address that exists nowhere, and only this fetch knows where it leads, so no training dossier can reach
 * a real city.
 */
import { httpFetch, type Fetch } from '../city/http-fetch.ts';
import {
  startCitySimulator,
  type CitySimulator,
  type CitySimulatorOptions,
} from '../city/simulator-process.ts';

export interface TrainingCity {
  readonly baseUrl: string;
  readonly fetch: Fetch;
  simulator(): Promise<CitySimulator>;
  /** Ends it, if it was ever started. */
  end(): Promise<void>;
}

const nowhere = 'http://training-city.invalid';

export function createTrainingCity(options: CitySimulatorOptions): TrainingCity {
  let started: Promise<CitySimulator> | null = null;
  const simulator = () => {
    started ??= startCitySimulator(options).catch((error: unknown) => {
      // Shows as "city down"; the next word to it tries again.
      started = null;
      options.log('simulator.failed');
      throw error;
    });
    return started;
  };
  return {
    baseUrl: nowhere,
    fetch: async (address, init) => {
      if (!address.startsWith(`${nowhere}/`)) throw new TypeError('not an address of the training city');
      const { url } = await simulator();
      return await httpFetch(url + address.slice(nowhere.length), init);
    },
    simulator,
    async end() {
      const running = await started?.catch(() => null);
      await running?.stop();
    },
  };
}
