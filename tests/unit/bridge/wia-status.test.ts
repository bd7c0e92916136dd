import { expect, it } from 'vitest';
import { wiaFailure } from '../../../native-bridge/scanners/wia/wia-status.ts';

it.each([
  ['0x80210001', 'scanner-failed'],
  ['0x80210002', 'scanner-jammed'],
  ['0x80210004', 'scanner-jammed'],
  ['0x80210005', 'scanner-absent'],
  ['0x80210006', 'scanner-busy'],
  ['0x80210007', 'scanner-busy'],
  ['0x80210008', 'scanner-failed'],
  ['0x80210009', 'scanner-absent'],
  ['0x8021000A', 'scanner-absent'],
  ['0x8021000C', 'scanner-failed'],
  ['0x8021000D', 'scanner-busy'],
  ['0x80210015', 'scanner-absent'],
  ['0x80210016', 'scanner-cover-open'],
  ['0x80210020', 'scanner-jammed'],
  ['0x80210064', 'scanner-stopped'],
  ['0x80070005', 'scanner-failed'],
])('%s is %s, with pages or without', (hresult, code) => {
  expect([wiaFailure(hresult, 0), wiaFailure(hresult, 6)]).toEqual([code, code]);
});

it('no paper is how a feeder ends well, and fails only before its first page', () => {
  expect([wiaFailure('0x80210003', 0), wiaFailure('0x80210003', 1)]).toEqual(['scanner-empty', null]);
});
