import { expect, test } from 'vitest';
import {
  BrokenIpp,
  decodeResponse,
  encodeRequest,
  ippTag,
} from '../../../native-bridge/printers/ipp/message.ts';

/** Get-Job-Attributes answered, after the byte layout of RFC 8010 section 3.1. */
const answer = encodeRequest({
  operation: 0x0000,
  requestId: 7,
  groups: [
    {
      tag: ippTag.operationGroup,
      attributes: [{ tag: ippTag.charset, name: 'attributes-charset', values: ['utf-8'] }],
    },
    {
      tag: ippTag.jobGroup,
      attributes: [
        { tag: ippTag.integer, name: 'job-id', values: [-2] },
        { tag: ippTag.keyword, name: 'job-state-reasons', values: ['job-printing', 'none'] },
        { tag: ippTag.boolean, name: 'x', values: [true] },
        { tag: ippTag.name, name: 'job-name', values: ['Giấy tiếp nhận'] },
      ],
    },
  ],
});

test('Print-Job is laid out as the example of RFC 8010, appendix A.1', () => {
  const request = encodeRequest({
    operation: 0x0002,
    requestId: 1,
    groups: [
      {
        tag: ippTag.operationGroup,
        attributes: [
          { tag: ippTag.charset, name: 'attributes-charset', values: ['utf-8'] },
          { tag: ippTag.language, name: 'attributes-natural-language', values: ['en-us'] },
          { tag: ippTag.uri, name: 'printer-uri', values: ['ipp://printer.example.com/ipp/print/pinetree'] },
        ],
      },
      { tag: ippTag.jobGroup, attributes: [{ tag: ippTag.integer, name: 'copies', values: [20] }] },
    ],
  });
  const hex = Buffer.from(request).toString('hex');
  expect(hex.slice(4, 20)).toBe('0002000000010147');
  expect(hex).toContain(
    '470012' +
      Buffer.from('attributes-charset').toString('hex') +
      '0005' +
      Buffer.from('utf-8').toString('hex'),
  );
  expect(hex.endsWith('02210006' + Buffer.from('copies').toString('hex') + '00040000001403')).toBe(true);
});

test('several values, signs and Vietnamese come back as they were sent', () => {
  const { requestId, groups } = decodeResponse(answer);
  expect(requestId).toBe(7);
  const job = groups.find(({ tag }) => tag === ippTag.jobGroup)?.attributes;
  expect(job?.get('job-id')).toEqual([-2]);
  expect(job?.get('job-state-reasons')).toEqual(['job-printing', 'none']);
  expect(job?.get('x')).toEqual([true]);
  expect(job?.get('job-name')).toEqual(['Giấy tiếp nhận']);
});

test('cut-anywhere: named as broken, never half a message', () => {
  for (let length = 0; length < answer.byteLength; length += 1)
    expect(() => decodeResponse(answer.subarray(0, length))).toThrow(BrokenIpp);
});

test('collection-bomb: a nesting without end is refused', () => {
  const deep = [2, 0, 0, 0, 0, 0, 0, 1, 4, 0x34, 0, 1, 0x6d, 0, 0];
  for (let level = 0; level < 40; level += 1) deep.push(0x34, 0, 0, 0, 0);
  expect(() => decodeResponse(Uint8Array.from([...deep, 3]))).toThrow(BrokenIpp);
});

test('lying-length: a value longer than the message is refused without being allocated', () => {
  const lying = Uint8Array.from([2, 0, 0, 0, 0, 0, 0, 1, 1, 0x47, 0, 1, 0x78, 0xff, 0xff, 3]);
  expect(() => decodeResponse(lying)).toThrow(BrokenIpp);
});
