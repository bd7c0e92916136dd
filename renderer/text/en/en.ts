import { arrange } from './arrange.ts';
import { camera } from './camera.ts';
import { chip } from './chip.ts';
import { city } from './city.ts';
import { desk } from './desk.ts';
import { devices } from './devices.ts';
import { dossiers } from './dossiers.ts';
import { domain } from './domain.ts';
import { errors } from './errors.ts';
import { gate } from './gate.ts';
import { home } from './home.ts';
import { kit } from './kit.ts';
import { people } from './people.ts';
import { procedure } from './procedure.ts';
import { refusals } from './refusals.ts';
import { scan } from './scan.ts';
import { shell } from './shell.ts';
import { suggestion } from './suggestion.ts';
import { sync } from './sync.ts';
import { training } from './training.ts';
import { work } from './work.ts';

export const en = {
  arrange,
  camera,
  chip,
  city,
  desk,
  devices,
  dossiers,
  domain,
  errors,
  gate,
  home,
  kit,
  people,
  procedure,
  refusals,
  scan,
  shell,
  suggestion,
  sync,
  training,
  work,
};
