import { describe, expect, test } from 'vitest';
import { errorCodes } from '../../../main/contract/errors.ts';
import { NewsContent } from '../../../main/contract/city-views.ts';
import { ReviewProblem, ScanView } from '../../../main/contract/views.ts';
import { DossierStatus, SyncState } from '../../../main/domain/dossier.ts';
import { refusalMeanings, refusalSteps, waitingMeanings } from '../../../main/domain/refusal.ts';
import { numberWarnings } from '../../../main/domain/identity.ts';
import { identitySources } from '../../../main/domain/person.ts';
import { Confidence, DeadlineRule, componentKinds } from '../../../main/domain/procedure.ts';
import { en } from '../../../renderer/text/en/en.ts';
import { vi } from '../../../renderer/text/vi/vi.ts';

interface Tree {
  readonly [key: string]: string | Tree;
}

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : leaves(value, `${path}${key}.`),
  );
}

const bare = (key: string) => key.replace(/_(one|other)$/, '');
const names = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
const languages = { vi: vi as unknown as Tree, en: en as unknown as Tree };
const all = { vi: leaves(languages.vi), en: leaves(languages.en) };

function has(language: 'vi' | 'en', key: string): boolean {
  return all[language].some(([each, text]) => bare(each) === key && text.trim() !== '');
}

test('a key that one language lacks is found', () => {
  const keys = (language: 'vi' | 'en') => [...new Set(all[language].map(([key]) => bare(key)))].sort();
  expect(keys('en')).toEqual(keys('vi'));
});

test('a value that one language does not show is found', () => {
  const values = new Map(all.vi.map(([key, text]) => [bare(key), names(text)]));
  for (const [key, text] of all.en) {
    // "one page" may say the number in a word.
    const shown = key.endsWith('_one') ? [...new Set([...names(text), 'count'])].sort() : names(text);
    expect([key, shown]).toEqual([key, values.get(bare(key))]);
  }
});

test('every plural has the form that the language needs', () => {
  const plurals = new Set(
    all.en
      .map(([key]) => key)
      .filter((key) => /_(one|other)$/.test(key))
      .map(bare),
  );
  for (const key of plurals) {
    expect(
      all.en.some(([each]) => each === `${key}_one`),
      `${key}_one`,
    ).toBe(true);
    expect(
      all.en.some(([each]) => each === `${key}_other`),
      `${key}_other`,
    ).toBe(true);
    // Vietnamese has one form; it stands with or without the ending.
    expect(all.vi.filter(([each]) => each === key || each === `${key}_other`).length, key).toBe(1);
  }
});

test('no text shouts, and Vietnamese is written in composed characters', () => {
  for (const [key, text] of [...all.vi, ...all.en]) {
    expect(text.includes('!'), key).toBe(false);
    expect(text === text.normalize('NFC'), key).toBe(true);
  }
});

describe.each(['vi', 'en'] as const)('%s has words for every', (language) => {
  const unusable = ScanView.options.find((option) => option.shape.kind.value === 'unusable');
  const reasons = unusable && 'reason' in unusable.shape ? unusable.shape.reason.options : [];
  const warnings = [
    ...numberWarnings('999099012345', '1950', 'female'),
    'diacritics-lost',
    'birth-date-unreadable',
    'other',
  ];
  const groups: Record<string, readonly string[]> = {
    'error code': errorCodes.flatMap((code) =>
      ['failed', 'kept', 'next'].map((part) => `errors.${code}.${part}`),
    ),
    'unusable scan': reasons.flatMap((reason) => [`scan.reason.${reason}`, `scan.reasonNext.${reason}`]),
    'scan warning': warnings.map((warning) => `scan.warning.${warning}`),
    'review problem': ReviewProblem.shape.code.options.map((code) => `domain.review.${code}`),
    'national status': DossierStatus.options.map((option) => `domain.status.${option.value}`),
    'sync state': SyncState.options.map((state) => `domain.sync.${state}`),
    'paper kind': componentKinds.map((kind) => `domain.componentKind.${kind}`),
    'deadline unit': DeadlineRule.shape.unit.options.map((unit) => `domain.deadline.${unit}`),
    confidence: Confidence.options.map((value) => `domain.confidence.${value}`),
    'meaning of a refusal': refusalMeanings.map((meaning) => `refusals.meaning.${meaning}`),
    'step that can be taken': refusalSteps.flatMap((step) => [`refusals.todo.${step}`, `sync.step.${step}`]),
    'reason to wait': waitingMeanings.map((meaning) => `refusals.waiting.${meaning}`),
    'thing that the city tells': NewsContent.options.map(({ shape }) => `city.kind.${shape.kind.value}`),
    'identity source': identitySources.map((source) => `domain.identitySource.${source}`),
  };
  test.each(Object.entries(groups))('%s', (_, keys) => {
    expect(keys.length).toBeGreaterThan(2);
    expect(keys.filter((key) => !has(language, key))).toEqual([]);
  });
});
