import { expect, it } from 'vitest';
import { mayUseCamera } from '../../../main/shell/camera-permission.ts';

const fine = {
  permission: 'media',
  role: 'counter',
  url: 'app://mot-cua/counter/index.html',
  isMainFrame: true,
  media: ['video'],
} as const;

it('a counter’s own page may have the picture', () => {
  expect(mayUseCamera(fine)).toBe(true);
  expect(mayUseCamera({ ...fine, role: 'agency' })).toBe(true);
});

it.each([
  ['the sound', { media: ['audio'] }],
  ['the sound beside the picture', { media: ['audio', 'video'] }],
  ['something that does not say what it is', { media: [] }],
  ['an unknown medium', { media: ['unknown'] }],
  ['the screen', { permission: 'display-capture' }],
  ['the place', { permission: 'geolocation' }],
  ['a kiosk', { role: 'kiosk' }],
  ['a display', { role: 'display' }],
  ['a window that is none of ours', { role: null }],
  ['a frame inside the page', { isMainFrame: false }],
  ['another host of our scheme', { url: 'app://mot-cua.example/' }],
  ['a web page', { url: 'https://mot-cua/' }],
  ['no address', { url: '' }],
] as const)('not %s', (_, part) => {
  expect(mayUseCamera({ ...fine, ...part } as Parameters<typeof mayUseCamera>[0])).toBe(false);
});
