/** What lies on a desk besides the page, and how it is lit, as ImageMagick's arguments. */
import type { Quad } from '../../renderer/counter/work/capture/camera/edges/quad.ts';
import type { Seeded } from './seeded.ts';

export const desks = ['wood', 'dark', 'light', 'clutter', 'mat'] as const;
export type Desk = (typeof desks)[number];
export const troubles = ['plain', 'blur', 'noise', 'shadow', 'hand'] as const;
export type Trouble = (typeof troubles)[number];

export const sceneWidth = 640;
export const sceneHeight = 480;

export function deskOf(desk: Desk, chance: Seeded): string[] {
  const size = ['-size', `${sceneWidth}x${sceneHeight}`];
  switch (desk) {
    case 'wood': {
      const planks = Array.from({ length: 3 }, (_, plank) => {
        const y = 90 + plank * 150 + chance.between(-30, 30);
        return `line 0,${y.toFixed(0)} ${sceneWidth},${(y + chance.between(-8, 8)).toFixed(0)}`;
      });
      return [
        ...size,
        'xc:gray',
        '+noise',
        'Random',
        // Stretched, noise becomes grain.
        ...['-resize', '24x480!', '-resize', `${sceneWidth}x${sceneHeight}!`],
        '-colorspace',
        'Gray',
        '-normalize',
        '-fill',
        '#3a2410',
        '-tint',
        '0',
        '+level-colors',
        `#4a2d16,${chance.of(['#9a6a3c', '#b98a58', '#7d5330'])}`,
        '-stroke',
        '#2c190b',
        '-strokewidth',
        '2',
        '-fill',
        'none',
        '-draw',
        planks.join(' '),
        '-stroke',
        'none',
      ];
    }
    case 'dark':
      return [...size, `xc:${chance.of(['#1c1e22', '#2d3036', '#3b2f2a'])}`];
    case 'light':
      return [...size, `gradient:${chance.of(['#d2d2cf-#bdbdba', '#dcdad2-#cfcdc6', '#c8ccd0-#dadddf'])}`];
    case 'clutter': {
      const things = Array.from({ length: 26 }, () => {
        const x = chance.between(-40, sceneWidth);
        const y = chance.between(-40, sceneHeight);
        const [w, h] = [chance.between(20, 190), chance.between(20, 130)];
        const colour = chance.of([
          '#274060',
          '#7a2e2e',
          '#356b46',
          '#c9b458',
          '#10151c',
          '#8a8f98',
          '#b7762e',
          '#5d4777',
        ]);
        // Cups, coins, pens, rulers, scissors: many straight borders, but nothing shaped like a page.
        const shape = chance.of([
          `ellipse ${x},${y} ${w / 2},${h / 2} 0,360`,
          `polygon ${x},${y} ${x + w},${y + h * 0.4} ${x + w * 0.2},${y + h}`,
          `polygon ${x},${y} ${x + w * 1.6},${y + h} ${x + w * 1.6 - 6},${y + h + 9} ${x - 6},${y + 9}`,
        ]);
        return ['-fill', colour, '-draw', shape];
      });
      return [...size, 'xc:#6b6f75', ...things.flat()];
    }
    case 'mat': {
      const lines = Array.from(
        { length: 33 },
        (_, k) => `line ${k * 20},0 ${k * 20},${sceneHeight} line 0,${k * 20} ${sceneWidth},${k * 20}`,
      );
      return [
        ...size,
        'xc:#1f5a49',
        '-stroke',
        '#6fa893',
        '-strokewidth',
        '1',
        '-draw',
        lines.join(' '),
        '-stroke',
        'none',
      ];
    }
  }
}

export function lightOf(trouble: Trouble, chance: Seeded): string[] {
  if (trouble !== 'shadow') return [];
  const x = chance.between(120, 420);
  const tilt = chance.between(-160, 160);
  const shape = `polygon ${x},0 ${sceneWidth + 50},0 ${sceneWidth + 50},${sceneHeight} ${x + tilt},${sceneHeight}`;
  const dim = chance.of(['#8c8c8c', '#a6a6a6', '#757575']);
  return [
    '(',
    '-size',
    `${sceneWidth}x${sceneHeight}`,
    'xc:white',
    '-fill',
    dim,
    '-draw',
    shape,
    '-blur',
    `0x${chance.between(3, 14).toFixed(1)}`,
    ')',
    '-compose',
    'Multiply',
    '-composite',
    '-compose',
    'Over',
  ];
}

/** Two fingers over one side, up to a third of it. */
export function handOver(quad: Quad, chance: Seeded): string[] {
  const side = Math.floor(chance.between(0, 4));
  const from = quad[side] ?? quad[0];
  const to = quad[(side + 1) % 4] ?? quad[0];
  const part = chance.between(0.3, 0.65);
  const skin = chance.of(['#c68d6b', '#a56f4e', '#e0b394']);
  const wide = 0.075 * Math.hypot(to.x - from.x, to.y - from.y);
  const shapes = [0, 0.16].map((more) => {
    const x = from.x + (to.x - from.x) * (part + more);
    const y = from.y + (to.y - from.y) * (part + more);
    return `circle ${x.toFixed(1)},${y.toFixed(1)} ${(x + wide).toFixed(1)},${y.toFixed(1)}`;
  });
  return [
    '-fill',
    skin,
    '-stroke',
    '#7b4d33',
    '-strokewidth',
    '1',
    '-draw',
    shapes.join(' '),
    '-stroke',
    'none',
  ];
}
